import { describe, expect, it } from 'vitest';
import { createCacheMemory } from '#main/inference/onnx/cache-memory.ts';
import { createFairTurns } from '#main/inference/onnx/fair-turns.ts';
import { createPiecePace } from '#main/inference/onnx/piece-pace.ts';
import { createInferenceMethods } from '#main/inference/onnx/worker-engine.ts';
import type { UserMessage, VisionLanguageModel } from '#main/inference/vision-language-model.ts';
import { inThisProcess, openWith } from './devices-support.ts';
import { localModelFolder } from './local-model.ts';
import { collect, framesMessage, greedy } from './synthetic-frames.ts';

const size = { width: 112, height: 112 };
const system = 'Answer from the frames.';
const asked = (frames: readonly number[], question: string): UserMessage => ({
  parts: framesMessage(frames, size, `\n${question}`),
});

const open = (cacheBytes: number) =>
  openWith(localModelFolder ?? '', () => inThisProcess(createInferenceMethods(cacheBytes)));

async function firstReply(model: VisionLanguageModel, message: UserMessage) {
  await using conversation = await model.startConversation(system);
  const { text, end } = await collect(conversation.reply(message, greedy({ maxTokens: 40 })));
  return { text, ...end.usage };
}

describe.skipIf(localModelFolder === null)('another question on the same frames', () => {
  /** What a model writes that has computed nothing before. */
  async function cold(message: UserMessage) {
    const { worker, model } = await open(2 ** 30);
    await using _ = worker;
    return await firstReply(model, message);
  }

  it('reuses what was computed of them and writes the same as from nothing', async () => {
    const { worker, model } = await open(2 ** 30);
    await using _ = worker;
    const frames = [0, 20, 40, 60];
    const first = await firstReply(model, asked(frames, 'When does the diver leave the board?'));
    expect(first.cachedTokens).toBe(0);
    const next = asked(frames, 'Which dive is it?');
    const second = await firstReply(model, next);
    const alone = await cold(next);
    expect(second.text).toBe(alone.text);
    expect(second.newTokens + second.cachedTokens).toBe(alone.newTokens);
    // Four pictures of sixteen places and their labels.
    expect(second.cachedTokens).toBeGreaterThan(64);
    expect(second.newTokens).toBeLessThan(alone.newTokens / 2);
  });

  it('reuses the frames up to the first that differs, by their pixels', async () => {
    const { worker, model } = await open(2 ** 30);
    await using _ = worker;
    await firstReply(model, asked([0, 20, 40, 60], 'When?'));
    const whole = await firstReply(model, asked([0, 20, 40, 60], 'Where?'));
    const next = asked([0, 20, 41, 60], 'Where?');
    const part = await firstReply(model, next);
    const alone = await cold(next);
    expect(part.text).toBe(alone.text);
    expect(part.cachedTokens).toBeGreaterThan(32);
    expect(part.cachedTokens).toBeLessThan(whole.cachedTokens);
    // Another picture under the same label is another beginning.
    const swapped = { parts: [...next.parts] };
    const [own, other] = [swapped.parts[1], swapped.parts[3]];
    if (own && other) [swapped.parts[1], swapped.parts[3]] = [other, own];
    const exchanged = await firstReply(model, swapped);
    expect(exchanged.cachedTokens).toBeLessThan(32);
    expect(exchanged.text).toBe((await cold(swapped)).text);
  });
});

