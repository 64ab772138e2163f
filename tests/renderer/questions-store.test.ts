import { describe, expect, it } from 'vitest';
import { DeepSportError, type EngineCard, type TrajectoryEvent } from '#common/domain/index.ts';
import { createNoticesStore } from '#renderer/app/state/notices-store.ts';
import { createQuestionsStore } from '#renderer/app/state/questions-store.ts';
import { createFakeClient, type FakeClientOptions } from './fake-client.ts';
import { frames, trajectory, turn } from './trajectories.ts';

const engine = { id: 'e', name: 'E', local: true } as EngineCard;
const range = { start: 10, end: 20 };

const end = (status: 'answered' | 'failed' | 'cancelled' = 'answered'): TrajectoryEvent => ({
  type: 'trajectory-end',
  status,
  answer: status === 'answered' ? 'frame 1' : null,
  formatValid: true,
  failure: null,
});

async function* answered(): AsyncGenerator<TrajectoryEvent> {
  yield { type: 'trajectory-start', trajectory: trajectory() };
  yield { type: 'step', step: turn(1) };
  yield end();
}

async function* untilAborted(_: unknown, signal: AbortSignal | undefined): AsyncGenerator<TrajectoryEvent> {
  yield { type: 'trajectory-start', trajectory: trajectory() };
  await new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new DeepSportError('CANCELLED', 'Cancelled.')));
  });
}

async function open(options: FakeClientOptions = {}) {
  const { client, calls } = createFakeClient({ engines: [engine], onAsk: answered, ...options });
  const notices = createNoticesStore();
  const store = createQuestionsStore({ client, notices });
  const state = () => store.getState();
  state().setEngines([engine], 'e');
  await state().load('c1');
  const asked = (name: string) => calls.filter((call) => call.name === name).map(({ input }) => input);
  const shown = () => state().shown.flatMap((key) => state().runs.find((run) => run.key === key) ?? []);
  const nextTick = () => new Promise((resolve) => setTimeout(resolve, 5));
  return { state, asked, shown, notices, nextTick };
}

describe('Questions', () => {
  it('are asked with engine, mode and the looks chosen before', async () => {
    const { state, asked, shown } = await open();
    await state().lookHere(range);
    state().chooseMode('single');
    state().setDraft('  When? ');
    await state().ask();
    expect(asked('ask')).toEqual([
      {
        clipId: 'c1',
        question: 'When?',
        mode: 'single',
        engine: 'e',
        looks: [range],
        form: { kind: 'text' },
        blind: false,
      },
    ]);
    expect(shown()[0]?.trajectory?.answer).toBe('frame 1');
    expect(state().draft).toBe('');
    expect(state().draftLooks).toEqual([]);
  });

  it('are not asked empty', async () => {
    const { state, asked } = await open();
    state().setDraft('   ');
    await state().ask();
    expect(asked('ask')).toEqual([]);
  });

  it('say what is missing when there is no engine', async () => {
    const { state, notices } = await open();
    state().setEngines([], 'e');
    state().setDraft('When?');
    await state().ask();
    expect(notices.getState().current?.text).toMatch(/no engine/);
  });

  it('are compared one after the other on a local engine: passive first, without the analyst’s looks', async () => {
    let running = 0;
    const { state, asked, shown } = await open({
      onAsk: async function* () {
        running += 1;
        expect(running).toBe(1);
        yield* answered();
        running -= 1;
      },
    });
    await state().lookHere(range);
    state().chooseMode('compare');
    state().setDraft('When?');
    await state().ask();
    expect(asked('ask')).toMatchObject([
      { mode: 'passive', looks: [] },
      { mode: 'iterative', looks: [range] },
    ]);
    expect(shown().map((run) => run.request.mode)).toEqual(['passive', 'iterative']);
  });

  it('are cancelled and keep what was seen', async () => {
    const { state, shown, nextTick, notices } = await open({ onAsk: untilAborted });
    state().setDraft('When?');
    const asking = state().ask();
    await nextTick();
    expect(notices.getState().jobs).toHaveLength(1);
    state().cancelAll();
    await asking;
    expect(shown()[0]).toMatchObject({ running: false, problem: null, trajectory: { status: 'cancelled' } });
    expect(notices.getState().jobs).toEqual([]);
  });

  it('tell the sentence of a failure, and are asked again in the same place', async () => {
    let fails = true;
    const { state, shown } = await open({
      onAsk: async function* () {
        if (fails) throw new DeepSportError('ENGINE_UNREACHABLE', 'The server does not answer.');
        yield* answered();
      },
    });
    state().setDraft('When?');
    await state().ask();
    expect(shown()[0]?.problem?.message).toBe('The server does not answer.');
    fails = false;
    await state().askAgain(shown()[0]?.key ?? '');
    expect(shown()).toHaveLength(1);
    expect(shown()[0]?.trajectory?.status).toBe('answered');
  });

  it('say that the connection broke when a stream ends without its end', async () => {
    const { state, shown } = await open({
      onAsk: async function* () {
        yield { type: 'trajectory-start', trajectory: trajectory() };
      },
    });
    state().setDraft('When?');
    await state().ask();
    expect(shown()[0]?.problem?.code).toBe('CONNECTION_LOST');
  });
});

