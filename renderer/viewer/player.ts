import type { ClipInfo, FrameTimes } from '#common/domain/index.ts';
import { frameAtTime } from '../app/state/frame-lookup.ts';
import type { ReviewState, ReviewStore } from '../app/state/review-store.ts';
import { describeError } from '../client/describe-error.ts';
import { openBrowserFrameSource } from './browser-frame-source.ts';
import { createFrameRing, type FrameRing, ringCapacity } from './frame-ring.ts';
import { CannotDecodeHere, type DecodedFrame, type FrameSource } from './frame-source.ts';
import { createMainFrameSource } from './main-frame-source.ts';

export type PlayerOptions = {
  readonly clip: ClipInfo;
  readonly times: FrameTimes;
  readonly review: ReviewStore;
  readonly context: CanvasRenderingContext2D;
};

/** When the decoder is this far behind the clock, the clock waits for it instead of running away. */
const patienceSeconds = 0.25;
/** A step back by at most this many frames means that more steps back will follow. */
const smallStep = 12;

/** Keeps the canvas on the frame that the review store asks for, and runs the clock while playing. */
export function startPlayer({ clip, times, review, context }: PlayerOptions): { readonly stop: () => void } {
  const { timestampsSeconds } = times;
  let ring: FrameRing | undefined;
  let source: FrameSource | undefined;
  let stopped = false;
  let animation = 0;
  let anchor = { timeSeconds: 0, clock: 0 };

  const paint = (frame: DecodedFrame) => {
    if (review.getState().shown === frame.index) return;
    frame.draw(context);
    review.getState().pictureShown(frame.index);
  };

  const showFrom = (next: FrameSource, path: 'browser' | 'main') => {
    ring?.close();
    source?.close();
    source = next;
    ring = createFrameRing({
      source: next,
      frameCount: clip.frameCount,
      capacity: ringCapacity(clip.width * clip.height * (next.randomAccess ? 4 : 1.5)),
      onFrame: (frame) => {
        if (frame.index === review.getState().target) paint(frame);
      },
      onProblem: (error) => {
        if (path === 'browser' && !stopped) showFrom(createMainFrameSource(clip), 'main');
        else if (!stopped) review.getState().setPictureProblem(describeError(error).message);
      },
    });
    review.getState().setDecodePath(path);
    ring.want(review.getState().target, 1);
  };

  const tick = (clock: number) => {
    animation = requestAnimationFrame(tick);
    const { direction, speed, shown, target } = review.getState();
    const elapsed = ((clock - anchor.clock) / 1000) * speed * direction;
    const due = frameAtTime(timestampsSeconds, anchor.timeSeconds + elapsed);
    const from = shown ?? target;
    const picture = ring?.get(due) ?? ring?.nearest(from, due);
    if (picture) paint(picture);
    const behind = Math.abs(timeOf(due) - timeOf(review.getState().shown ?? from));
    if (behind > patienceSeconds * Math.max(1, speed)) {
      anchor = { timeSeconds: timeOf(review.getState().shown ?? from), clock };
      return;
    }
    if (due !== target) review.getState().playedTo(due);
  };

  const timeOf = (frame: number) => timestampsSeconds[frame] ?? 0;

  const follow = (state: ReviewState, before: ReviewState) => {
    if (state.clip?.id !== clip.id) return;
    const restarted = state.playing && !before.playing;
    if (
      restarted ||
      (state.playing && (state.speed !== before.speed || state.direction !== before.direction))
    ) {
      anchor = {
        timeSeconds: timeOf(restarted ? state.target : (state.shown ?? state.target)),
        clock: performance.now(),
      };
    }
    if (restarted) animation = requestAnimationFrame(tick);
    if (!state.playing && before.playing) cancelAnimationFrame(animation);
    if (state.target === before.target) return;
    const moved = state.target - before.target;
    const towards = state.playing ? state.direction : moved < 0 && moved >= -smallStep ? -1 : 1;
    ring?.want(state.target, towards);
    const picture = ring?.get(state.target);
    if (picture && !state.playing) paint(picture);
  };

  const unsubscribe = review.subscribe(follow);
  openBrowserFrameSource(clip, times)
    .then((opened) => (stopped ? opened.close() : showFrom(opened, 'browser')))
    .catch((error: unknown) => {
      if (stopped) return;
      if (error instanceof CannotDecodeHere) showFrom(createMainFrameSource(clip), 'main');
      else review.getState().setPictureProblem(describeError(error).message);
    });

  return {
    stop: () => {
      stopped = true;
      unsubscribe();
      cancelAnimationFrame(animation);
      ring?.close();
      source?.close();
    },
  };
}