describe.skipIf(localModelFolder === null)('memory for all conversations', () => {
  it('is bounded: a conversation put away is computed anew when it goes on, and says so', async () => {
    const plenty = await open(2 ** 30);
    await using _plenty = plenty.worker;
    const scarce = await open(800_000);
    await using _scarce = scarce.worker;
    const questions = [asked([0, 20], 'When?'), asked([30], 'Then?'), asked([50], 'And then?')];
    const dialogue = async (model: VisionLanguageModel) => {
      const [one, two] = [await model.startConversation(system), await model.startConversation(system)];
      const texts: string[] = [];
      let notices = 0;
      let mostBytes = 0;
      for (const question of questions) {
        for (const conversation of [one, two]) {
          const { text, events } = await collect(conversation.reply(question, greedy({ maxTokens: 40 })));
          texts.push(text);
          notices += events.filter(({ type }) => type === 'notice').length;
          mostBytes = Math.max(mostBytes, model.card.speed?.cacheBytes ?? 0);
        }
      }
      return { texts, notices, mostBytes };
    };
    const expected = await dialogue(plenty.model);
    expect(expected.notices).toBe(0);
    expect(expected.mostBytes).toBeGreaterThan(800_000);
    const put = await dialogue(scarce.model);
    expect(put.texts).toEqual(expected.texts);
    expect(put.notices).toBeGreaterThan(0);
    expect(put.mostBytes).toBeLessThanOrEqual(800_000);
  });

  it('is enough for conversations at the same time, however scarce', async () => {
    const { worker, model } = await open(300_000);
    await using _ = worker;
    const dialogue = async (frame: number) => {
      await using conversation = await model.startConversation(system);
      const texts: string[] = [];
      for (const question of [asked([frame], 'When?'), asked([frame + 9], 'Then?'), asked([], 'Why?')]) {
        texts.push((await collect(conversation.reply(question, greedy({ maxTokens: 30 })))).text);
      }
      return texts;
    };
    const together = await Promise.all([10, 40, 70].map(dialogue));
    const apart: string[][] = [];
    for (const frame of [10, 40, 70]) apart.push(await dialogue(frame));
    expect(together).toEqual(apart);
  });

  it('goes to the longest unused, never to one in use', () => {
    const memory = createCacheMemory(100);
    const away: string[] = [];
    const owners = { a: {}, b: {}, c: {} };
    memory.hold(owners.a, 40, () => away.push('a'));
    memory.hold(owners.b, 40, null);
    memory.hold(owners.a, 50, () => away.push('a'));
    expect(away).toEqual([]);
    memory.hold(owners.c, 60, () => away.push('c'));
    expect(away).toEqual(['a']);
    expect(memory.bytes).toBe(100);
    memory.release(owners.c);
    expect(memory.bytes).toBe(40);
  });
});

describe.skipIf(localModelFolder === null)('several questions at once', () => {
  it('are answered together, and tell how many they wait for', async () => {
    const { worker, model } = await open(2 ** 30);
    await using _ = worker;
    const replies = await Promise.all(
      [1, 2, 3].map(async (frame) => {
        await using conversation = await model.startConversation(system);
        return collect(conversation.reply(asked([frame], 'When?'), greedy()));
      }),
    );
    const waits = replies.map(({ events }) =>
      events.flatMap((event) =>
        event.type === 'progress' && event.stage === 'waiting' ? [event.total] : [],
      ),
    );
    expect(waits).toEqual([[], [1], [2, 1]]);
  });

  it('take turns: a long one goes to the end of the line after its slice', async () => {
    let clock = 0;
    const turns = createFairTurns(10, () => clock);
    const { signal } = new AbortController();
    const done: string[] = [];
    const work = async (name: string, pieces: number) => {
      using turn = await turns.enter(signal);
      for (let piece = 0; piece < pieces; piece++) {
        clock += 6;
        done.push(name);
        await turn.pause();
      }
    };
    await Promise.all([work('long', 5), work('short', 1), work('other', 3)]);
    expect(done.join(' ')).toBe('long long short other other long long other long');
  });

  it('leave the line when they are cancelled', async () => {
    const turns = createFairTurns();
    const never = new AbortController().signal;
    const first = await turns.enter(never);
    const impatient = new AbortController();
    const second = turns.enter(impatient.signal);
    const counts: number[] = [];
    const third = turns.enter(never, (before) => counts.push(before));
    impatient.abort();
    await expect(second).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(counts).toEqual([2, 1]);
    first[Symbol.dispose]();
    (await third)[Symbol.dispose]();
    (await turns.enter(never))[Symbol.dispose]();
  });
});

describe('pieces of work', () => {
  it('begin as large as the measured speed allows and shrink where they take too long', () => {
    const limits = { least: 16, most: 1024 };
    expect(createPiecePace({ ...limits, perSecond: null }).size).toBe(1024);
    expect(createPiecePace({ ...limits, perSecond: 700 }).size).toBe(128);
    expect(createPiecePace({ ...limits, perSecond: 1 }).size).toBe(16);
    const pace = createPiecePace({ ...limits, perSecond: null });
    pace.took(1024, 2000);
    expect(pace.size).toBe(64);
    pace.took(64, 150);
    expect(pace.size).toBe(64);
    pace.took(20, 5);
    expect(pace.size).toBe(64);
    pace.took(64, 20);
    expect(pace.size).toBe(128);
  });
});
