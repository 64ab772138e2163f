import {
  DeepSportError,
  type FrameRange,
  type Trajectory,
  type TrajectoryEvent,
  throwIfCancelled,
  toDeepSportError,
} from '#common/domain/index.ts';
import type { AgentDependencies } from '../agent-dependencies.ts';
import { changedSources } from '../probes/changed-sources.ts';
import { checkRange } from './check-request.ts';
import { checkRevealed } from './check-revealed.ts';
import { closeConversation, createConversationShelf } from './conversation-shelf.ts';
import { failedEnding } from './failed-ending.ts';
import { createInterjections, type Interjections } from './interjections.ts';
import type { OpenClip } from './open-clip.ts';
import { createRecorder, type Ending } from './recorder.ts';
import type { OpenConversation, RunContext } from './run-context.ts';

export type Emit = (event: TrajectoryEvent) => void;

/** What a run holds open while it runs; kept afterwards only if it was answered. */
export type Holder = { open: OpenConversation | undefined };

/** The trajectories that are being answered, and the conversations of those that were answered last. */
export function createLiveTrajectories(dependencies: AgentDependencies) {
  const { video, analyser, log, proposals, clock, toolPatienceMilliseconds = 10_000 } = dependencies;
  const shelf = createConversationShelf(dependencies.keptConversations ?? 4);
  const running = new Map<string, Interjections & { readonly clip: OpenClip }>();
  let isClosing = false;

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

  return {
    shelf,
    /** Throws BAD_INPUT for a trajectory that is being answered. */
    checkEnded(id: string): void {
      if (!running.has(id)) return;
      throw new DeepSportError(
        'BAD_INPUT',
        'This question is still being answered: wait for its answer first.',
      );
    },

    /** Runs turns on a trajectory that has been logged as running; ends it exactly once, whatever happens. */
    async run(
      trajectory: Trajectory,
      clip: OpenClip,
      emit: Emit,
      signal: AbortSignal,
      turns: (context: RunContext, holder: Holder) => Promise<Ending>,
    ): Promise<void> {
      const interjections = createInterjections();
      const recorder = createRecorder(trajectory, log, emit);
      const { mode, seed, id, probe } = trajectory;
      const shown = probe ? changedSources(probe.change, seed, { video, analyser }) : { video, analyser };
      const tools = { ...shown, toolPatienceMilliseconds };
      const context = { clip, mode, seed, recorder, interjections, ...tools, clock, signal };
      const holder: Holder = { open: undefined };
      running.set(id, { ...interjections, clip });
      emit({ type: 'trajectory-start', trajectory });
      let ending: Ending;
      try {
        ending = await turns(context, holder);
        const isProposed = ending.status === 'answered' && !probe && !log.isVeiled(trajectory);
        if (isProposed) await propose(context);
      } catch (error) {
        ending = failedEnding(error, signal);
      }
      interjections.close();
      running.delete(id);
      const isKept = ending.status === 'answered' && !isClosing && !probe;
      if (holder.open && isKept) shelf.put(id, holder.open);
      else if (holder.open) void closeConversation(holder.open);
      recorder.end(ending);
    },

    /** False where the trajectory has ended. */
    interject(id: string, range: FrameRange): boolean {
      const run = running.get(id);
      if (!run) return false;
      const trajectory = log.get(id);
      if (trajectory) checkRevealed(trajectory, log);
      checkRange(range, run.clip.info);
      return run.add(range);
    },

    /** From now on nothing is kept open. */
    beginClosing: () => {
      isClosing = true;
    },
  };
}
