import type { Trajectory } from '#common/domain/index.ts';
import { type Run, runOfTrajectory } from './run.ts';

/**
 * The page's runs after the host told what questions there are, oldest first. What this page follows stays as it is;
 * what ended before the host was asked and is not told is gone; what somebody else asked comes in as the host has it.
 */
export function mergeRuns(
  runs: readonly Run[],
  before: readonly Run[],
  trajectories: readonly Trajectory[],
): readonly Run[] {
  const told = new Map(trajectories.map((trajectory) => [trajectory.id, trajectory]));
  const kept = runs.flatMap((run): readonly Run[] => {
    if (run.running || !run.trajectory) return [run];
    const now = told.get(run.trajectory.id);
    // What was asked blind may be revealed by now, or veiled again: it is what the host tells.
    const isStale = run.trajectory.status === 'running' || now?.blind;
    if (now) return isStale ? [{ ...runOfTrajectory(now), key: run.key }] : [run];
    const hadEnded = before.some(({ key, running }) => key === run.key && !running);
    return hadEnded ? [] : [run];
  });
  const known = new Set(kept.map(({ trajectory }) => trajectory?.id));
  const others = trajectories.filter(({ id }) => !known.has(id)).map(runOfTrajectory);
  return inOrder([...others, ...kept]);
}

/** The page's runs with a question that somebody else asked; what this page follows stays as it is. */
export function withTrajectory(runs: readonly Run[], trajectory: Trajectory): readonly Run[] {
  const known = runs.find((run) => run.trajectory?.id === trajectory.id);
  if (!known) return inOrder([...runs, runOfTrajectory(trajectory)]);
  const isStale = known.trajectory?.status === 'running' || trajectory.blind;
  if (known.running || !isStale) return runs;
  const told = { ...runOfTrajectory(trajectory), key: known.key };
  return runs.map((run) => (run === known ? told : run));
}

/** What has no time yet was asked last. */
const inOrder = (runs: readonly Run[]): readonly Run[] => {
  const at = ({ trajectory }: Run) => trajectory?.createdAt ?? '9';
  return runs.toSorted((a, b) => (at(a) < at(b) ? -1 : at(a) > at(b) ? 1 : 0));
};