describe('Look here', () => {
  it('is handed to the running question and waits for its next turn', async () => {
    const { state, asked, shown, nextTick } = await open({ onAsk: untilAborted, interjects: true });
    state().setDraft('When?');
    const asking = state().ask();
    await nextTick();
    await state().lookHere(range);
    expect(asked('interject')).toEqual([{ trajectoryId: 't1', range }]);
    expect(shown()[0]?.waitingLooks).toEqual([range]);
    state().cancelAll();
    await asking;
  });

  it('continues a finished question', async () => {
    const finished = trajectory({ status: 'answered', answer: 'frame 1', steps: [turn(1)] });
    const { state, asked, shown } = await open({
      trajectories: [finished],
      onLook: async function* () {
        yield { type: 'trajectory-start', trajectory: { ...finished, status: 'running' } };
        yield { type: 'step', step: frames('analyst', 10, 20, [10, 20]) };
        yield end();
      },
    });
    expect(shown()).toHaveLength(1);
    await state().lookHere(range);
    expect(asked('look')).toEqual([{ trajectoryId: 't1', range }]);
    expect(shown()[0]?.trajectory?.steps).toHaveLength(2);
    expect(shown()[0]).toMatchObject({ running: false, waitingLooks: [] });
  });

  it('keeps at most eight looks for the next question', async () => {
    const { state } = await open();
    for (let start = 0; start < 10; start += 1) await state().lookHere({ start, end: start + 5 });
    expect(state().draftLooks).toHaveLength(8);
  });
});

