import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromContractError } from '#common/contract/index.ts';
import type { ProjectEvent, Step, Trajectory, TrajectoryEvent } from '#common/domain/index.ts';
import { putItem } from '#common/domain/index.ts';
import { createAnswerProposals, type TrajectoryLog } from '#main/agent/index.ts';
import { openProject } from '#main/project/index.ts';
import type { ProjectStore } from '#main/project/project-store.ts';
import { collectEvents } from '#main/rpc/handover/collect-events.ts';
import { createRouter } from '#main/rpc/router.ts';
import type { Services } from '#main/rpc/services.ts';
import { isVeiled, veil, veilEvent } from '#main/rpc/veiled-questions.ts';
import { createWorld, replies, type World } from '../agent/harness.ts';
import { trajectory as emptyTrajectory } from '../renderer/trajectories.ts';
import type { ContractClient } from './contract-suite.ts';
import { createFakeServices } from './fake-services.ts';

const { look, answer } = replies;

/** What the engine says and sees, and nobody else: no question, fact or count of these tests has any of it. */
const words = /kumquat|quince|medlar/i;
const isTold = (number: number) => number >= 137 && number <= 149;

/** Every string and number in what a page was told, by its place. */
function* leaves(value: unknown, place = ''): Generator<readonly [place: string, leaf: string | number]> {
  if (typeof value === 'string' || typeof value === 'number') yield [place, value];
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      yield [`${place}.key`, key];
      yield* leaves(inner, `${place}.${key}`);
    }
  }
}

const leaks = (told: unknown): readonly string[] =>
  [...leaves(told)].flatMap(([place, leaf]) => {
    const tells = typeof leaf === 'number' ? isTold(leaf) : words.test(leaf) || /1(3[7-9]|4\d)/.test(leaf);
    return tells ? [`${place}: ${leaf}`] : [];
  });

let project: ProjectStore;
let world: World;
let services: Services;
let client: ContractClient;

beforeEach(async () => {
  project = openProject(':memory:', { clock: () => Date.UTC(2026, 0, 2) });
  const log: TrajectoryLog = {
    readOnly: null,
    start: (trajectory) => project.startTrajectory(trajectory),
    resume: (id) => project.resumeTrajectory(id),
    step: (id, step) => project.appendStep(id, step),
    end: (id, end) => project.endTrajectory(id, end),
    get: (id) => project.getTrajectory(id),
    isVeiled: (trajectory) => isVeiled(project, trajectory),
  };
  let ids = 0;
  world = await createWorld({
    script: [
      look(137, 149).replace('I look', 'A kumquat! I look'),
      answer('137–143: Quince\n146–149: Medlar', 'Frame 138 shows the quince, frame 12 the kumquat.'),
    ],
    dependencies: {
      log,
      proposals: createAnswerProposals({
        record: project,
        frameTimes: async () => ({ timestampsSeconds: [], keyFrames: [] }),
        clock: () => Date.UTC(2026, 0, 2),
        createId: () => `p${++ids}`,
      }),
    },
  });
  services = createFakeServices({ agent: world.agent, project });
  client = createRouterClient(createRouter(services, () => {})) as ContractClient;
});
afterEach(async () => {
  await world[Symbol.asyncDispose]();
  project[Symbol.dispose]();
});

const request = {
  clipId: 'clip-1',
  question: 'List each fruit.',
  form: { kind: 'spans' },
  scope: { start: 100, end: 200 },
} as const;

async function ask(blind: boolean): Promise<readonly TrajectoryEvent[]> {
  const events: TrajectoryEvent[] = [];
  for await (const event of await client.questions.ask({ ...request, blind })) events.push(event);
  return events;
}

const idOf = ([first]: readonly TrajectoryEvent[]): string =>
  first?.type === 'trajectory-start' ? first.trajectory.id : '';

/** Everything that a page can ask for about the questions of a clip. */
async function everythingTold(): Promise<unknown> {
  const stop = new AbortController();
  const updates = await client.record.watch(undefined, { signal: stop.signal });
  const [list, probes, history, first] = await Promise.all([
    client.questions.list({ clipId: 'clip-1' }),
    client.questions.probes({ clipId: 'clip-1' }),
    client.record.history({}),
    updates[Symbol.asyncIterator]().next(),
  ]);
  stop.abort();
  const each = await Promise.all(list.map(({ id }) => client.questions.get({ trajectoryId: id })));
  return { list, each, probes, history, first: first.value };
}

