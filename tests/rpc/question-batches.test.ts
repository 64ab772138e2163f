import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AskRequest, type BatchRequest, batchRequestSchema } from '#common/contract/index.ts';
import { DeepSportError, type QuestionBatch, type TrajectoryEvent } from '#common/domain/index.ts';
import { createJobBoard } from '#main/platform/index.ts';
import { openProject, type ProjectStore } from '#main/project/index.ts';
import { createQuestionBatches } from '#main/rpc/question-batches.ts';
import type { QuestionBatches } from '#main/rpc/services.ts';
import { clip, createFakeServices, engineCard } from './fake-services.ts';

/** What the engine does with a question; by default it answers at once. */
type Reply = (request: AskRequest, signal: AbortSignal | undefined) => Promise<TrajectoryEvent>;

const answered: TrajectoryEvent = {
  type: 'trajectory-end',
  status: 'answered',
  answer: 'left',
  formatValid: true,
  failure: null,
};
const failed = (code: 'ENGINE_UNREACHABLE' | 'ENGINE_TIMEOUT', message: string): TrajectoryEvent => ({
  ...answered,
  status: 'failed',
  answer: null,
  failure: { code, message },
});
const cancelledEnd: TrajectoryEvent = { ...answered, status: 'cancelled', answer: null };

let folder = '';
let project: ProjectStore;
let jobs: ReturnType<typeof createJobBoard>;
let batches: QuestionBatches;
let asked: AskRequest[] = [];
let reply: Reply;
let places = 1;

function openAll(): void {
  let ids = 0;
  const clock = () => Date.UTC(2026, 0, 2);
  project = openProject(join(folder, 'match.deepsport'), { clock });
  jobs = createJobBoard({ clock, createId: () => `job-${++ids}` });
  batches = createQuestionBatches({
    project,
    jobs,
    agent: {
      async *ask(request, options) {
        asked.push(request);
        const id = `t${asked.length}`;
        yield { type: 'trajectory-start', trajectory: { id } } as TrajectoryEvent;
        yield {
          type: 'step',
          step: { kind: 'turn', usage: { newTokens: 100, cachedTokens: 20, generatedTokens: 3, cost: 0.5 } },
        } as TrajectoryEvent;
        yield await reply(request, options?.signal);
      },
    },
    clips: createFakeServices().clips,
    engines: {
      card: async (reference) => {
        if (reference !== 'nano') throw new DeepSportError('NOT_FOUND', `There is no engine “${reference}”.`);
        return engineCard;
      },
    },
    defaultEngine: () => 'nano',
    placesOf: () => places,
    clock,
    createId: () => `batch-${++ids}`,
  });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deepsport-batches-'));
  asked = [];
  places = 1;
  reply = async () => answered;
  openAll();
});
afterEach(async () => {
  await closeAll();
  rmSync(folder, { recursive: true, force: true });
});
const closeAll = async () => {
  await batches[Symbol.asyncDispose]();
  await jobs[Symbol.asyncDispose]();
  project[Symbol.dispose]();
};

const request = (count: number, change: Partial<BatchRequest> = {}): BatchRequest => ({
  ...batchRequestSchema.parse({
    title: `Touch · ${count} events`,
    question: 'Which foot?',
    form: { kind: 'choice', options: ['left', 'right'] },
    targets: Array.from({ length: count }, (_, place) => ({
      clipId: clip.id,
      range: { start: place, end: place + 5 },
      eventId: `event-${place}`,
    })),
  }),
  ...change,
});

const now = async (): Promise<QuestionBatch> => {
  const leaving = new AbortController();
  for await (const [batch] of batches.watch(leaving.signal)) {
    leaving.abort();
    if (batch) return batch;
  }
  throw new Error('there is no batch');
};
const statuses = async () => (await now()).targets.map(({ status }) => status);
const status = async () => (await now()).status;

/** An engine that answers when told to. */
function slowly() {
  const waiting: ((end: TrajectoryEvent) => void)[] = [];
  reply = (_, signal) =>
    new Promise((resolve) => {
      waiting.push(resolve);
      signal?.addEventListener('abort', () => resolve(cancelledEnd));
    });
  return {
    under: () => waiting.length,
    next: (end = answered) => waiting.shift()?.(end),
  };
}

