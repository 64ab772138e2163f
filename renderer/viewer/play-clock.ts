import { frameAtTime } from '../app/state/frame-lookup.ts';
import type { ReviewState, ReviewStore } from '../app/state/review-store.ts';
import type { DecodedFrame } from './frame-source.ts';

/** What one turn of the clock came to, in the clip's seconds. */
export type ClockTick = {
  /** `performance.now()` of it. */
  readonly clock: number;
  readonly timeSeconds: number;
  /** The frame on the screen. */
  readonly shown: number;
  /** Seconds of the clip for each second; negative backwards. */
  readonly rate: number;
};

export type PlayClockOptions = {
  readonly timestampsSeconds: readonly number[];
  readonly review: ReviewStore;
  /** The picture of the frame that is due, or the newest on the way to it from the one shown. */
  readonly pictureFor: (shown: number, due: number) => DecodedFrame | undefined;
  readonly paint: (frame: DecodedFrame) => void;
  readonly onTick: (tick: ClockTick) => void;
};

/** When the decoder is this far behind the clock, the clock waits for it instead of running away. */
const patienceSeconds = 0.25;

/** Moves the review store's target with the time while it plays. */
export function createPlayClock({ timestampsSeconds, review, pictureFor, paint, onTick }: PlayClockOptions) {
  let animation = 0;
  let anchor = { timeSeconds: 0, clock: 0 };
  const timeOf = (frame: number) => timestampsSeconds[frame] ?? 0;

  const tick = (clock: number) => {
    animation = requestAnimationFrame(tick);
    const { direction, speed, shown, target } = review.getState();
    const rate = speed * direction;
    const timeSeconds = anchor.timeSeconds + ((clock - anchor.clock) / 1000) * rate;
    const due = frameAtTime(timestampsSeconds, timeSeconds);
    const from = shown ?? target;
    const picture = pictureFor(from, due);
    if (picture) paint(picture);
    const seen = review.getState().shown ?? from;
    if (Math.abs(timeOf(due) - timeOf(seen)) > patienceSeconds * Math.max(1, speed)) {
      anchor = { timeSeconds: timeOf(seen), clock };
    } else if (due !== target) review.getState().playedTo(due);
    if (review.getState().playing) onTick({ clock, timeSeconds, shown: seen, rate });
  };

  return {
    follow: (state: ReviewState, before: ReviewState) => {
      const restarted = state.playing && !before.playing;
      const turned = state.speed !== before.speed || state.direction !== before.direction;
      if (restarted || (state.playing && turned)) {
        anchor = {
          timeSeconds: timeOf(restarted ? state.target : (state.shown ?? state.target)),
          clock: performance.now(),
        };
      }
      if (restarted) animation = requestAnimationFrame(tick);
      if (!state.playing && before.playing) cancelAnimationFrame(animation);
    },
    stop: () => cancelAnimationFrame(animation),
  };
}
