import type { ProjectEvent, RecordItems, Trajectory } from '#common/domain/index.ts';
import { useRecord } from './context.tsx';

/** True for a question asked blind that nobody has revealed. The host tells nothing of it; a page keeps nothing. */
export const isVeiled = (
  trajectory: Pick<Trajectory, 'id' | 'blind'>,
  reveals: RecordItems['reveal'],
): boolean => trajectory.blind && !reveals.has(trajectory.id);

export const useIsVeiled = (trajectory: Trajectory | null | undefined): boolean =>
  useRecord(({ items }) => trajectory != null && isVeiled(trajectory, items.reveal));

/** How much was done for a question of which nothing else is told. */
export function veiledWork({ steps }: Pick<Trajectory, 'steps'>) {
  const work = { turns: 0, frames: 0, seconds: 0, tokens: 0 };
  for (const step of steps) {
    if (step.kind !== 'veiled') continue;
    work.turns += step.turns;
    work.frames += step.frames;
    work.seconds += step.seconds;
    work.tokens += step.tokens;
  }
  return work;
}

/** When somebody saw the answer, last and although that may be undone: ISO 8601, UTC; null for never. */
export const lastRevealed = ({ steps }: Pick<Trajectory, 'steps'>): string | null =>
  steps.flatMap((step) => (step.kind === 'notice' && step.revealedAt ? [step.revealedAt] : [])).at(-1) ??
  null;

/** A person's own events in what a question is about: what would stand beside its answer. */
export const ownEvents = (
  events: Iterable<ProjectEvent>,
  { clipId, scope }: Pick<Trajectory, 'clipId' | 'scope'>,
): readonly ProjectEvent[] =>
  [...events].filter(
    ({ by, range, ...event }) =>
      event.clipId === clipId &&
      by.kind === 'person' &&
      (scope === null || (range.start <= scope.end && range.end >= scope.start)),
  );
