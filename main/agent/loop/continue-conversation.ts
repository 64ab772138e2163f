import { type AnswerForm, type FrameRange, isDeepSportError, type Trajectory } from '#common/domain/index.ts';
import type { EngineRegistry } from '#main/inference/engine-registry.ts';
import { closeConversation } from './conversation-shelf.ts';
import { firstMessage, furtherQuestionParts, rebuiltMessage } from './first-message.ts';
import { type EngineChoice, openConversation } from './open-conversation.ts';
import type { Ending } from './recorder.ts';
import { restoreConversation } from './restore-conversation.ts';
import type { OpenConversation, RunContext } from './run-context.ts';
import { type Draft, runTurns } from './run-turns.ts';
import { showAnalystLooks } from './show-frames.ts';

/** What a person adds to a finished trajectory. */
export type Addition =
  | { readonly kind: 'look'; readonly range: FrameRange }
  | { readonly kind: 'question'; readonly text: string; readonly form: AnswerForm };

type Kept = {
  /** The conversation where it still lives. */
  readonly conversation: OpenConversation | undefined;
  /** What the engine is opened by where it does not. */
  readonly engines: Pick<EngineRegistry, 'open'>;
  readonly engine: EngineChoice;
  /** How the question was asked, where that was kept. */
  readonly asking: Trajectory['settings'];
};

/**
 * A finished trajectory goes on with a look of the analyst or a further question: in the kept conversation where it
 * still lives and its frame budget has room for a whole look, else in one taken up again from the record, and where
 * that cannot be, in a new one with the frames shown so far. An engine that knows a closed list of questions was
 * trained on one in a conversation, and is asked a further one from the first view on. `holder.open` is the
 * conversation to keep or close.
 */
export async function continueConversation(
  context: RunContext,
  kept: Kept,
  addition: Addition,
  holder: { open: OpenConversation | undefined },
): Promise<Ending> {
  const { recorder } = context;
  const { conversation, engines, engine, asking } = kept;
  holder.open = conversation;
  const stepsBefore = recorder.trajectory.steps.length;
  const isOneByOne = addition.kind === 'question' && engine.card.knows.length > 0;
  if (conversation && !isOneByOne && hasRoom(conversation, addition)) {
    const draft = await additionDraft(context, conversation, addition);
    const turnsBefore = countTurns(context);
    try {
      return await runTurns(context, conversation, draft);
    } catch (error) {
      // Its engine may have been restarted since; once a turn has been taken, a failure is a failure.
      const isGone =
        isDeepSportError(error) && (error.code === 'WORKER_STOPPED' || error.code === 'NOT_FOUND');
      if (!isGone || countTurns(context) > turnsBefore) throw error;
    }
  }
  if (conversation) void closeConversation(conversation);
  holder.open = undefined;
  const open = await openConversation(context, engines, engine, conversation ?? asking ?? {});
  holder.open = open;
  if (isOneByOne) {
    open.firstStep = stepsBefore;
    recorder.record(addition);
    recorder.record({ kind: 'notice', message: oneByOneSentence(open) });
    const first = { initialFrames: asking?.initialFrames ?? null, looks: [] };
    return runTurns(context, open, await firstMessage(context, open, first));
  }
  const isAdded = recorder.trajectory.steps
    .slice(stepsBefore)
    .some(({ kind }) => kind === 'question' || kind === 'frames');
  if (!isAdded) {
    await additionDraft(context, open, addition);
    // Only recorded and counted so far: the restored conversation sends all frames in their order.
    open.framesSent = 0;
  }
  const restored = await restoreConversation(context, open);
  if (restored) recorder.record({ kind: 'notice', message: restoredSentence });
  return runTurns(context, open, restored ?? (await rebuiltMessage(context, open)));
}

const oneByOneSentence = ({ model }: OpenConversation): string =>
  `${model.card.name} answers one question in a conversation: this one is asked from the first view on.`;

const restoredSentence =
  'The earlier conversation was no longer at hand: it was taken up again from its record, with the same frames and the engine’s own words.';

/** A question needs no frames; the conversation that it belongs to is worth more than room for a look. */
const hasRoom = ({ framesSent, protocol }: OpenConversation, { kind }: Addition): boolean =>
  kind === 'question' || framesSent + protocol.framesPerLook <= protocol.maxFrames;

/** Records what is added, and gives it as the next message. */
async function additionDraft(
  context: RunContext,
  open: OpenConversation,
  addition: Addition,
): Promise<Draft> {
  if (addition.kind === 'look') {
    return { parts: await showAnalystLooks(context, open, [addition.range]), asksForAnswer: false };
  }
  context.recorder.record(addition);
  return {
    parts: furtherQuestionParts(context, open, addition),
    asksForAnswer: context.mode === 'passive',
  };
}

const countTurns = ({ recorder }: RunContext): number =>
  recorder.trajectory.steps.filter((step) => step.kind === 'turn').length;
