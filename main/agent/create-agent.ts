import type { AskRequest } from '#common/contract/index.ts';
import {
  DeepSportError,
  type EngineCard,
  type FrameRange,
  type ProbeKind,
  type Trajectory,
  type TrajectoryEvent,
  throwIfCancelled,
} from '#common/domain/index.ts';
import { withAbort } from '#main/platform/index.ts';
import type { Agent, RunOptions } from './agent.ts';
import type { AgentDependencies } from './agent-dependencies.ts';
import { checkRange, checkRequest } from './loop/check-request.ts';
import { checkRevealed } from './loop/check-revealed.ts';
import { type Addition, continueConversation } from './loop/continue-conversation.ts';
import { firstMessage } from './loop/first-message.ts';
import { createLiveTrajectories, type Emit, type Holder } from './loop/live-trajectories.ts';
import { askedAgain, newTrajectory } from './loop/new-trajectory.ts';
import type { OpenClip } from './loop/open-clip.ts';
import { openConversation } from './loop/open-conversation.ts';
import type { Ending } from './loop/recorder.ts';
import { askReplay, askRerun, checkLookOfTurn } from './loop/repeat-question.ts';
import type { RunContext } from './loop/run-context.ts';
import { runTurns } from './loop/run-turns.ts';
import { createTaskStreams } from './loop/task-streams.ts';
import { askProbe, checkIsNoProbe, checkTestable } from './probes/ask-probe.ts';