describe('a queue of questions', () => {
  test('asks blind where that was wanted, and keeps no engine’s words on why one failed', async () => {
    reply = async ({ scope }) =>
      scope?.start === 0 ? answered : failed('ENGINE_TIMEOUT', 'It was writing “a kumquat”.');
    await batches.start(request(2, { blind: true }));
    await expect.poll(status).toBe('done');
    expect(asked.map(({ blind }) => blind)).toEqual([true, true]);
    expect(await now()).toMatchObject({ blind: true, targets: [{ problem: null }, {}] });
    expect((await now()).targets[1]?.problem).toMatch(/^The engine took too long/);
    expect(JSON.stringify(project.batches())).not.toContain('kumquat');
  });

  test('asks each range in turn as an ordinary question, and adds up what it cost', async () => {
    const id = await batches.start(request(3));
    await expect.poll(status).toBe('done');
    expect(asked).toHaveLength(3);
    expect(asked[1]).toMatchObject({
      clipId: clip.id,
      question: 'Which foot?',
      form: { kind: 'choice', options: ['left', 'right'] },
      engine: 'nano',
      scope: { start: 1, end: 6 },
      eventId: 'event-1',
    });
    expect(await now()).toMatchObject({ id, engine: 'nano', tokens: 369, cost: 1.5 });
    expect((await now()).targets.map((target) => [target.status, target.trajectoryId])).toEqual([
      ['answered', 't1'],
      ['answered', 't2'],
      ['answered', 't3'],
    ]);
    await expect
      .poll(() => jobs.list()[0])
      .toMatchObject({ kind: 'batch', title: 'Touch · 3 events', status: 'done' });
    expect(project.batches()[0]).toEqual(await now());
  });

  test('asks a local engine one after the other, and a server as many as it takes', async () => {
    const local = slowly();
    await batches.start(request(5));
    await expect.poll(local.under).toBe(1);
    expect(await statuses()).toEqual(['running', 'waiting', 'waiting', 'waiting', 'waiting']);
    batches.remove((await now()).id);
    places = 3;
    const server = slowly();
    await batches.start(request(5));
    await expect.poll(server.under).toBe(3);
    server.next();
    await expect.poll(() => asked.length).toBe(5);
    expect(await statuses()).toEqual(['answered', 'running', 'running', 'running', 'waiting']);
  });

  test('pauses after the question under way, by itself or by its job, and goes on with the rest', async () => {
    const engine = slowly();
    const id = await batches.start(request(3));
    await expect.poll(engine.under).toBe(1);
    batches.pause(id);
    expect(await status()).toBe('paused');
    engine.next();
    await expect.poll(statuses).toEqual(['answered', 'waiting', 'waiting']);
    await expect.poll(() => jobs.list()[0]?.status).toBe('cancelled');
    batches.resume(id);
    await expect.poll(engine.under).toBe(1);
    expect(jobs.list()[0]).toMatchObject({ status: 'running', progress: 1 / 3 });
    jobs.cancel(jobs.list()[0]?.id ?? '');
    expect(await status()).toBe('paused');
    batches.resume(id);
    engine.next();
    await expect.poll(engine.under).toBe(1);
    engine.next();
    await expect.poll(status).toBe('done');
    expect(asked.map(({ eventId }) => eventId)).toEqual(['event-0', 'event-1', 'event-2']);
  });

  test('goes on past a target that fails, and asks it again when resumed', async () => {
    const targets = request(3).targets.with(1, {
      clipId: 'gone',
      range: { start: 0, end: 1 },
      eventId: null,
    });
    const id = await batches.start(request(3, { targets }));
    await expect.poll(status).toBe('done');
    expect(await statuses()).toEqual(['answered', 'failed', 'answered']);
    expect((await now()).targets[1]?.problem).toBe('This clip is no longer open: open its file again.');
    batches.resume(id);
    await expect.poll(status).toBe('done');
    expect(asked).toHaveLength(2);
    expect(await statuses()).toEqual(['answered', 'failed', 'answered']);
  });

  test('asks one target again by itself, whatever became of it, and leaves the rest as it is', async () => {
    const engine = slowly();
    const id = await batches.start(request(4));
    await expect.poll(engine.under).toBe(1);
    engine.next(failed('ENGINE_TIMEOUT', 'Too slow.'));
    await expect.poll(engine.under).toBe(1);
    batches.pause(id);
    expect(() => batches.retry(id, 0)).toThrow('wait for its answer');
    engine.next();
    await expect.poll(statuses).toEqual(['failed', 'answered', 'waiting', 'waiting']);
    await expect.poll(() => jobs.list()[0]?.status).toBe('cancelled');

    batches.retry(id, 0);
    await expect.poll(engine.under).toBe(1);
    expect(await statuses()).toEqual(['running', 'answered', 'waiting', 'waiting']);
    // Another one while the first is under way.
    batches.retry(id, 1);
    engine.next();
    await expect.poll(engine.under).toBe(1);
    engine.next();
    await expect.poll(statuses).toEqual(['answered', 'answered', 'waiting', 'waiting']);
    await expect.poll(status).toBe('paused');
    expect(jobs.list()[0]?.status).toBe('done');
    expect(asked.map(({ eventId }) => eventId)).toEqual(['event-0', 'event-1', 'event-0', 'event-1']);
    expect((await now()).targets.map(({ trajectoryId }) => trajectoryId)).toEqual(['t3', 't4', null, null]);

    reply = async () => answered;
    batches.resume(id);
    await expect.poll(status).toBe('done');
    batches.retry(id, 3);
    await expect.poll(() => asked.length).toBe(7);
    await expect.poll(status).toBe('done');
    expect(() => batches.retry(id, 4)).toThrow('no longer in the queue');
  });

  test('asks a target again in its turn while the others are being asked', async () => {
    const engine = slowly();
    const id = await batches.start(request(2));
    await expect.poll(engine.under).toBe(1);
    engine.next();
    await expect.poll(statuses).toEqual(['answered', 'running']);
    expect(() => batches.retry(id, 1)).toThrow('wait for its answer');
    batches.retry(id, 0);
    expect(await statuses()).toEqual(['waiting', 'running']);
    engine.next();
    await expect.poll(engine.under).toBe(1);
    engine.next();
    await expect.poll(status).toBe('done');
    expect(asked.map(({ eventId }) => eventId)).toEqual(['event-0', 'event-1', 'event-0']);
  });

  test('waits with a sentence where its engine cannot be reached three times in a row', async () => {
    reply = async () => failed('ENGINE_UNREACHABLE', 'The server does not answer.');
    await batches.start(request(6));
    await expect.poll(status).toBe('paused');
    expect(await statuses()).toEqual(['failed', 'failed', 'failed', 'waiting', 'waiting', 'waiting']);
    await expect
      .poll(() => jobs.list()[0]?.failure)
      .toEqual({
        code: 'ENGINE_UNREACHABLE',
        message:
          'The queue waits, for its engine could not be reached 3 times in a row. The server does not answer.',
      });
    reply = async () => answered;
    batches.resume((await now()).id);
    await expect.poll(status).toBe('done');
    expect(new Set(await statuses())).toEqual(new Set(['answered']));
  });

  test('does not take other failures, or failures with answers between, for that', async () => {
    let count = 0;
    reply = async () => {
      count += 1;
      if (count % 3 === 0) return answered;
      return count < 7 ? failed('ENGINE_UNREACHABLE', 'No.') : failed('ENGINE_TIMEOUT', 'Too slow.');
    };
    await batches.start(request(12));
    await expect.poll(status).toBe('done');
    expect(asked).toHaveLength(12);
  });

  test('is paused when the application ends, and goes on after the next start', async () => {
    const engine = slowly();
    const id = await batches.start(request(3));
    await expect.poll(engine.under).toBe(1);
    engine.next();
    await expect.poll(engine.under).toBe(1);
    await closeAll();
    openAll();
    expect(await status()).toBe('paused');
    expect(await statuses()).toEqual(['answered', 'cancelled', 'waiting']);
    reply = async () => answered;
    batches.resume(id);
    await expect.poll(status).toBe('done');
    expect(asked.map(({ eventId }) => eventId)).toEqual(['event-0', 'event-1', 'event-1', 'event-2']);
  });

  test('is paused after a crash as well', async () => {
    const id = await batches.start(request(2));
    await expect.poll(status).toBe('done');
    const kept = await now();
    // As a process that was killed leaves it.
    const [first, second] = kept.targets;
    if (!first || !second) throw new Error('there are no targets');
    project.putBatch({ ...kept, status: 'running', targets: [first, { ...second, status: 'running' }] });
    expect(await status()).toBe('paused');
    expect(await statuses()).toEqual(['answered', 'cancelled']);
    batches.resume(id);
    await expect.poll(status).toBe('done');
    expect(asked).toHaveLength(3);
  });

  test('that is removed stops at once and is gone', async () => {
    const engine = slowly();
    const id = await batches.start(request(3));
    await expect.poll(engine.under).toBe(1);
    batches.remove(id);
    await expect.poll(() => jobs.list()[0]?.status).toBe('cancelled');
    expect(project.batches()).toEqual([]);
    expect(asked).toHaveLength(1);
    expect(() => batches.pause(id)).toThrow('no longer in the project');
  });

  test('of an unknown engine does not begin', async () => {
    await expect(batches.start(request(2, { engine: 'other' }))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(project.batches()).toEqual([]);
    expect(jobs.list()).toEqual([]);
  });
});
