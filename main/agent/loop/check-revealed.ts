import { DeepSportError, type Trajectory } from '#common/domain/index.ts';
import type { TrajectoryLog } from '../agent.ts';

/** Throws BAD_INPUT for a trajectory whose answer nobody may see yet: going on with it would tell of it. */
export function checkRevealed(
  trajectory: Pick<Trajectory, 'id' | 'blind'>,
  { isVeiled }: Pick<TrajectoryLog, 'isVeiled'>,
): void {
  if (!isVeiled(trajectory)) return;
  throw new DeepSportError(
    'BAD_INPUT',
    'This question was asked blind: mark what you see, then reveal its answer, and go on with it after that.',
  );
}
