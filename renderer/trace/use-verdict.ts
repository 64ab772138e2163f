import { useEffect, useMemo } from 'react';
import { type ProbeVerdict, probeVerdict, type Trajectory } from '#common/domain/index.ts';
import { useApp, useHost, useProbes, useReview } from '../app/state/context.tsx';
import type { ProbeRun } from '../app/state/probes-store.ts';

/** The tests of an answer, in their order, and what they say of it; null for both while there is nothing to show. */
export function useVerdict(tested: Trajectory | null): {
  readonly tests: readonly ProbeRun[];
  readonly verdict: ProbeVerdict | null;
} {
  const { stores, actions } = useApp();
  const runs = useProbes((state) => state.runs);
  const frameCount = useHost(({ clips }) => clips?.find(({ id }) => id === tested?.clipId)?.frameCount);
  const times = useReview(({ clip, times: known }) => (clip?.id === tested?.clipId ? known : null));
  const clipId = tested?.clipId;
  useEffect(() => {
    if (clipId !== undefined) stores.probes.getState().load(clipId).catch(actions.report);
  }, [clipId, stores, actions]);
  return useMemo(() => {
    const tests = runs.filter(({ probe }) => probe.trajectoryId === tested?.id);
    const finished = tests.flatMap(({ trajectory, running }) => (running || !trajectory ? [] : [trajectory]));
    const verdict =
      tested && frameCount !== undefined ? probeVerdict(tested, finished, { frameCount, times }) : null;
    return { tests, verdict };
  }, [runs, tested, frameCount, times]);
}
