import { randomUUID } from 'node:crypto';
import {
  applyTrajectoryEvent,
  type CaseReplay,
  framesShown,
  isDeepSportError,
  type StageProgress,
  type Trajectory,
  throwIfCancelled,
} from '#common/domain/index.ts';
import type { Agent } from '#main/agent/index.ts';
import type { ProjectStore } from '#main/project/project-store.ts';
import type { ClipLibrary } from '../../services.ts';
import type { ClipAtHand } from './compare-clip.ts';

export type ReplayCaseParts = {
  /** The questions of the case are put in it first: a project that is kept nowhere. */
  readonly project: Pick<ProjectStore, 'startTrajectory' | 'endTrajectory'>;
  readonly clips: Pick<ClipLibrary, 'open' | 'openTrack'>;
  readonly agent: Pick<Agent, 'replay'>;
  readonly signal?: AbortSignal | undefined;
  readonly report?: ((progress: StageProgress) => void) | undefined;
};

/** Asks each question of a case again by its engine, seed and settings, and says whether it went as the first time. */
export async function replayCase(
  trajectories: readonly Trajectory[],
  clipsAtHand: readonly ClipAtHand[],
  parts: ReplayCaseParts,
): Promise<readonly CaseReplay[]> {
  const replays: CaseReplay[] = [];
  for (const [done, trajectory] of trajectories.entries()) {
    throwIfCancelled(parts.signal);
    parts.report?.({ stage: 'Asking again', done, total: trajectories.length });
    const { question, engine } = trajectory;
    const clip = clipsAtHand.find((each) => each.clip.id === trajectory.clipId);
    const result = clip
      ? await replayOne(trajectory, clip, parts)
      : { same: null, words: `${trajectory.clipName} is not at hand.` };
    replays.push({ question, engine: engine.name, ...result });
  }
  return replays;
}

async function replayOne(
  before: Trajectory,
  clip: ClipAtHand,
  { project, clips, agent, signal }: ReplayCaseParts,
): Promise<Pick<CaseReplay, 'same' | 'words'>> {
  const { status, answer, formatValid, failure } = before;
  // Its own may be taken: by the question itself, where the case came from here.
  const id = randomUUID();
  try {
    const opened = await clips.open(clip.source.path, { signal });
    const { videoTrack } = clip.clip;
    const info =
      opened.videoTrack === videoTrack ? opened : await clips.openTrack(opened.id, videoTrack, { signal });
    project.startTrajectory({ ...before, id, clipId: info.id });
    if (status !== 'running') {
      const end = { status, answer, formatValid: formatValid === true, failure };
      project.endTrajectory(id, { type: 'trajectory-end', ...end });
    }
    let after: Trajectory | undefined;
    for await (const event of agent.replay(id, { signal })) {
      after =
        event.type === 'trajectory-start' ? event.trajectory : after && applyTrajectoryEvent(after, event);
    }
    throwIfCancelled(signal);
    if (!after) return { same: null, words: 'It could not be asked again.' };
    const notices = after.steps.flatMap((step) => (step.kind === 'notice' ? [step.message] : []));
    if (after.failure) return { same: null, words: after.failure.message };
    const same = shownOf(before) === shownOf(after) && before.answer === after.answer;
    return { same, words: notices.at(-1) ?? '' };
  } catch (error) {
    if (!isDeepSportError(error) || error.code === 'CANCELLED') throw error;
    return { same: null, words: error.message };
  }
}

const shownOf = (trajectory: Trajectory): string =>
  framesShown(trajectory)
    .map(({ index, sha256 }) => `${index} ${sha256}`)
    .join();
