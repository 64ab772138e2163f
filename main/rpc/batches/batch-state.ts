import type { BatchTarget, QuestionBatch } from '#common/domain/index.ts';

/** A batch with another state of one target. */
export const withTarget = (
  batch: QuestionBatch,
  place: number,
  change: Partial<BatchTarget>,
): QuestionBatch => ({
  ...batch,
  targets: batch.targets.with(place, { ...batch.targets[place], ...change } as BatchTarget),
});

/** What a stored batch is while nobody works on it: what was under way when its process ended was cut short. */
export const atRest = (batch: QuestionBatch): QuestionBatch => ({
  ...batch,
  status: batch.status === 'running' ? 'paused' : batch.status,
  targets: batch.targets.map((target) =>
    target.status === 'running' ? { ...target, status: 'cancelled' } : target,
  ),
});

/** The batch as it goes on: what failed or was cancelled is asked once more. */
export const asResumed = (batch: QuestionBatch): QuestionBatch => ({
  ...batch,
  status: 'running',
  targets: batch.targets.map((target) =>
    target.status === 'failed' || target.status === 'cancelled'
      ? { ...target, status: 'waiting', trajectoryId: null, problem: null }
      : target,
  ),
});

/** The batch with one target to be asked again, whatever became of it. */
export const withRetry = (batch: QuestionBatch, place: number): QuestionBatch =>
  withTarget(batch, place, { status: 'waiting', trajectoryId: null, problem: null });

/** Targets that were asked, whatever came of it. */
export const countAsked = ({ targets }: QuestionBatch): number =>
  targets.filter(({ status }) => status !== 'waiting' && status !== 'running').length;

export const isFinished = ({ targets }: QuestionBatch): boolean =>
  targets.every(({ status }) => status === 'answered' || status === 'failed');
