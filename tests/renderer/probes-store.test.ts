import { describe, expect, it } from 'vitest';
import { DeepSportError, type ProbeKind, probeKinds, type TrajectoryEvent } from '#common/domain/index.ts';
import { createNoticesStore } from '#renderer/app/state/notices-store.ts';
import { createProbesStore } from '#renderer/app/state/probes-store.ts';
import { createFakeClient, type FakeClientOptions } from './fake-client.ts';
import { trajectory, turn } from './trajectories.ts';

const tested = trajectory({ status: 'answered', answer: 'frame 1', steps: [turn(1)] });
const probeOf = (change: ProbeKind, id: string = change) =>
  trajectory({ ...tested, id, probe: { trajectoryId: 't1', change } });

const end: TrajectoryEvent = {
  type: 'trajectory-end',
  status: 'answered',
  answer: 'frame 9',
  formatValid: true,
  failure: null,
};

async function* answering({ change }: { change: string }): AsyncGenerator<TrajectoryEvent> {
  yield { type: 'trajectory-start', trajectory: { ...probeOf(change as ProbeKind), status: 'running' } };
  yield end;
}

function open(options: FakeClientOptions = {}) {
  const { client, calls } = createFakeClient({ onProbe: answering, ...options });
  const store = createProbesStore({ client, notices: createNoticesStore() });
  const asked = () =>
    calls.flatMap(({ name, input }) => (name === 'probe' ? [(input as { change: string }).change] : []));
  const told = () =>
    store
      .getState()
      .runs.map((run) => `${run.probe.change} ${run.trajectory?.answer ?? run.problem?.message ?? '–'}`);
  return { store, state: store.getState, asked, told, calls };
}

describe('Tests of an answer', () => {
  it('ask again in every way, a local engine one after the other', async () => {
    let atOnce = 0;
    let most = 0;
    const { state, asked, told } = open({
      async *onProbe(input) {
        atOnce += 1;
        most = Math.max(most, atOnce);
        await new Promise((resolve) => setTimeout(resolve, 2));
        yield* answering(input);
        atOnce -= 1;
      },
    });
    await state().test(tested);
    expect(asked()).toEqual([...probeKinds]);
    expect(told()).toEqual(probeKinds.map((change) => `${change} frame 9`));
    expect(most).toBe(1);
    await state().test({ ...tested, engine: { ...tested.engine, local: false } });
    expect(most).toBe(4);
    expect(state().runs).toHaveLength(4);
  });

  it('are cancelled one by one, those that wait as well', async () => {
    const { store, state, asked } = open({
      async *onProbe(input) {
        yield* answering(input);
      },
    });
    let isCancelled = false;
    store.subscribe(({ runs }) => {
      if (isCancelled || runs.length === 0) return;
      isCancelled = true;
      const waiting = runs.find(({ probe }) => probe.change === 'mirrored');
      state().cancel(waiting?.key ?? '');
    });
    await state().test(tested);
    expect(asked()).toEqual(['reversed', 'shuffled', 'blank']);
    expect(state().runs.map(({ running }) => running)).toEqual([false, false, false, false]);
  });

  it('say why one could not be asked, and go on with the others', async () => {
    const { state, told } = open({
      async *onProbe(input) {
        if (input.change === 'shuffled') throw new DeepSportError('ENGINE_UNREACHABLE', 'Out of reach.');
        yield* answering(input);
      },
    });
    await state().test(tested);
    expect(told()[1]).toBe('shuffled Out of reach.');
    expect(told()[3]).toBe('blank frame 9');
  });

  it('are shown again as they are kept, the last of each kind, and asked for once', async () => {
    const { state, told, calls } = open({
      probes: [
        probeOf('blank', 'old'),
        trajectory({
          ...tested,
          id: 'new',
          answer: 'frame 7',
          probe: { trajectoryId: 't1', change: 'blank' },
        }),
      ],
    });
    await state().load('c1');
    await state().load('c1');
    expect(told()).toEqual(['blank frame 7']);
    expect(calls.filter(({ name }) => name === 'questions.probes')).toHaveLength(1);
    await state().test(tested);
    await state().load('c1');
    expect(told()).toEqual(probeKinds.map((change) => `${change} frame 9`));
    state().forget();
    expect(told()).toEqual([]);
    await state().load('c1');
    expect(told()).toEqual(['blank frame 7']);
  });
});