describe('A conversation', () => {
  const finished = trajectory({ status: 'answered', answer: 'frame 1', steps: [turn(1)] });
  const spans = { kind: 'spans' } as const;

  it('goes on with a further question in the same trajectory', async () => {
    const { state, asked, shown } = await open({
      trajectories: [finished],
      onFollowUp: async function* () {
        yield { type: 'trajectory-start', trajectory: { ...finished, status: 'running' } };
        yield { type: 'step', step: { kind: 'question', text: 'And then?', form: spans } };
        yield { type: 'step', step: turn(2) };
        yield end();
      },
    });
    expect(await state().followUp('t1', ' And then? ', spans)).toBe(true);
    expect(asked('followUp')).toEqual([{ trajectoryId: 't1', question: 'And then?', form: spans }]);
    expect(state().runs).toHaveLength(1);
    expect(shown()[0]?.trajectory?.steps.map(({ kind }) => kind)).toEqual(['turn', 'question', 'turn']);
    expect(shown()[0]?.running).toBe(false);
  });

  it('stays as it was when a further question cannot begin, and says why', async () => {
    const { state, shown, notices } = await open({
      trajectories: [finished],
      onFollowUp: async function* () {
        yield* [];
        throw new DeepSportError('CONTEXT_FULL', 'The conversation is full. Ask anew.');
      },
    });
    expect(await state().followUp('t1', 'And then?', spans)).toBe(false);
    expect(shown()[0]).toMatchObject({ running: false, problem: null, trajectory: finished });
    expect(notices.getState().current?.text).toBe('The conversation is full. Ask anew.');
  });

  it('is answered anew from another look, as a question of its own that knows where it comes from', async () => {
    const { state, asked, shown } = await open({
      trajectories: [finished],
      onRerun: async function* () {
        const branch = { trajectoryId: 't1', turn: 1 };
        yield { type: 'trajectory-start', trajectory: trajectory({ id: 't2', branch }) };
        yield end();
      },
    });
    await state().rerun('t1', 1, range);
    expect(asked('rerun')).toEqual([{ trajectoryId: 't1', turn: 1, range }]);
    expect(state().runs).toHaveLength(2);
    expect(shown()[0]).toMatchObject({
      origin: { kind: 'branch', trajectoryId: 't1', turn: 1 },
      trajectory: { id: 't2' },
    });
    expect(state().showTrajectory('t1')).toBe(true);
    expect(shown()[0]?.trajectory?.id).toBe('t1');
    expect(state().showTrajectory('nobody')).toBe(false);
  });

  it('is replayed beside the first, which stays', async () => {
    const { state, asked, shown } = await open({
      trajectories: [finished],
      onRerun: async function* () {
        yield { type: 'trajectory-start', trajectory: trajectory({ id: 't2' }) };
        yield end();
      },
    });
    await state().replay('t1');
    expect(asked('replay')).toEqual([{ trajectoryId: 't1' }]);
    expect(shown()[0]?.origin).toEqual({ kind: 'replay', trajectoryId: 't1', turn: null });
    expect(state().runs.map((run) => run.trajectory?.id)).toContain('t1');
  });

  it('asks about a range and in a form, and asks again just so', async () => {
    const { state, asked, shown } = await open();
    state().setDraft('Touches?');
    await state().ask({ form: spans, scope: range, eventId: 'event-1', blind: true });
    const wanted = { question: 'Touches?', form: spans, scope: range, eventId: 'event-1', blind: true };
    expect(asked('ask')).toMatchObject([wanted]);
    await state().askAgain(shown()[0]?.key ?? '');
    expect(asked('ask')).toMatchObject([wanted, wanted]);
  });
});

describe('Earlier questions', () => {
  it('go when they are removed elsewhere, and come back in their order when that is undone', async () => {
    const at = (id: string, day: number) =>
      trajectory({ id, status: 'answered', createdAt: `2026-01-0${day}T00:00:00.000Z` });
    const all = [at('a', 1), at('b', 2), at('c', 3)];
    let listed = all;
    const { state } = await open({
      onList: () => listed,
    });
    const ids = () => state().runs.map((run) => run.trajectory?.id);
    listed = [at('a', 1), at('c', 3)];
    await state().load('c1');
    expect(ids()).toEqual(['a', 'c']);
    listed = all;
    await state().load('c1');
    expect(ids()).toEqual(['a', 'b', 'c']);
    expect(state().shown).toEqual(['c']);
  });

  it('that another window or a queue asked are shown further when they are answered', async () => {
    let listed = [trajectory({ id: 'a', status: 'running' })];
    const { state } = await open({
      onList: () => listed,
    });
    listed = [trajectory({ id: 'a', status: 'answered', answer: 'frame 3' })];
    await state().load('c1');
    expect(state().runs).toMatchObject([{ running: false, trajectory: { answer: 'frame 3' } }]);
  });

  it('are listed for the clip and the last one is shown', async () => {
    const { state, shown } = await open({
      trajectories: [
        trajectory({ id: 'a', status: 'answered' }),
        trajectory({ id: 'b', status: 'answered' }),
      ],
    });
    expect(state().runs.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(shown().map(({ key }) => key)).toEqual(['b']);
    await state().remove('b');
    expect(state().shown).toEqual([]);
    await state().load(null);
    expect(state().clipId).toBeNull();
  });
});
