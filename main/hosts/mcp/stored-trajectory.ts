import { DeepSportError, type Trajectory } from '#common/domain/index.ts';
import { isVeiled } from '#main/rpc/veiled-questions.ts';
import type { ToolContext } from './tool.ts';

/**
 * A question of the project. Throws NOT_FOUND, and ACCESS_DENIED for one that was asked blind: nothing of it is shown
 * to anybody before a person has marked first.
 */
export function storedTrajectory(id: string, { services }: Pick<ToolContext, 'services'>): Trajectory {
  const { project } = services;
  const found = project.getTrajectory(id);
  if (!found || project.item('hidden-question', id)) {
    throw new DeepSportError('NOT_FOUND', `There is no question “${id.slice(0, 80)}” in the project.`, {
      trajectory: id,
    });
  }
  if (isVeiled(project, found)) {
    throw new DeepSportError(
      'ACCESS_DENIED',
      'This question was asked blind: its answer is shown once a person has marked the clip and revealed it.',
      { trajectory: id },
    );
  }
  return found;
}
