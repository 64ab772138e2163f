import type { ClipInfo } from '#common/domain/index.ts';
import { framesShown } from '#common/domain/index.ts';
import type { Client } from '../../client/client.ts';
import { describeError } from '../../client/describe-error.ts';
import { stateTexts } from '../../texts/app.ts';
import type { AnalysisStore } from './analysis-store.ts';
import type { EventsStore } from './events-store.ts';
import { namedFrames } from './named-frames.ts';
import type { NoticesStore } from './notices-store.ts';
import type { QuestionsStore } from './questions-store.ts';
import type { ReviewStore } from './review-store.ts';

export type ShowClipParts = {
  readonly client: Client;
  readonly review: ReviewStore;
  readonly events: EventsStore;
  readonly analysis: AnalysisStore;
  readonly questions: QuestionsStore;
  readonly notices: NoticesStore;
};

/** Which clip is under review: the one that is shown, or none. */
export function createShowClip({ client, review, events, analysis, questions, notices }: ShowClipParts) {
  const { tell, startJob } = notices.getState();

  /** A reopened answer starts where its evidence starts. */
  const showFirstEvidence = () => {
    const { runs, shown } = questions.getState();
    const trajectory = runs.find((run) => run.key === shown[0])?.trajectory;
    if (!trajectory?.answer || review.getState().target !== 0) return;
    const sent = new Set(framesShown(trajectory).map((frame) => frame.index));
    const count = review.getState().clip?.frameCount ?? 0;
    const turns = trajectory.steps.flatMap((step) => (step.kind === 'turn' ? [step.thought] : []));
    const texts = [trajectory.answer, ...turns.reverse()];
    const named = texts
      .flatMap((text) => namedFrames(text, count))
      .find((frame) => sent.has(frame) || frame > 0);
    if (named !== undefined) review.getState().goTo(named);
  };

  return {
    /** Shows a clip; its questions and frame index follow. */
    openClip: async (clip: ClipInfo): Promise<void> => {
      review.getState().showClip(clip);
      events.getState().select([]);
      void analysis.getState().follow(null);
      const aborter = new AbortController();
      const job = startJob(stateTexts.opening(clip.name), () => aborter.abort());
      try {
        const questionsLoaded = questions.getState().load(clip.id);
        review
          .getState()
          .setTimes(clip.id, await client.clips.frameTimes({ clipId: clip.id }, { signal: aborter.signal }));
        // After the index, so that the first picture waits for nothing.
        if (review.getState().clip?.id === clip.id) void analysis.getState().follow(clip.id);
        await questionsLoaded;
        showFirstEvidence();
      } catch (error) {
        const message = aborter.signal.aborted ? stateTexts.openingCancelled : describeError(error).message;
        if (review.getState().clip?.id === clip.id) review.getState().setPictureProblem(message);
        tell('problem', message);
      } finally {
        job.end();
      }
    },
    closeClip: async (): Promise<void> => {
      review.getState().showClip(null);
      events.getState().select([]);
      void analysis.getState().follow(null);
      await questions.getState().load(null);
    },
  };
}