export function createAgent(dependencies: AgentDependencies): Agent {
  const { engines, clips, log, proposals, clock, createId } = dependencies;
  const live = createLiveTrajectories(dependencies);
  const { shelf } = live;
  const { stream, cancelAll, close } = createTaskStreams<TrajectoryEvent>();

  const openClip = (clipId: string): OpenClip => {
    const clip = clips.get(clipId);
    if (!clip) throw new DeepSportError('NOT_FOUND', 'This clip is not open. Open it again.', { clipId });
    return clip;
  };

  /** Nothing is asked whose answer could not be kept. */
  const checkCanKeep = (): void => {
    if (log.readOnly !== null) throw new DeepSportError('PROJECT_READ_ONLY', log.readOnly);
  };

  const beginning = () => ({ id: createId(), createdAt: new Date(clock()).toISOString() });

  /** A trajectory that is not being answered, with its clip. */
  const finished = (id: string): { readonly before: Trajectory; readonly clip: OpenClip } => {
    checkCanKeep();
    const before = log.get(id);
    if (!before) throw new DeepSportError('NOT_FOUND', 'This question is no longer in the project.', { id });
    const clip = openClip(before.clipId);
    live.checkEnded(id);
    return { before, clip };
  };

  const ask = async (request: AskRequest, emit: Emit, signal: AbortSignal): Promise<void> => {
    throwIfCancelled(signal);
    checkCanKeep();
    const clip = openClip(request.clipId);
    checkRequest(request, clip.info);
    const { defaultEngine } = dependencies;
    const reference =
      request.engine ?? (typeof defaultEngine === 'function' ? defaultEngine() : defaultEngine);
    const card = await withAbort(engines.card(reference), signal);
    const trajectory = newTrajectory(beginning(), request, clip, card);
    log.start(trajectory);
    await live.run(trajectory, clip, emit, signal, async (context, holder) => {
      const open = await openConversation(context, engines, { reference, card }, request);
      holder.open = open;
      return runTurns(context, open, await firstMessage(context, open, request));
    });
  };

  const goOn = async (id: string, addition: Addition, emit: Emit, signal: AbortSignal): Promise<void> => {
    throwIfCancelled(signal);
    const { before, clip } = finished(id);
    checkRevealed(before, log);
    checkIsNoProbe(before);
    if (addition.kind === 'look') checkRange(addition.range, clip.info);
    const kept = shelf.take(id);
    const reference = kept?.reference ?? before.engine.id;
    const card = kept?.model.card ?? (await withAbort(engines.card(reference), signal));
    try {
      // Another look may have begun while the card was fetched.
      live.checkEnded(id);
      log.resume(id);
    } catch (error) {
      if (kept) shelf.put(id, kept);
      throw error;
    }
    const answer = addition.kind === 'question' ? null : before.answer;
    const trajectory: Trajectory = { ...before, status: 'running', answer, formatValid: null, failure: null };
    const from = { conversation: kept, engines, engine: { reference, card }, asking: before.settings };
    await live.run(trajectory, clip, emit, signal, (context, holder) =>
      continueConversation(context, from, addition, holder),
    );
  };

  /** A trajectory of its own that begins as a finished one; `check` throws before anything is kept. */
  const again = async (
    id: string,
    options: {
      readonly check: (before: Trajectory, clip: OpenClip) => void;
      readonly branch: (before: Trajectory) => Trajectory['branch'];
      /** How its pictures are changed, where they are. */
      readonly change?: ProbeKind;
      readonly turns: (
        context: RunContext,
        before: Trajectory,
        card: EngineCard,
        holder: Holder,
      ) => Promise<Ending>;
    },
    emit: Emit,
    signal: AbortSignal,
  ): Promise<void> => {
    throwIfCancelled(signal);
    const { before, clip } = finished(id);
    options.check(before, clip);
    const card = await withAbort(engines.card(before.engine.id), signal);
    const { change } = options;
    const probing = change === undefined ? {} : { probe: { trajectoryId: id, change } };
    // Whoever has seen the answer once is not blind to it any more.
    const blind = log.isVeiled(before);
    const first = askedAgain(before, beginning(), card, options.branch(before));
    const trajectory = { ...first, ...probing, blind };
    log.start(trajectory);
    await live.run(trajectory, clip, emit, signal, (context, holder) =>
      options.turns(context, before, card, holder),
    );
  };

  const rerun = (id: string, turn: number, range: FrameRange, emit: Emit, signal: AbortSignal) =>
    again(
      id,
      {
        check(before, { info }) {
          checkRevealed(before, log);
          checkIsNoProbe(before);
          checkRange(range, info);
          checkLookOfTurn(before, turn);
        },
        branch: () => ({ trajectoryId: id, turn }),
        turns: (context, from, card, holder) =>
          askRerun(context, engines, { from, card, turn, range }, holder),
      },
      emit,
      signal,
    );

  const replay = (id: string, emit: Emit, signal: AbortSignal) =>
    again(
      id,
      {
        check: checkIsNoProbe,
        branch: ({ branch }) => branch,
        turns: (context, from, card, holder) => askReplay(context, engines, { from, card }, holder),
      },
      emit,
      signal,
    );

  const probe = (id: string, change: ProbeKind, emit: Emit, signal: AbortSignal) =>
    again(
      id,
      {
        check(before) {
          checkRevealed(before, log);
          checkTestable(before);
        },
        branch: () => null,
        change,
        turns: (context, from, card, holder) => askProbe(context, engines, { from, card }, holder),
      },
      emit,
      signal,
    );

  const reveal = async (id: string, signal: AbortSignal): Promise<void> => {
    const { before, clip } = finished(id);
    if (!before.blind) {
      throw new DeepSportError(
        'BAD_INPUT',
        'This question was not asked blind: its answer is shown already.',
      );
    }
    if (!log.isVeiled(before)) return;
    const revealedAt = new Date(clock()).toISOString();
    const problem = await proposals.reveal(before, clip, { revealedAt, signal });
    // The history forgets what is undone; that somebody saw the answer stays with it.
    log.step(id, { kind: 'notice', message: `Revealed at ${revealedAt}.`, revealedAt });
    if (problem !== null) log.step(id, { kind: 'notice', message: problem });
  };

  return {
    reveal: (id, { signal = new AbortController().signal }: RunOptions = {}) => reveal(id, signal),
    ask: (request, options: RunOptions = {}) =>
      stream((emit, signal) => ask(request, emit, signal), options.signal),
    look: (id, range, options: RunOptions = {}) =>
      stream((emit, signal) => goOn(id, { kind: 'look', range }, emit, signal), options.signal),
    followUp: (id, question, options: RunOptions = {}) =>
      stream((emit, signal) => goOn(id, { kind: 'question', ...question }, emit, signal), options.signal),
    rerun: (id, turn, range, options: RunOptions = {}) =>
      stream((emit, signal) => rerun(id, turn, range, emit, signal), options.signal),
    replay: (id, options: RunOptions = {}) =>
      stream((emit, signal) => replay(id, emit, signal), options.signal),
    probe: (id, change, options: RunOptions = {}) =>
      stream((emit, signal) => probe(id, change, emit, signal), options.signal),
    cancelAll,
    interject: live.interject,
    async [Symbol.asyncDispose]() {
      live.beginClosing();
      await close();
      await shelf[Symbol.asyncDispose]();
    },
  };
}
