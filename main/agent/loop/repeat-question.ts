import { DeepSportError, type EngineCard, type FrameRange, type Trajectory } from '#common/domain/index.ts';
import type { EngineRegistry } from '#main/inference/engine-registry.ts';
import { compareTrajectories } from './compare-trajectories.ts';
import { continueConversation } from './continue-conversation.ts';
import { firstMessage } from './first-message.ts';
import { engineChange } from './new-trajectory.ts';
import { openConversation } from './open-conversation.ts';
import type { Ending } from './recorder.ts';
import { keptSettings, replayPlan, withPlanned } from './replay-plan.ts';
import { rerunLook } from './rerun-look.ts';
import type { OpenConversation, RunContext } from './run-context.ts';
import { runTurns } from './run-turns.ts';

type Engines = Pick<EngineRegistry, 'open'>;
type Holder = { open: OpenConversation | undefined };
type Before = { readonly from: Trajectory; readonly card: EngineCard };

/** Throws BAD_INPUT unless the engine looked at that turn. */
export function checkLookOfTurn({ steps }: Trajectory, turn: number): void {
  const hasLook = steps.some(
    (step) => step.kind === 'turn' && step.turn === turn && step.action?.kind === 'look',
  );
  if (hasLook) return;
  throw new DeepSportError(
    'BAD_INPUT',
    `There is no look at turn ${turn}: choose a turn at which the engine asked for frames.`,
    { turn },
  );
}

/** The branch of a trajectory with another range in the place of a turn's look, up to its answer. */
export async function askRerun(
  context: RunContext,
  engines: Engines,
  { from, card, turn, range }: Before & { readonly turn: number; readonly range: FrameRange },
  holder: Holder,
): Promise<Ending> {
  const open = await openAgain(context, engines, { from, card }, holder);
  return runTurns(context, open, await rerunLook(context, open, { from, turn, range }));
}

/** The same once more, with what the analyst did at the same places, and the comparison at the end. */
export async function askReplay(
  context: RunContext,
  engines: Engines,
  before: Before,
  holder: Holder,
): Promise<Ending> {
  const ending = await askOnceMore(context, engines, before, holder);
  const { recorder } = context;
  recorder.record({ kind: 'notice', message: compareTrajectories(before.from, recorder.trajectory) });
  return ending;
}

/** A finished trajectory's question and everything that the analyst added to it, in a new conversation. */
export async function askOnceMore(
  context: RunContext,
  engines: Engines,
  { from, card }: Before,
  holder: Holder,
): Promise<Ending> {
  const { recorder } = context;
  const open = await openAgain(context, engines, { from, card }, holder);
  const { branchLook, interjected, additions } = replayPlan(from);
  const turnNow = () => recorder.trajectory.steps.filter(({ kind }) => kind === 'turn').length;
  const planned = { ...context, interjections: withPlanned(context.interjections, interjected, turnNow) };
  const { branch } = from;
  const first =
    branch && branchLook
      ? await rerunLook(planned, open, { from, turn: branch.turn, range: branchLook })
      : await firstMessage(planned, open, keptSettings(from));
  let ending = await runTurns(planned, open, first);
  for (const addition of additions) {
    if (ending.status !== 'answered') break;
    const engine = { reference: from.engine.id, card };
    const kept = { conversation: holder.open, engines, engine, asking: from.settings };
    ending = await continueConversation(planned, kept, addition, holder);
  }
  return ending;
}

/** The engine that answered then, in a new conversation; a notice comes first where it is another one by now. */
async function openAgain(
  context: RunContext,
  engines: Engines,
  { from, card }: Before,
  holder: Holder,
): Promise<OpenConversation> {
  const change = engineChange(from.engine, card);
  if (change !== null) context.recorder.record({ kind: 'notice', message: change });
  if (from.settings === null) {
    const message = 'How the question was asked had not been kept: it is asked in the usual way.';
    context.recorder.record({ kind: 'notice', message });
  }
  const engine = { reference: from.engine.id, card };
  const open = await openConversation(context, engines, engine, from.settings ?? {});
  holder.open = open;
  return open;
}
