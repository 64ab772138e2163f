import type { StageProgress } from '#common/domain/index.ts';
import type { ToolContext } from './tool.ts';

/** What work tells of itself, as a client's progress. */
export const stageProgress =
  (progress: ToolContext['progress']) =>
  ({ stage, done, total }: StageProgress): void =>
    total === null || total <= 0 ? progress(stage) : progress(stage, done, total);
