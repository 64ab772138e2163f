import type { AskRequest } from '#common/contract/index.ts';
import {
  DeepSportError,
  type EngineCard,
  type FrameRange,
  type Trajectory,
  type TrajectoryEvent,
  throwIfCancelled,
  toDeepSportError,
} from '#common/domain/index.ts';
import type { EngineRegistry } from '#main/inference/engine-registry.ts';
import type { Clock, CreateId } from '#main/platform/index.ts';
import { withAbort } from '#main/platform/index.ts';
import type { ClipAnalyser, VideoService } from '#main/video/index.ts';
import type { Agent, AnswerProposals, RunOptions, TrajectoryLog } from './agent.ts';
import { checkRange, checkRequest } from './loop/check-request.ts';
import { type Addition, continueConversation } from './loop/continue-conversation.ts';
import { closeConversation, createConversationShelf } from './loop/conversation-shelf.ts';
import { failedEnding } from './loop/failed-ending.ts';
import { firstMessage } from './loop/first-message.ts';
import { createInterjections, type Interjections } from './loop/interjections.ts';
import { askedAgain, newTrajectory } from './loop/new-trajectory.ts';
import type { OpenClip } from './loop/open-clip.ts';
import { openConversation } from './loop/open-conversation.ts';
import { createRecorder, type Ending } from './loop/recorder.ts';
import { askReplay, askRerun, checkLookOfTurn } from './loop/repeat-question.ts';
import type { OpenConversation, RunContext } from './loop/run-context.ts';
import { runTurns } from './loop/run-turns.ts';
import { createTaskStreams } from './loop/task-streams.ts';

export type AgentDependencies = {
  readonly video: Pick<VideoService, 'frames'>;
  /** What the text tools and the first view know of a clip; a question never starts or awaits an analysis. */
  readonly analyser: Pick<ClipAnalyser, 'state' | 'motion'>;
  readonly engines: Pick<EngineRegistry, 'card' | 'open'>;
  /** The clips that are open; may throw NOT_FOUND itself. */
  readonly clips: { get(clipId: string): OpenClip | undefined };
  readonly log: TrajectoryLog;
  /** Told of each answer before its trajectory ends. */
  readonly proposals: AnswerProposals;
  readonly clock: Clock;
  readonly createId: CreateId;
  /** Asked when a request names no engine; a function where settings may change it. */
  readonly defaultEngine: string | (() => string);
  /** Conversations of answered trajectories kept for a further look; 4 when left out. */
  readonly keptConversations?: number;
  /** How long a text tool waits for the analyser; 10 s when left out. */
  readonly toolPatienceMilliseconds?: number;
};

type Emit = (event: TrajectoryEvent) => void;
/** What a run holds open while it runs; kept afterwards only if it was answered. */
type Holder = { open: OpenConversation | undefined };

export function createAgent(dependencies: AgentDependencies): Agent {
  const { video, analyser, engines, clips, log, proposals, clock, createId } = dependencies;
  const { toolPatienceMilliseconds = 10_000 } = dependencies;
  const shelf = createConversationShelf(dependencies.keptConversations ?? 4);
  const running = new Map<string, Interjections & { readonly clip: OpenClip }>();
  const { stream, cancelAll, close } = createTaskStreams<TrajectoryEvent>();
  let isClosing = false;

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
    if (running.has(id)) throw stillAnswered();
    return { before, clip };
  };

  /** Runs turns on a trajectory that has been logged as running; ends it exactly once, whatever happens. */
  const live = async (
    trajectory: Trajectory,
    clip: OpenClip,
    emit: Emit,
    signal: AbortSignal,
    turns: (context: RunContext, holder: Holder) => Promise<Ending>,
  ): Promise<void> => {
    const interjections = createInterjections();
    const recorder = createRecorder(trajectory, log, emit);
    const { mode, seed, id } = trajectory;
    const tools = { video, analyser, toolPatienceMilliseconds };
    const context = { clip, mode, seed, recorder, interjections, ...tools, clock, signal };
    const holder: Holder = { open: undefined };
    running.set(id, { ...interjections, clip });
    emit({ type: 'trajectory-start', trajectory });
    let ending: Ending;
    try {
      ending = await turns(context, holder);
      if (ending.status === 'answered') await propose(context);
    } catch (error) {
      ending = failedEnding(error, signal);
    }
    interjections.close();
    running.delete(id);
    if (holder.open && ending.status === 'answered' && !isClosing) shelf.put(id, holder.open);
    else if (holder.open) void closeConversation(holder.open);
    recorder.end(ending);
  };

  /** An answer stands even where what it says cannot be put before the person. */
  const propose = async ({ recorder, clip, signal }: RunContext): Promise<void> => {
    try {
      const problem = await proposals.propose(recorder.trajectory, clip, signal);
      if (problem !== null) recorder.record({ kind: 'notice', message: problem });
    } catch (error) {
      throwIfCancelled(signal);
      const message = `No proposals were made of this answer: ${toDeepSportError(error).message}`;
      recorder.record({ kind: 'notice', message });
    }
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
    await live(trajectory, clip, emit, signal, async (context, holder) => {
      const open = await openConversation(context, engines, { reference, card }, request);
      holder.open = open;
      return runTurns(context, open, await firstMessage(context, open, request));
    });
  };

  const goOn = async (id: string, addition: Addition, emit: Emit, signal: AbortSignal): Promise<void> => {
    throwIfCancelled(signal);
    const { before, clip } = finished(id);
    if (addition.kind === 'look') checkRange(addition.range, clip.info);
    const kept = shelf.take(id);
    const reference = kept?.reference ?? before.engine.id;
    const card = kept?.model.card ?? (await withAbort(engines.card(reference), signal));
    try {
      // Another look may have begun while the card was fetched.
      if (running.has(id)) throw stillAnswered();
      log.resume(id);
    } catch (error) {
      if (kept) shelf.put(id, kept);
      throw error;
    }
    const answer = addition.kind === 'question' ? null : before.answer;
    const trajectory: Trajectory = { ...before, status: 'running', answer, formatValid: null, failure: null };
    const from = { conversation: kept, engines, engine: { reference, card }, asking: before.settings };
    await live(trajectory, clip, emit, signal, (context, holder) =>
      continueConversation(context, from, addition, holder),
    );
  };

  /** A trajectory of its own that begins as a finished one; `check` throws before anything is kept. */
  const again = async (
    id: string,
    options: {
      readonly check: (before: Trajectory, clip: OpenClip) => void;
      readonly branch: (before: Trajectory) => Trajectory['branch'];
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
    const trajectory = askedAgain(before, beginning(), card, options.branch(before));
    log.start(trajectory);
    await live(trajectory, clip, emit, signal, (context, holder) =>
      options.turns(context, before, card, holder),
    );
  };

  const rerun = (id: string, turn: number, range: FrameRange, emit: Emit, signal: AbortSignal) =>
    again(
      id,
      {
        check(before, { info }) {
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
        check: () => {},
        branch: ({ branch }) => branch,
        turns: (context, from, card, holder) => askReplay(context, engines, { from, card }, holder),
      },
      emit,
      signal,
    );

  return {
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
    cancelAll,
    interject(id, range) {
      const run = running.get(id);
      if (!run) return false;
      checkRange(range, run.clip.info);
      return run.add(range);
    },
    async [Symbol.asyncDispose]() {
      isClosing = true;
      await close();
      await shelf[Symbol.asyncDispose]();
    },
  };
}

const stillAnswered = (): DeepSportError =>
  new DeepSportError('BAD_INPUT', 'This question is still being answered: wait for its answer first.');
