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
      { clipId: 'c1', question: 'When?', mode: 'single', engine: 'e', looks: [range] },
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

describe('Earlier questions', () => {
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
