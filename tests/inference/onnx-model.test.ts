import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseReply, stopStrings } from '#main/agent/protocol/parse-reply.ts';
import type { ReplyForm } from '#main/inference/reply-form/reply-form.ts';
import { localModelFolder, openLocalModel } from './local-model.ts';
import { collect, framesMessage, greedy } from './synthetic-frames.ts';
import { describeVisionLanguageModel } from './vision-language-model.contract.ts';

const questions = Number(process.env.DEEPSPORT_TEST_QUESTIONS ?? 30);
const size = { width: 112, height: 112 };
const message = { parts: framesMessage([0, 7, 14], size, '\nWhat happens?') };

describe.skipIf(localModelFolder === null)('with resources/models/nano or nano-random', () => {
  const open = () => openLocalModel(localModelFolder ?? '');

  describeVisionLanguageModel('the local engine', async () => {
    const { worker, model } = await open();
    return { model, dispose: () => worker[Symbol.asyncDispose]() };
  });

  describe('the local engine', () => {
    it('says that its process died, answers the next question, and goes on with what was said before', async () => {
      const { worker, model } = await open();
      await using _ = worker;
      const whole = await model.startConversation('');
      const expected = await collect(whole.reply(message, greedy()));
      const expectedNext = await collect(whole.reply(message, greedy()));
      const broken = await model.startConversation('');
      await collect(broken.reply(message, greedy()));
      const killed = async () => {
        for await (const event of broken.reply(message, greedy({ maxTokens: 200 }))) {
          if (event.type === 'progress' && worker.pid) process.kill(worker.pid, 'SIGKILL');
        }
      };
      await expect(killed()).rejects.toMatchObject({
        code: 'WORKER_STOPPED',
        message: expect.stringContaining('The inference engine stopped unexpectedly'),
      });
      const again = await model.startConversation('');
      expect((await collect(again.reply(message, greedy()))).text).toBe(expected.text);
      expect((await collect(broken.reply(message, greedy()))).text).toBe(expectedNext.text);
      await whole[Symbol.asyncDispose]();
    });

    it('tells what it is doing in order, and encodes no frame twice', async () => {
      const { worker, model } = await open();
      await using _ = worker;
      await using conversation = await model.startConversation('');
      const stages = async (indices: readonly number[]) => {
        const { events } = await collect(
          conversation.reply({ parts: framesMessage(indices, size, 'So?') }, greedy()),
        );
        return events.flatMap((event) =>
          event.type === 'progress' && event.done === event.total && event.stage !== 'decoding'
            ? [`${event.stage} ${event.stage === 'encoding' ? event.total : ''}`]
            : [],
        );
      };
      expect(await stages([1, 2, 3])).toEqual(['encoding 3', 'prefill ']);
      expect(await stages([2, 3, 4, 5])).toEqual(['encoding 2', 'prefill ']);
      expect(await stages([1, 5])).toEqual(['prefill ']);
    });

    it('draws the same reply from the same seed and mostly another from another', async () => {
      const { worker, model } = await open();
      await using _ = worker;
      const draw = async (seed: number) => {
        await using conversation = await model.startConversation('');
        return (await collect(conversation.reply(message, greedy({ seed, temperature: 3, topP: 0.99 }))))
          .text;
      };
      const first = await draw(1);
      expect(await draw(1)).toBe(first);
      expect(new Set([first, await draw(2), await draw(3)]).size).toBeGreaterThan(1);
    });

    it('keeps to the form of the protocol however wildly it draws', async () => {
      const { worker, model } = await open();
      await using _ = worker;
      const form = { tools: ['frame_extraction_tool'], frameCount: 154 } as const;
      const actions = new Set<string>();
      const finishes = new Set<string>();
      for (let seed = 0; seed < 8; seed += 1) {
        await using conversation = await model.startConversation('');
        const wild = { seed, temperature: 4, maxTokens: 130, stop: stopStrings };
        const { text, events } = await collect(conversation.reply(message, greedy({ ...wild, form })));
        const { action, problem } = parseReply(text, form.tools);
        expect(problem, text).toBeNull();
        const end = events.at(-1);
        if (end?.type === 'end') finishes.add(end.finish);
        if (action?.kind === 'look') expect(action.range.end).toBeLessThan(154);
        actions.add(action?.kind ?? 'none');
      }
      expect(actions.has('none')).toBe(false);
      // Noise hardly ends by itself: what was brought to its end says so.
      expect(finishes.has('length')).toBe(true);
    });

    it('writes the same with the form as without where its own reply keeps to it', async () => {
      const { worker, model } = await open();
      await using _ = worker;
      const frames = Array.from({ length: 8 }, (_frame, i) => i * 21);
      const question = '\nThe clip has frames 0 to 153. In which frame does the diver leave the board?';
      const asked = { parts: framesMessage(frames, size, question) };
      const reply = async (form?: ReplyForm) => {
        await using conversation = await model.startConversation(model.card.protocol.prompts.system);
        const options = greedy({ maxTokens: 200, stop: stopStrings, ...(form ? { form } : {}) });
        return (await collect(conversation.reply(asked, options))).text;
      };
      const free = await reply();
      expect(await reply({ tools: ['frame_extraction_tool'], frameCount: 154 })).toBe(
        parseReply(free, ['frame_extraction_tool']).problem === null ? free : expect.any(String),
      );
    });

    // Reads what Linux tells of the process. DEEPSPORT_TEST_QUESTIONS=200 asks that many.
    it.skipIf(process.platform !== 'linux')('keeps its memory flat over many questions', async () => {
      const { worker, model } = await open();
      await using _ = worker;
      const question = async (i: number) => {
        await using conversation = await model.startConversation('');
        const about = (frame: number) => ({ parts: framesMessage([frame, frame + 1], size, '\nWhat?') });
        await collect(conversation.reply(about(i % 80), greedy()));
        await collect(conversation.reply(about((i * 7) % 80), greedy()));
      };
      for (let i = 0; i < 15; i++) await question(i);
      const before = residentMegabytes(worker.pid);
      for (let i = 15; i < 15 + questions; i++) await question(i);
      expect(residentMegabytes(worker.pid) - before).toBeLessThan(60);
    });

    it('computes on the CPU where the device asked for is not to be had, and says where it computes', async () => {
      const { worker, model } = await openLocalModel(localModelFolder ?? '', { device: 'cuda' });
      await using _ = worker;
      expect(['CPU', 'CUDA']).toContain(model.card.device);
      await using conversation = await model.startConversation('');
      expect((await collect(conversation.reply(message, greedy()))).text).not.toBe('');
    });
  });
});

function residentMegabytes(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}
