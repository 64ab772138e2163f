import { createStore } from 'zustand/vanilla';
import { type Probe, probeKinds, type Trajectory } from '#common/domain/index.ts';
import type { Client } from '../../client/client.ts';
import type { NoticesStore } from './notices-store.ts';
import { breakOffRun, newRun, type Run, runOfTrajectory } from './run.ts';
import { createRunStreams } from './run-streams.ts';

/** A test of an answer with changed pictures, on its way or at its end. */
export type ProbeRun = Run & { readonly probe: Probe };

export type ProbesState = {
  /** The last test of each change, of every answer of the clips asked for so far. */
  readonly runs: readonly ProbeRun[];
  /** Asks for the tests kept on a clip, once. */
  readonly load: (clipId: string) => Promise<void>;
  /** Tests an answer in every way; a local engine answers one after the other. */
  readonly test: (tested: Trajectory) => Promise<void>;
  readonly cancel: (key: string) => void;
  /** Another project is opened: what this one kept is asked for again when it comes back. */
  readonly forget: () => void;
};

export type ProbesStoreParts = { readonly client: Client; readonly notices: NoticesStore };

/** Whether answers depend on the video: their questions asked again of changed pictures. */
export function createProbesStore({ client, notices }: ProbesStoreParts) {
  const loaded = new Set<string>();
  let nextKey = 1;
  return createStore<ProbesState>()((set, get) => {
    const runOf = (key: string) => get().runs.find((run) => run.key === key);
    const update = (key: string, change: (run: Run) => Run) =>
      set(({ runs }) => ({
        runs: runs.map((run) => (run.key === key ? { ...change(run), probe: run.probe } : run)),
      }));
    const streams = createRunStreams({ notices, runOf, update });

    return {
      runs: [],
      load: async (clipId) => {
        if (loaded.has(clipId)) return;
        loaded.add(clipId);
        try {
          const kept = await client.questions.probes({ clipId });
          set(({ runs }) => ({ runs: withKept(runs, kept) }));
        } catch (error) {
          loaded.delete(clipId);
          throw error;
        }
      },
      test: async (tested) => {
        const { id: trajectoryId, engine } = tested;
        const isUnderWay = get().runs.some(
          ({ probe, running }) => running && probe.trajectoryId === trajectoryId,
        );
        if (isUnderWay) return;
        const { request } = runOfTrajectory(tested);
        const started = probeKinds.map(
          (change): ProbeRun => ({
            ...newRun(`probe-${nextKey++}`, request),
            probe: { trajectoryId, change },
          }),
        );
        set(({ runs }) => ({
          runs: [...runs.filter(({ probe }) => probe.trajectoryId !== trajectoryId), ...started],
        }));
        const ask = async ({ key, probe }: ProbeRun) => {
          if (!runOf(key)?.running) return;
          await streams.follow(key, (signal) => client.questions.probe(probe, { signal }));
        };
        if (engine.local) for (const run of started) await ask(run);
        else await Promise.all(started.map(ask));
      },
      cancel: (key) => {
        if (!streams.cancel(key) && runOf(key)?.running) update(key, (run) => breakOffRun(run, null));
      },
      forget: () => {
        loaded.clear();
        set({ runs: [] });
      },
    };
  });
}

/** What the host keeps, with what this page follows in its place. */
function withKept(runs: readonly ProbeRun[], kept: readonly Trajectory[]): readonly ProbeRun[] {
  const nameOf = ({ trajectoryId, change }: Probe) => `${trajectoryId} ${change}`;
  const last = new Map<string, ProbeRun>();
  for (const trajectory of kept) {
    const { probe } = trajectory;
    if (probe) last.set(nameOf(probe), { ...runOfTrajectory(trajectory), probe });
  }
  for (const run of runs) last.set(nameOf(run.probe), run);
  return [...last.values()];
}
