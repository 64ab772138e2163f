import { DeepSportError, type EngineCard, type Trajectory } from '#common/domain/index.ts';
import type { EngineRegistry } from '#main/inference/engine-registry.ts';
import type { Ending } from '../loop/recorder.ts';
import { askOnceMore } from '../loop/repeat-question.ts';
import type { OpenConversation, RunContext } from '../loop/run-context.ts';

/** Throws BAD_INPUT unless a trajectory has an answer that can be tested. */
export function checkTestable({ probe, status, answer }: Trajectory): void {
  checkIsNoProbe({ probe });
  if (status === 'answered' && answer !== null) return;
  throw new DeepSportError('BAD_INPUT', 'There is no answer to test: ask the question again first.');
}

/** Throws BAD_INPUT for a probe: it tests another answer, and what is added to it would test nothing. */
export function checkIsNoProbe({ probe }: Pick<Trajectory, 'probe'>): void {
  if (probe === null) return;
  throw new DeepSportError(
    'BAD_INPUT',
    'This is a test of another answer, with changed pictures. Go on with the question itself.',
  );
}

/**
 * The same question from its beginning, with what the analyst added at the same places; `context` shows the changed
 * pictures. A branch is asked as one question: what its engine had said of the true pictures is not taken over, and the
 * look chosen anew is shown after the same turn.
 */
export function askProbe(
  context: RunContext,
  engines: Pick<EngineRegistry, 'open'>,
  { from, card }: { readonly from: Trajectory; readonly card: EngineCard },
  holder: { open: OpenConversation | undefined },
): Promise<Ending> {
  const start = from.steps.find((step) => step.kind === 'frames' && step.by === 'start');
  // An analysis that has come further since would choose other frames, and the answer might change with those.
  const firstView = start?.kind === 'frames' ? start.frames.map(({ index }) => index) : [];
  const asOneQuestion = { ...from, branch: null };
  return askOnceMore({ ...context, firstView }, engines, { from: asOneQuestion, card }, holder);
}
