import { type FrameRange, isDeepSportError } from '#common/domain/index.ts';
import type { EngineRegistry } from '#main/inference/engine-registry.ts';
import { closeConversation } from './conversation-shelf.ts';
import { rebuiltMessage } from './first-message.ts';
import { type EngineChoice, openConversation } from './open-conversation.ts';
import type { Ending } from './recorder.ts';
import type { OpenConversation, RunContext } from './run-context.ts';
import { runTurns } from './run-turns.ts';
import { showAnalystLooks } from './show-frames.ts';

/**
 * A finished trajectory goes on with a look of the analyst: in the kept conversation where it still lives and its
 * frame budget has room for a whole look, else in a new one with the same question and the frames shown so far.
 * `holder.open` is the conversation to keep or close afterwards.
 */
export async function continueWithLook(
  context: RunContext,
  engines: Pick<EngineRegistry, 'open'>,
  engine: EngineChoice,
  range: FrameRange,
  kept: OpenConversation | undefined,
  holder: { open: OpenConversation | undefined },
): Promise<Ending> {
  const { recorder } = context;
  holder.open = kept;
  const stepsBefore = recorder.trajectory.steps.length;
  if (kept && kept.framesSent + kept.protocol.framesPerLook <= kept.protocol.maxFrames) {
    const parts = await showAnalystLooks(context, kept, [range]);
    const turnsBefore = countTurns(context);
    try {
      return await runTurns(context, kept, { parts, asksForAnswer: false });
    } catch (error) {
      // Its engine may have been restarted since; once a turn has been taken, a failure is a failure.
      const isGone =
        isDeepSportError(error) && (error.code === 'WORKER_STOPPED' || error.code === 'NOT_FOUND');
      if (!isGone || countTurns(context) > turnsBefore) throw error;
    }
  }
  if (kept) void closeConversation(kept);
  holder.open = undefined;
  const open = await openConversation(context, engines, engine, kept ?? {});
  holder.open = open;
  const isShown = recorder.trajectory.steps.slice(stepsBefore).some((step) => step.kind === 'frames');
  if (!isShown) {
    await showAnalystLooks(context, open, [range]);
    // Only recorded and counted so far: the rebuilt message sends all frames in their order.
    open.framesSent = 0;
  }
  return runTurns(context, open, await rebuiltMessage(context, open));
}

const countTurns = ({ recorder }: RunContext): number =>
  recorder.trajectory.steps.filter((step) => step.kind === 'turn').length;