const refusal = async (call: Promise<unknown>): Promise<string> => {
  const failure = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  return fromContractError(failure)?.message ?? `not refused: ${String(failure)}`;
};

const mark = (id: string, start: number, end: number, by: ProjectEvent['by']): void => {
  const event = { clipId: 'clip-1', codeId: 'fruit', labels: [], note: '', evidence: [], createdAt: '' };
  const change = putItem({ ...event, kind: 'event', id, range: { start, end }, by });
  project.edit({ id: `tag ${id}`, title: 'Tag', changes: [change] }, { kind: 'person' });
};

const code = {
  kind: 'code',
  id: 'fruit',
  name: 'Fruit',
  colour: '#e69f00',
  order: 0,
  role: 'event',
} as const;

describe('A question asked blind', () => {
  it('tells a page that it was answered, and how much was done, and nothing of what', async () => {
    const events = await ask(true);
    const told = await everythingTold();
    expect(leaks([events, told])).toEqual([]);
    const one = await client.questions.get({ trajectoryId: idOf(events) });
    expect(one).toMatchObject({ blind: true, status: 'answered', answer: null, question: request.question });
    const sums = { turns: 0, frames: 0 };
    for (const step of one.steps) {
      expect(step.kind).toBe('veiled');
      if (step.kind !== 'veiled') continue;
      sums.turns += step.turns;
      sums.frames += step.frames;
    }
    expect(sums).toEqual({ turns: 2, frames: 16 });
    expect(events.filter(({ type }) => type === 'text-delta')).toEqual([]);
    // The same scan finds all of it where the question is not blind.
    const open = await ask(false);
    expect(leaks(open).length).toBeGreaterThan(20);
  });

  it('proposes nothing, and nobody goes on with it, before it is revealed', async () => {
    const trajectoryId = idOf(await ask(true));
    expect(project.snapshot().items).toEqual([]);
    const range = { start: 0, end: 9 };
    const refused = [
      client.questions.look({ trajectoryId, range }),
      client.questions.followUp({ trajectoryId, question: 'Sure?' }),
      client.questions.rerun({ trajectoryId, turn: 1, range }),
      client.questions.probe({ trajectoryId, change: 'blank' }),
    ];
    for (const call of refused) expect(await refusal(call)).toMatch(/^This question was asked blind/);
  });

  it('is replayed blind, too', async () => {
    const trajectoryId = idOf(await ask(true));
    const events: TrajectoryEvent[] = [];
    for await (const event of await client.questions.replay({ trajectoryId })) events.push(event);
    expect(leaks([events, await everythingTold()])).toEqual([]);
    expect(events[0]).toMatchObject({ trajectory: { blind: true } });
  });

  it('is left out of what is handed over, which says so', async () => {
    await ask(true);
    await ask(false);
    const choice = { clipId: 'clip-1', codeIds: null, eventIds: null };
    const parts = { project, clips: services.clips };
    const { trajectories, veiled } = await collectEvents('All', choice, parts);
    expect([trajectories.map(({ blind }) => blind), veiled]).toEqual([[false], 1]);
  });
});

