import { describe, expect, it } from 'vitest';
import { DeepSportError, type EngineCard, type QuestionBatch } from '#common/domain/index.ts';
import { createAppState } from '#renderer/app/state/app-state.ts';
import { createBatchesStore } from '#renderer/app/state/batches-store.ts';
import { createNoticesStore } from '#renderer/app/state/notices-store.ts';
import { newRun, runOfTrajectory } from '#renderer/app/state/run.ts';
import { estimateBatch } from '#renderer/trace/batch-estimate.ts';
import { createFakeClient } from './fake-client.ts';
import { trajectory, turn } from './trajectories.ts';

const batch = (change: Partial<QuestionBatch> = {}): QuestionBatch => ({
  id: 'b1',
  title: 'Touch · 2 events',
  question: 'How good?',
  form: { kind: 'text' },
  mode: 'iterative',
  engine: 'e',
  createdAt: '2026-01-01T00:00:00.000Z',
  status: 'running',
  targets: [
    {
      clipId: 'c1',
      range: { start: 1, end: 5 },
      eventId: 'x',
      status: 'waiting',
      trajectoryId: null,
      problem: null,
    },
  ],
  tokens: 0,
  cost: null,
  ...change,
});
const request = {
  title: 'T',
  question: 'Q',
  form: { kind: 'text' },
  mode: 'iterative',
  targets: [],
} as const;
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('Queues of questions', () => {
  it('are followed, and asked for again when their stream breaks', async () => {
    let streams = 0;
    const { client } = createFakeClient({
      onBatches: async function* (signal) {
        streams += 1;
        yield [batch({ tokens: streams })];
        if (streams === 1) throw new Error('WebSocket');
        await new Promise((resolve) => signal?.addEventListener('abort', resolve));
      },
    });
    const store = createBatchesStore({ client, notices: createNoticesStore(), retryMilliseconds: 1 });
    store.getState().follow();
    await expect.poll(() => store.getState().batches[0]?.tokens).toBe(2);
  });

  it('are started, paused, gone on with and removed; what fails is told in one sentence', async () => {
    let fails = false;
    const { client, calls } = createFakeClient({
      onBatchStart: () => {
        if (fails) throw new DeepSportError('NOT_FOUND', 'There is no engine of this name.');
        return 'b1';
      },
    });
    const notices = createNoticesStore();
    const { start, pause, resume, remove } = createBatchesStore({ client, notices }).getState();
    expect(await start({ ...request, targets: [] })).toBe('b1');
    await pause('b1');
    await resume('b1');
    await remove('b1');
    expect(calls.map(({ name }) => name)).toEqual([
      'batches.start',
      'batches.pause',
      'batches.resume',
      'batches.remove',
    ]);
    fails = true;
    expect(await start({ ...request, targets: [] })).toBeNull();
    expect(notices.getState().current?.text).toBe('There is no engine of this name.');
  });

  it('bring their answers on the open clip into the list of questions', async () => {
    const answered = trajectory({ id: 't9', status: 'answered', answer: 'well' });
    const [target] = batch().targets;
    const { client, calls } = createFakeClient({
      onList: () => [],
      trajectories: [answered],
      onBatches: async function* () {
        yield [batch()];
        await settle();
        yield [batch({ targets: target ? [{ ...target, status: 'answered', trajectoryId: 't9' }] : [] })];
        await new Promise(() => undefined);
      },
    });
    const { stores } = createAppState({ client, storage: undefined });
    await stores.questions.getState().load('c1');
    stores.batches.getState().follow();
    await expect.poll(() => stores.questions.getState().runs[0]?.trajectory?.answer).toBe('well');
    // One by one: a long queue must not fetch all questions again for each answer.
    expect(calls.filter(({ name }) => name === 'questions.list')).toHaveLength(1);
  });
});

describe('What a queue will take', () => {
  const engine = {
    id: 'e',
    protocol: { passiveFrames: 16, initialFrames: 8, framesPerLook: 8 },
  } as EngineCard;
  const ranges = [
    { start: 0, end: 99 },
    { start: 0, end: 3 },
  ];
  const prices = { promptPrice: 2, replyPrice: 8 };

  it('is guessed by frames while nothing is known, and says so', () => {
    const passive = estimateBatch({ engine, mode: 'passive', ranges, runs: [], prices: undefined });
    expect(passive).toMatchObject({ measuredOn: 0, cost: null });
    const iterative = estimateBatch({ engine, mode: 'iterative', ranges, runs: [], prices });
    expect(iterative.tokens).toBeGreaterThan(passive.tokens);
    expect(iterative.cost).toBeGreaterThan(0);
  });

  it('is the mean of earlier questions to the same engine in the same mode', () => {
    const usage = { newTokens: 1000, cachedTokens: 500, generatedTokens: 100 };
    const like = runOfTrajectory(
      trajectory({ status: 'answered', answer: 'x', steps: [turn(1, { usage }), turn(2, { usage })] }),
    );
    const other = { ...like, request: { ...like.request, engine: 'another' } };
    const unanswered = newRun('k', like.request);
    const parts = { engine, mode: 'iterative', ranges, runs: [like, other, unanswered] } as const;
    expect(estimateBatch({ ...parts, prices: undefined })).toEqual({
      tokens: 4400,
      cost: null,
      measuredOn: 1,
    });
    // 3 000 tokens read and 200 written for each, at 2 and 8 for a million.
    expect(estimateBatch({ ...parts, prices }).cost).toBeCloseTo(2 * (0.006 + 0.0016));
  });

  it('is what the server charged before, where it told', () => {
    const usage = { newTokens: 1000, cachedTokens: 0, generatedTokens: 100, cost: 0.25 };
    const run = runOfTrajectory(
      trajectory({ status: 'answered', answer: 'x', steps: [turn(1, { usage }), turn(2, { usage })] }),
    );
    expect(estimateBatch({ engine, mode: 'iterative', ranges, runs: [run], prices }).cost).toBeCloseTo(1);
  });
});
