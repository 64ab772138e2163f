import { type FrameRange, frameReference, type Step, type Trajectory } from '#common/domain/index.ts';
import { rebuiltMessage } from './first-message.ts';
import { changedFramesSentence, restoreConversation } from './restore-conversation.ts';
import type { OpenConversation, RunContext } from './run-context.ts';
import type { Draft } from './run-turns.ts';
import { fetchFrames, showAnalystLooks } from './show-frames.ts';

/** Where a trajectory is left, and what is shown in place of the look that followed. */
export type LookChoice = { readonly from: Trajectory; readonly turn: number; readonly range: FrameRange };

/**
 * The beginning of a branch: the steps of another trajectory up to a turn, its frames decoded anew, then the range that
 * the analyst chose in place of that turn's look. Gives the message that comes next; notices tell what the engine knows
 * of the steps before.
 */
export async function rerunLook(
  context: RunContext,
  open: OpenConversation,
  { from, turn, range }: LookChoice,
): Promise<Draft> {
  const { recorder } = context;
  const place = from.steps.findIndex((step) => step.kind === 'turn' && step.turn === turn);
  const chosen = `frames ${range.start}–${range.end} were chosen in place of its look`;
  recorder.record({
    kind: 'notice',
    message: `A branch of an earlier question: what came up to turn ${turn} is shown again, then ${chosen}.`,
  });
  // Notices told of the circumstances then.
  const before = from.steps.slice(0, place + 1).filter(({ kind }) => kind !== 'notice');
  const copied = await decodedAnew(context, open, before);
  for (const step of copied) recorder.record(step);
  open.framesSent = copied.reduce((sum, step) => sum + (step.kind === 'frames' ? step.frames.length : 0), 0);
  await showAnalystLooks(context, open, [range]);
  // Only recorded and counted so far: the restored conversation sends all frames in their order.
  open.framesSent = 0;
  const restored = await restoreConversation(context, open);
  if (!restored) return rebuiltMessage(context, open);
  recorder.record({
    kind: 'notice',
    message: `The engine was given its own words and the same frames again up to turn ${turn}; what follows is new.`,
  });
  return restored;
}

/** The steps with the frames as they are decoded now; a notice comes first where one is another picture. */
async function decodedAnew(
  context: RunContext,
  open: OpenConversation,
  steps: readonly Step[],
): Promise<readonly Step[]> {
  const shown = steps.flatMap((step) => (step.kind === 'frames' ? step.frames : []));
  const indices = [...new Set(shown.map(({ index }) => index))].sort((a, b) => a - b);
  const fetched = await fetchFrames(context, open, indices);
  const frames = new Map(fetched.map((frame) => [frame.index, frameReference(frame)]));
  const changed = changedFramesSentence(shown, frames);
  if (changed !== null) context.recorder.record({ kind: 'notice', message: changed });
  return steps.map((step) =>
    step.kind === 'frames'
      ? { ...step, frames: step.frames.map((frame) => frames.get(frame.index) ?? frame) }
      : step,
  );
}
