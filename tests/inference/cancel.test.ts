import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type LoadModel, type LoadSettings, loadModel } from '#main/inference/onnx/load-model.ts';
import { createPiecePace } from '#main/inference/onnx/piece-pace.ts';
import { type CacheUse, createInferenceMethods } from '#main/inference/onnx/worker-engine.ts';
import type { ReplyEvent, UserMessage, VisionLanguageModel } from '#main/inference/vision-language-model.ts';
import type { WorkerMethod } from '#main/platform/index.ts';
import { inThisProcess, openWith } from './devices-support.ts';
import { localModelFolder, openLocalModel } from './local-model.ts';
import { collect, framesMessage, greedy } from './synthetic-frames.ts';

/** A bar is 500 ms; a machine under load may take this long and still not the many seconds of a piece in one go. */
const patience = 2500;

type Stage = 'encoding' | 'prefill' | 'decoding';
const stages: readonly Stage[] = ['encoding', 'prefill', 'decoding'];

/** Long enough in the stage to be cancelled there. */
function messageFor(stage: Stage, words: number, side: number, attempt = 0): UserMessage {
  if (stage === 'encoding') {
    const frames = Array.from({ length: 12 }, (_, i) => i + 12 * attempt);
    return { parts: framesMessage(frames, { width: side, height: side }, 'When?') };
  }
  const text = stage === 'prefill' ? 'when does the diver leave the board '.repeat(words / 7) : 'When?';
  return { parts: [{ type: 'text', text }] };
}

/** Cancels a reply when the first piece of the stage is done. */
async function cancelIn(model: VisionLanguageModel, stage: Stage, message: UserMessage): Promise<void> {
  await using conversation = await model.startConversation('');
  const controller = new AbortController();
  const begun = (event: ReplyEvent) => event.type === 'progress' && event.stage === stage && event.done > 0;
  const reply = conversation.reply(message, greedy({ maxTokens: 200, signal: controller.signal }));
  const cancelled = async () => {
    for await (const event of reply) if (begun(event)) controller.abort();
  };
  await expect(cancelled()).rejects.toMatchObject({ code: 'CANCELLED' });
}

describe.skipIf(localModelFolder === null)(
  'a cancel with a model so large that each token takes 5 ms',
  () => {
    const millisecondsPerToken = 5;
    const slow: LoadModel = async (settings) => {
      const model = await loadModel(settings);
      const compute = (tokens: number) => {
        const end = performance.now() + tokens * millisecondsPerToken;
        while (performance.now() < end);
      };
      const { config, vision, decoder } = model;
      const pace = () => createPiecePace({ least: 16, most: 1024, perSecond: 1000 / millisecondsPerToken });
      return {
        ...model,
        // As its trial would have found out.
        pace: { vision: pace(), prefill: pace() },
        vision: {
          ...vision,
          encode: async (frames, options) => {
            const encoded = await vision.encode(frames, options);
            compute(frames.reduce((sum, frame) => sum + vision.countTokens(frame), 0));
            return encoded;
          },
        },
        decoder: {
          ...decoder,
          run: async (step) => {
            compute(step.embeddings.length / config.hiddenSize);
            return decoder.run(step);
          },
        },
      };
    };

    it.each(stages)(
      'stops in time during %s, gives its memory back, and the next question is answered',
      async (stage) => {
        const methods = createInferenceMethods(2 ** 30, slow);
        let settings: LoadSettings | undefined;
        let stoppedAfter = Number.POSITIVE_INFINITY;
        const reply: WorkerMethod = async (input, context) => {
          let cancelledAt = Number.POSITIVE_INFINITY;
          context.signal.addEventListener('abort', () => {
            cancelledAt = performance.now();
          });
          try {
            return await methods.reply?.(input, context);
          } finally {
            stoppedAfter = performance.now() - cancelledAt;
          }
        };
        const load: WorkerMethod = (input, context) => {
          settings = input;
          return methods.load?.(input, context) ?? Promise.reject();
        };
        const { worker, model } = await openWith(localModelFolder ?? '', () =>
          inThisProcess({ ...methods, reply, load }),
        );
        await using _ = worker;
        await cancelIn(model, stage, messageFor(stage, 1400, 112));
        await expect.poll(() => stoppedAfter, { timeout: 30_000 }).toBeLessThan(patience);
        const { cache } = (await worker.call('load', settings)) as { cache: CacheUse };
        expect(cache.bytes).toBe(0);
        await using conversation = await model.startConversation('');
        const { text } = await collect(
          conversation.reply(messageFor('decoding', 0, 0), greedy({ maxTokens: 4 })),
        );
        expect(text).not.toBe('');
      },
      60_000,
    );
  },
);

/** A real one of about 40 million parameters: `python -m training.export.tiny_families --out FOLDER --large`. */
const large = process.env.DEEPSPORT_TEST_LARGE;
const largeNote = large ? '' : ' (skipped: DEEPSPORT_TEST_LARGE names no model of tiny_families --large)';

describe.skipIf(!large || process.platform !== 'linux')(`a cancel with a large model${largeNote}`, () => {
  it.each(stages)(
    'stops computing in time during %s and leaves memory flat',
    async (stage) => {
      const { worker, model } = await openLocalModel(large ?? '');
      await using _ = worker;
      const message = (attempt: number) => messageFor(stage, 1600, 336, attempt);
      for (let i = 0; i < 3; i++) await cancelIn(model, stage, message(i));
      await expect.poll(() => idleSince(worker.pid), { timeout: patience }).toBe(true);
      const before = residentMegabytes(worker.pid);
      for (let i = 3; i < 13; i++) await cancelIn(model, stage, message(i));
      await expect.poll(() => idleSince(worker.pid), { timeout: patience }).toBe(true);
      expect(residentMegabytes(worker.pid) - before).toBeLessThan(100);
    },
    120_000,
  );
});

const residentMegabytes = (pid: number | undefined): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

let lastTicks = -1;
/** Whether a process computed nothing since this was asked last. */
function idleSince(pid: number | undefined): boolean {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  const ticks = Number(fields[11]) + Number(fields[12]);
  const isIdle = ticks - lastTicks <= 1;
  lastTicks = ticks;
  return isIdle;
}
