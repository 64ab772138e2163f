import { describe, expect, it } from 'vitest';
import { toolNames } from '#common/domain/index.ts';
import { formAsGbnf } from '#main/inference/reply-form/form-as-gbnf.ts';
import { formAsRegex } from '#main/inference/reply-form/form-as-regex.ts';
import { followAll, startOfForm } from '#main/inference/reply-form/form-automaton.ts';
import type { ReplyForm } from '#main/inference/reply-form/reply-form.ts';
import { createRandom } from '../../random.ts';
import { gbnfMatcher } from './gbnf-matcher.ts';
import { hasOrderedFrames, randomReply } from './random-reply.ts';

const form: ReplyForm = { tools: toolNames, frameCount: 154 };
const masks = (text: string, of = form) => followAll(startOfForm(of), text)?.at === 'end';
const regex = (of: ReplyForm, thought = true) => new RegExp(`^(?:${formAsRegex(of, { thought })})$`, 'u');

describe('The form of a reply as a server takes it', () => {
  it('is the same language as the mask of local models, but for the order of two frames', () => {
    const random = createRandom(11);
    const asRegex = regex(form);
    const asGbnf = gbnfMatcher(formAsGbnf(form, { thought: true }));
    let taken = 0;
    for (let round = 0; round < 6000; round++) {
      const text = randomReply(random);
      if (!hasOrderedFrames(text)) continue;
      const expected = masks(text);
      expect(asRegex.test(text), `regex on ${text}`).toBe(expected);
      expect(asGbnf(text), `gbnf on ${text}`).toBe(expected);
      taken += expected ? 1 : 0;
    }
    expect(taken).toBeGreaterThan(300);
  });

  it.each([1, 2, 3, 10, 11, 100, 101, 153, 154, 1000, 54_321])(
    'takes exactly the frames of a clip of %i',
    (frameCount) => {
      const expression = regex({ tools: ['frame_extraction_tool'], frameCount });
      const takes = (first: number | string, second: number | string) =>
        expression.test(`<think></think><tool_call>frame_extraction_tool(${first}, ${second})</tool_call>`);
      const last = frameCount - 1;
      expect(takes(0, last)).toBe(last >= 1);
      expect(takes(last - 1, last)).toBe(last >= 1);
      expect(takes(0, frameCount)).toBe(false);
      expect(takes(last, last)).toBe(false);
      expect(takes(0, 0)).toBe(false);
      expect(takes('00', last)).toBe(false);
      for (let value = 1; value <= Math.min(last, 400); value++)
        expect(takes(0, value), `${value}`).toBe(true);
    },
  );

  it('leaves the thought to a server that keeps it apart, and tools out where none is offered', () => {
    expect(regex(form, false).test('<answer>61</answer>')).toBe(true);
    expect(regex(form, false).test('<think>a</think><answer>61</answer>')).toBe(false);
    const passive = regex({ tools: [], frameCount: 154 });
    expect(passive.test('<think>a</think>\n<answer>61</answer>')).toBe(true);
    expect(passive.test('<think>a</think><tool_call>list_shots()</tool_call>')).toBe(false);
  });

  it('in JSON has no character that would have to be escaped there, and is the same otherwise', () => {
    const random = createRandom(5);
    const inJson = new RegExp(`^(?:${formAsRegex(form, { thought: true, inJson: true })})$`, 'u');
    const plain = regex(form);
    for (let round = 0; round < 3000; round++) {
      const text = `${randomReply(random)}`.replace(
        /x/g,
        () => ['x', '"', '\\\\', 'y'][random.integer(4)] ?? '',
      );
      expect(inJson.test(text), text).toBe(plain.test(text) && !/["\\\\\n]/.test(text));
    }
  });

  it('stays short for a clip of two hours', () => {
    expect(formAsRegex({ tools: toolNames, frameCount: 360_000 }, { thought: true }).length).toBeLessThan(
      8000,
    );
    expect(formAsGbnf({ tools: toolNames, frameCount: 360_000 }, { thought: true }).length).toBeLessThan(
      12_000,
    );
  });
});
