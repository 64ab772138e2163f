import { describe, expect, it } from 'vitest';
import { toolNames } from '#common/domain/index.ts';
import { parseReply } from '#main/agent/protocol/parse-reply.ts';
import { writeReply } from '#main/agent/protocol/write-reply.ts';
import { closing, followAll, startOfForm } from '#main/inference/reply-form/form-automaton.ts';
import { createFormSampler } from '#main/inference/reply-form/form-sampler.ts';
import { continuesTo } from '#main/inference/reply-form/number-range.ts';
import type { ReplyForm } from '#main/inference/reply-form/reply-form.ts';
import { buildTokenTrie } from '#main/inference/reply-form/token-trie.ts';
import { createRandom } from '../../random.ts';

const all: ReplyForm = { tools: toolNames, frameCount: 154 };
const accepts = (text: string, form = all) => followAll(startOfForm(form), text)?.at === 'end';

describe('The form of a reply', () => {
  it.each([
    '<think>Between 35 and 59.</think><tool_call>frame_extraction_tool(35, 59)</tool_call>',
    '<think>a < b > c </b> <thin ice</think>\n<tool_call>motion_profile(0, 153)</tool_call>',
    '<think></think>\n\n<tool_call>list_shots()</tool_call>',
    '<think>Seen.</think><answer>The dive is 5253B, “cannot tell” < 3.</answer>',
  ])('takes %s', (text) => expect(accepts(text)).toBe(true));

  it.each([
    'The answer is 61.',
    '<answer>61</answer>',
    '<think>x</think><answer> </answer>',
    '<think>x<think>y</think><answer>61</answer>',
    '<think>x</think>so <answer>61</answer>',
    '<think>x</think><answer>61</think></answer>',
    '<think>x</think><tool_call>frame_extraction_tool(59, 35)</tool_call>',
    '<think>x</think><tool_call>frame_extraction_tool(35, 35)</tool_call>',
    '<think>x</think><tool_call>frame_extraction_tool(35, 154)</tool_call>',
    '<think>x</think><tool_call>frame_extraction_tool(035, 59)</tool_call>',
    '<think>x</think><tool_call>frame_extraction_tool(-1, 59)</tool_call>',
    '<think>x</think><tool_call>other_tool(1, 59)</tool_call>',
    '<think>x</think><answer>61</answer> and more',
  ])('does not take %s', (text) => expect(accepts(text)).toBe(false));

  it('without tools takes an answer alone', () => {
    const form = { tools: [], frameCount: 154 };
    expect(accepts('<think>x</think><answer>61</answer>', form)).toBe(true);
    expect(accepts('<think>x</think><tool_call>list_shots()</tool_call>', form)).toBe(false);
  });

  it('brings free text to its end when told to, wherever it stands', () => {
    for (const begun of ['<think>so', '<think>so <', '<think>so </th', '<think>']) {
      const state = followAll(startOfForm(all), begun);
      if (!state) throw new Error(begun);
      const rest = '</think>'.slice(begun.endsWith('</th') ? 4 : begun.endsWith('<') ? 1 : 0);
      expect(followAll(closing(state), `${rest}<answer>`), begun).not.toBeNull();
      expect(followAll(closing(state), 'more'), begun).toBeNull();
    }
  });
});

describe('Digits of a number in a range', () => {
  it('are taken exactly when they begin a number of it', () => {
    const random = createRandom(3);
    for (let round = 0; round < 300; round += 1) {
      const lowest = random.integer(401);
      const highest = lowest + random.integer(301);
      const beginnings = new Set<string>();
      for (let value = lowest; value <= highest; value += 1) {
        for (let length = 1; length <= String(value).length; length += 1) {
          beginnings.add(String(value).slice(0, length));
        }
      }
      for (let value = 0; value < 1000; value += 1) {
        expect(continuesTo(String(value), lowest, highest), `${value} in ${lowest}–${highest}`).toBe(
          beginnings.has(String(value)),
        );
      }
    }
  });
});

/** A vocabulary of pieces as tokenizers make them: letters, words, parts of tags, whole tags, and an end token. */
const texts: readonly (string | undefined)[] = [
  undefined,
  ...'abcdefghijklmnopqrstuvwxyz_0123456789 ,.()<>/\n',
  ...['<think>', '</think>', '<answer>', '</answer>', '<tool_call>', '</', '<a', 'nswer>', ')</', '>\n'],
  ...['frame', '_extraction', '_tool(', ' the', ' dive', '15', '35', ', ', '�'],
];
const vocabulary = { texts, trie: buildTokenTrie(texts) };

function write(seed: number, form: ReplyForm, maxTokens: number): string {
  const random = createRandom(seed);
  const sample = (logits: Float32Array) => {
    const allowed = [...logits.keys()].filter((token) => (logits[token] ?? 0) > Number.NEGATIVE_INFINITY);
    return allowed[random.integer(allowed.length)] ?? 0;
  };
  const sampler = createFormSampler(form, vocabulary, sample);
  let text = '';
  for (let left = maxTokens; left > 0 && !sampler.ended; left -= 1) {
    text += texts[sampler.next(new Float32Array(texts.length), left)];
  }
  return text;
}

describe('Noise kept to the form', () => {
  it('is a well-formed reply each time, with frames inside the clip, within its tokens', () => {
    for (let seed = 0; seed < 300; seed += 1) {
      const form = { tools: toolNames.slice(0, 1 + (seed % 3)), frameCount: 2 + (seed % 400) };
      const text = write(seed, form, 160);
      const { action, problem } = parseReply(text, form.tools);
      expect(problem, text).toBeNull();
      if (action?.kind === 'look') {
        expect(action.range.start).toBeLessThan(action.range.end);
        expect(action.range.end).toBeLessThan(form.frameCount);
      }
    }
  });

  it('never takes a choice away that the form allows', () => {
    const wanted = writeReply('The dive at 35.', { kind: 'look', range: { start: 35, end: 59 } })
      .toLowerCase()
      .split('');
    const sampler = createFormSampler(all, vocabulary, (logits) => {
      const token = texts.indexOf(wanted[0] ?? '');
      expect(logits[token]).toBe(0);
      wanted.shift();
      return token;
    });
    while (!sampler.ended) sampler.next(new Float32Array(texts.length), 1000);
    expect(wanted).toEqual([]);
  });
});
