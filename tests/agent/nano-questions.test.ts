import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askRequestSchema, batchRequestSchema } from '#common/contract/index.ts';
import type { ClipInfo, Proposal, Trajectory } from '#common/domain/index.ts';
import { openRealServices, type RealServices, root } from '../hosts/real-services.ts';
import { looks, notices, tellTrajectory, turns } from './harness.ts';

const nano = join(root, 'resources', 'models', 'nano', 'onnx', 'decoder_model_merged.onnx');
const question = 'When does the diver leave the board, and when does the diver touch the water?';

describe.skipIf(!existsSync(nano))('Nano on a sample (skipped where the model is not there)', () => {
  let real: RealServices;
  let clip: ClipInfo;
  let first: Trajectory;
  const agent = () => real.services.agent;
  const proposals = (trajectoryId: string) =>
    real.services.project
      .snapshot()
      .items.filter(
        (item): item is Proposal => item.kind === 'proposal' && item.trajectoryId === trajectoryId,
      )
      .map(({ codeName, range, evidence }) => ({ codeName, range, evidence }));
  const ask = (text: string, more: object = {}) =>
    tellTrajectory(
      agent().ask(askRequestSchema.parse({ clipId: clip.id, question: text, engine: 'nano', ...more })),
    );

  beforeAll(async () => {
    real = openRealServices();
    clip = await real.services.clips.open(join(root, 'resources', 'samples', 'dive-a.mp4'));
    first = await ask(question);
  }, 120_000);
  afterAll(() => real[Symbol.asyncDispose]());

  test('names two moments, which become proposals with the frames around them', () => {
    expect(first).toMatchObject({ status: 'answered', formatValid: true });
    const found = proposals(first.id);
    expect(found.map(({ codeName }) => codeName).sort()).toEqual(['entry', 'take-off']);
    for (const { range, evidence } of found) {
      expect(evidence.length).toBeGreaterThanOrEqual(2);
      expect(Math.min(...evidence)).toBeLessThanOrEqual(range.start);
      expect(Math.max(...evidence)).toBeGreaterThanOrEqual(range.end);
    }
    expect(real.services.project.snapshot().items.filter(({ kind }) => kind === 'event')).toEqual([]);
    expect(real.services.project.history(10)[0]?.by).toEqual({
      kind: 'model',
      trajectoryId: first.id,
      engine: 'Nano',
    });
  });

  test('replays to the same steps and the same answer', async () => {
    const again = await tellTrajectory(agent().replay(first.id));
    expect(notices(again)).toEqual(['The same steps and the same answer as the first time.']);
    expect(again.answer).toBe(first.answer);
    expect(again.id).not.toBe(first.id);
  });

  test('is asked further from the first view on, as it was trained, with those frames in its cache', async () => {
    const further = 'When does the diver touch the water?';
    const more = await tellTrajectory(agent().followUp(first.id, { text: further, form: { kind: 'text' } }));
    const alone = await ask(further);
    expect(more).toMatchObject({ status: 'answered', answer: alone.answer, formatValid: true });
    expect(notices(more)).toEqual([
      'Nano answers one question in a conversation: this one is asked from the first view on.',
    ]);
    const started = turns(more).length - turns(first).length;
    const [turn] = turns(more).slice(-started);
    expect(turn?.usage.cachedTokens).toBeGreaterThan(turn?.usage.newTokens ?? 0);
    const again = await tellTrajectory(agent().replay(first.id));
    expect(notices(again).at(-1)).toBe('The same steps and the same answer as the first time.');
    expect(again.answer).toBe(alone.answer);
  });

  test('takes a look chosen anew, after the same words and frames, and replays that too', async () => {
    const branch = await tellTrajectory(agent().rerun(first.id, 1, { start: 30, end: 45 }));
    expect(turns(branch)[0]?.raw).toBe(turns(first)[0]?.raw);
    expect(looks(branch)[1]).toMatchObject({ by: 'analyst', range: { start: 30, end: 45 } });
    expect(notices(branch)).toHaveLength(2);
    expect(branch).toMatchObject({ status: 'answered', branch: { trajectoryId: first.id, turn: 1 } });
    const again = await tellTrajectory(agent().replay(branch.id));
    expect(notices(again).at(-1)).toBe('The same steps and the same answer as the first time.');
  });

  test('goes on the same from its record as in the conversation that was kept', async () => {
    await using other = openRealServices();
    const { id } = await other.services.clips.open(join(root, 'resources', 'samples', 'dive-a.mp4'));
    // The same question where the conversation was never had.
    const asked = await ask('When does the diver touch the water?', { initialFrames: 4, mode: 'single' });
    const unfinished = { ...asked, id: 'again', clipId: id, steps: [], status: 'running' as const };
    const { project, agent: elsewhere } = other.services;
    project.startTrajectory(unfinished);
    for (const step of asked.steps) project.appendStep('again', step);
    const { answer } = asked;
    const end = { status: 'answered', answer, formatValid: true, failure: null } as const;
    project.endTrajectory('again', { type: 'trajectory-end', ...end });
    const range = { start: 76, end: 82 };
    const there = await tellTrajectory(agent().look(asked.id, range));
    const here = await tellTrajectory(elsewhere.look('again', range));
    expect(notices(there)).toEqual([]);
    expect(notices(here).join()).toMatch(/taken up again from its record/);
    expect(turns(here).at(-1)?.raw).toBe(turns(there).at(-1)?.raw);
  }, 60_000);

  test('is asked of several stretches by a queue', async () => {
    const { batches } = real.services;
    const targets = [10, 0, 20].map((start) => ({ clipId: clip.id, range: { start, end: 120 } }));
    const request = batchRequestSchema.parse({ title: 'Dive · 3 events', question, engine: 'nano', targets });
    const id = await batches.start(request);
    const leaving = new AbortController();
    for await (const [batch] of batches.watch(leaving.signal)) if (batch?.status === 'done') break;
    leaving.abort();
    const [batch] = real.services.project.batches();
    expect(batch).toMatchObject({ id, status: 'done', cost: null });
    expect(batch?.targets.map(({ status }) => status)).toEqual(['answered', 'answered', 'answered']);
    const asked = batch?.targets.map(({ trajectoryId }) =>
      real.services.project.getTrajectory(trajectoryId ?? ''),
    );
    expect(asked?.map((trajectory) => trajectory?.scope)).toEqual(targets.map(({ range }) => range));
  }, 60_000);
});