describe('The reveal', () => {
  it('is one edit with the proposals, and keeps what both sides had marked then', async () => {
    project.edit(
      { id: 'code', title: 'Code', changes: [putItem({ ...code, hidden: false, locked: false })] },
      { kind: 'person' },
    );
    mark('mine', 138, 144, { kind: 'person' });
    mark('elsewhere', 10, 20, { kind: 'person' });
    mark('its', 146, 149, { kind: 'model', trajectoryId: 'other', engine: 'Fake' });
    const trajectoryId = idOf(await ask(true));
    const before = project.history(100).length;
    await client.questions.reveal({ trajectoryId });
    const [entry, ...others] = project.history(100);
    expect([others.length, entry?.title, entry?.by]).toEqual([
      before,
      'Reveal the answer to “List each fruit”',
      { kind: 'person' },
    ]);
    expect(project.item('reveal', trajectoryId)).toMatchObject({
      marked: [{ codeName: 'Fruit', range: { start: 138, end: 144 } }],
      proposed: [
        { codeName: 'Quince', range: { start: 137, end: 143 } },
        { codeName: 'Medlar', range: { start: 146, end: 149 } },
      ],
    });
    const proposals = project.snapshot().items.filter((item) => item.kind === 'proposal');
    expect(proposals.map(({ codeName, status }) => [codeName, status])).toEqual([
      ['Quince', 'open'],
      ['Medlar', 'open'],
    ]);
    const open = await client.questions.get({ trajectoryId });
    expect(open.answer).toContain('Quince');
    // Once more changes nothing.
    await client.questions.reveal({ trajectoryId });
    expect(project.history(100)).toHaveLength(before + 1);
  });

  it('is taken back by undo, which veils again; that it was seen stays', async () => {
    const trajectoryId = idOf(await ask(true));
    await client.questions.reveal({ trajectoryId });
    expect(await client.record.undo({})).toBe('Reveal the answer to “List each fruit”');
    expect(project.snapshot().items).toEqual([]);
    expect(leaks(await everythingTold())).toEqual([]);
    const { steps } = await client.questions.get({ trajectoryId });
    expect(steps.at(-1)).toMatchObject({ kind: 'notice', revealedAt: expect.stringMatching(/^2026-/) });
    await client.record.redo({});
    expect((await client.questions.get({ trajectoryId })).answer).toContain('Quince');
  });

  it('makes a replay a question like any other: whoever saw the answer is not blind to it', async () => {
    const trajectoryId = idOf(await ask(true));
    await client.questions.reveal({ trajectoryId });
    const events: TrajectoryEvent[] = [];
    for await (const event of await client.questions.replay({ trajectoryId })) events.push(event);
    expect(events[0]).toMatchObject({ trajectory: { blind: false } });
  });

  it('has no other way in: a page cannot put it into the record by itself', async () => {
    const id = idOf(await ask(true));
    const item = { clipId: 'clip-1', revealedAt: '', marked: [], proposed: [] };
    const changes = [putItem({ ...item, kind: 'reveal', id })];
    const call = client.record.edit({ id: 'sly', title: 'Sly', changes });
    expect(await refusal(call)).toMatch(/^An answer is revealed in its trace/);
    expect(leaks(await everythingTold())).toEqual([]);
  });

  it('is refused of a question that was not asked blind', async () => {
    const trajectoryId = idOf(await ask(false));
    expect(await refusal(client.questions.reveal({ trajectoryId }))).toMatch(/was not asked blind/);
  });
});

describe('The veil', () => {
  const secret = 'a kumquat';
  const steps: readonly Step[] = [
    {
      kind: 'turn',
      turn: 1,
      thought: secret,
      action: { kind: 'tool', tool: 'motion_profile', arguments: { start: 137, end: 149 } },
      raw: secret,
      warnings: [{ kind: 'claim-without-frame', message: secret, frame: 140 }],
      usage: { newTokens: 7, cachedTokens: 2, generatedTokens: 1 },
      seconds: 2,
      prompt: { text: secret },
      sent: [],
    },
    { kind: 'tool-result', tool: 'list_shots', arguments: {}, text: secret },
    { kind: 'notice', message: secret },
    { kind: 'question', text: 'And then?', form: { kind: 'text' } },
  ];
  const failure: Trajectory['failure'] = { code: 'CONTEXT_FULL', message: `No room after ${secret}.` };

  it('passes no word of thoughts, tools, notices, warnings, prompts or failures', () => {
    const all = emptyTrajectory({ blind: true, status: 'failed', steps, answer: secret, failure });
    const veiled = veil(all);
    expect(leaks(veiled)).toEqual([]);
    expect(veiled.steps).toEqual([
      { kind: 'veiled', turns: 1, frames: 0, seconds: 2, tokens: 10 },
      { kind: 'question', text: 'And then?', form: { kind: 'text' } },
    ]);
    expect(veiled.failure?.message).toMatch(/Reveal it to read why/);
    expect(veil({ ...all, failure: { code: 'ENGINE_UNREACHABLE', message: secret } }).failure).toEqual({
      code: 'ENGINE_UNREACHABLE',
      message: expect.stringMatching(/could not be reached/),
    });
  });

  it('lets nothing but progress and the end through while the engine writes', () => {
    const events: readonly TrajectoryEvent[] = [
      ...steps.map((step) => ({ type: 'step', step }) as const),
      { type: 'turn-start', turn: 2 },
      { type: 'text-delta', turn: 2, text: secret },
      { type: 'progress', stage: 'decoding', done: 3, total: 9 },
      { type: 'trajectory-end', status: 'failed', answer: secret, formatValid: false, failure },
    ];
    const told = events.flatMap((event) => veilEvent(event) ?? []);
    expect(leaks(told)).toEqual([]);
    expect(told.map(({ type }) => type)).toEqual([
      'step',
      'step',
      'turn-start',
      'progress',
      'trajectory-end',
    ]);
  });
});
