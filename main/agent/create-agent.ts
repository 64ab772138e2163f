import type { AskRequest } from '#common/contract/index.ts';
import {
  DeepSportError,
  type EngineCard,
  type FrameRange,
  isDeepSportError,
  type Trajectory,
  type TrajectoryEvent,
  throwIfCancelled,
  toDeepSportError,
} from '#common/domain/index.ts';
import type { EngineRegistry } from '#main/inference/engine-registry.ts';
import type { Clock, CreateId } from '#main/platform/index.ts';
import { withAbort } from '#main/platform/index.ts';
import type { ClipAnalyser, VideoService } from '#main/video/index.ts';
import type { Agent, RunOptions, TrajectoryLog } from './agent.ts';
import { checkRange, checkRequest } from './loop/check-request.ts';
import { continueWithLook } from './loop/continue-with-look.ts';
import { closeConversation, createConversationShelf } from './loop/conversation-shelf.ts';
import { streamEvents } from './loop/event-stream.ts';
import { firstMessage } from './loop/first-message.ts';
import { createInterjections, type Interjections } from './loop/interjections.ts';
import { openConversation } from './loop/open-conversation.ts';
import { createRecorder, type Ending } from './loop/recorder.ts';
import type { OpenClip, OpenConversation, RunContext } from './loop/run-context.ts';
import { runTurns } from './loop/run-turns.ts';

export type AgentDependencies = {
  readonly video: Pick<VideoService, 'frames'>;
  /** What the text tools and the first view know of a clip; a question never starts or awaits an analysis. */
  readonly analyser: Pick<ClipAnalyser, 'state' | 'motion'>;
  readonly engines: Pick<EngineRegistry, 'card' | 'open'>;
  /** The clips that are open; may throw NOT_FOUND itself. */
  readonly clips: { get(clipId: string): OpenClip | undefined };
  readonly log: TrajectoryLog;
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
  const { video, analyser, engines, clips, log, clock, createId } = dependencies;
  const { toolPatienceMilliseconds = 10_000 } = dependencies;
  const shelf = createConversationShelf(dependencies.keptConversations ?? 4);
  const running = new Map<string, Interjections & { readonly clip: OpenClip }>();
  const tasks = new Set<Promise<void>>();
  const closing = new AbortController();

  const stream = (
    task: (emit: Emit, signal: AbortSignal) => Promise<void>,
    signal: AbortSignal | undefined,
  ): AsyncIterable<TrajectoryEvent> => {
    const tracked = (emit: Emit, taskSignal: AbortSignal): Promise<void> => {
      const work = task(emit, taskSignal);
      const settled = work.catch(() => {}).finally(() => tasks.delete(settled));
      tasks.add(settled);
      return work;
    };
    return streamEvents(tracked, signal ? AbortSignal.any([signal, closing.signal]) : closing.signal);
  };

  const openClip = (clipId: string): OpenClip => {
    const clip = clips.get(clipId);
    if (!clip) throw new DeepSportError('NOT_FOUND', 'This clip is not open. Open it again.', { clipId });
    return clip;
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
    } catch (error) {
      ending = failed(error, signal);
    }
    interjections.close();
    running.delete(id);
    if (holder.open && ending.status === 'answered' && !closing.signal.aborted) shelf.put(id, holder.open);
    else if (holder.open) void closeConversation(holder.open);
    recorder.end(ending);
  };

  const ask = async (request: AskRequest, emit: Emit, signal: AbortSignal): Promise<void> => {
    throwIfCancelled(signal);
    const clip = openClip(request.clipId);
    checkRequest(request, clip.info);
    const { defaultEngine } = dependencies;
    const reference =
      request.engine ?? (typeof defaultEngine === 'function' ? defaultEngine() : defaultEngine);
    const card = await withAbort(engines.card(reference), signal);
    const createdAt = new Date(clock()).toISOString();
    const trajectory = newTrajectory(createId(), createdAt, request, clip, card);
    log.start(trajectory);
    await live(trajectory, clip, emit, signal, async (context, holder) => {
      const open = await openConversation(context, engines, { reference, card }, request);
      holder.open = open;
      return runTurns(context, open, await firstMessage(context, open, request));
    });
  };

  const look = async (id: string, range: FrameRange, emit: Emit, signal: AbortSignal): Promise<void> => {
    throwIfCancelled(signal);
    const before = log.get(id);
    if (!before) throw new DeepSportError('NOT_FOUND', 'This question is no longer in the project.', { id });
    const clip = openClip(before.clipId);
    checkRange(range, clip.info);
    if (running.has(id)) {
      throw new DeepSportError(
        'BAD_INPUT',
        'This question is still being answered; hand the range to it instead.',
      );
    }
    const kept = shelf.take(id);
    const reference = kept?.reference ?? before.engine.id;
    const card = kept?.model.card ?? (await withAbort(engines.card(reference), signal));
    try {
      // Another look may have begun while the card was fetched.
      if (running.has(id)) throw new DeepSportError('BAD_INPUT', 'This question is still being answered.');
      log.resume(id);
    } catch (error) {
      if (kept) shelf.put(id, kept);
      throw error;
    }
    const trajectory: Trajectory = { ...before, status: 'running', formatValid: null, failure: null };
    await live(trajectory, clip, emit, signal, (context, holder) =>
      continueWithLook(context, engines, { reference, card }, range, kept, holder),
    );
  };

  return {
    ask: (request, options: RunOptions = {}) =>
      stream((emit, signal) => ask(request, emit, signal), options.signal),
    look: (id, range, options: RunOptions = {}) =>
      stream((emit, signal) => look(id, range, emit, signal), options.signal),
    followUp: notYet,
    rerun: notYet,
    replay: notYet,
    cancelAll: async () => {},
    interject(id, range) {
      const run = running.get(id);
      if (!run) return false;
      checkRange(range, run.clip.info);
      return run.add(range);
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      await Promise.all(tasks);
      await shelf[Symbol.asyncDispose]();
    },
  };
}

function notYet(): never {
  throw new DeepSportError('INTERNAL', 'Not there yet.');
}

function newTrajectory(
  id: string,
  createdAt: string,
  request: AskRequest,
  { info }: OpenClip,
  card: EngineCard,
): Trajectory {
  const { question, mode, seed, form, scope, eventId } = request;
  const { id: engineId, name, device, local, weightsSha256, summary } = card;
  return {
    id,
    clipId: info.id,
    clipName: info.name,
    question,
    mode,
    engine: { id: engineId, name, device, local, weightsSha256, summary },
    seed,
    scope: scope ?? null,
    eventId: eventId ?? null,
    form,
    settings: {
      initialFrames: request.initialFrames ?? null,
      maxTurns: request.maxTurns ?? null,
      temperature: request.temperature,
      topP: request.topP,
      repetitionPenalty: request.repetitionPenalty,
      looks: request.looks,
    },
    branch: null,
    createdAt,
    status: 'running',
    steps: [],
    answer: null,
    formatValid: null,
    failure: null,
  };
}

function failed(error: unknown, signal: AbortSignal): Ending {
  const { code, message } = toDeepSportError(error);
  const isCancelled = code === 'CANCELLED' || (signal.aborted && !isDeepSportError(error));
  return isCancelled
    ? { status: 'cancelled', failure: null }
    : { status: 'failed', failure: { code, message } };
}
