import { frameAtTime } from '#common/domain/index.ts';
import type { ReviewState, ReviewStore } from '../app/state/review-store.ts';
import type { DecodedFrame } from './frame-source.ts';
import { backIntoLoop, loopSpan } from './play-loop.ts';

/** What one turn of the clock came to, in the clip's seconds. */
export type ClockTick = {
  /** `performance.now()` of it. */
  readonly clock: number;
  readonly timeSeconds: number;
  /** The frame on the screen. */
  readonly shown: number;
  /** Seconds of the clip for each second; negative backwards. */
  readonly rate: number;
  /** True where a loop began anew. */
  readonly newRound: boolean;
};

export type PlayClockOptions = {
  readonly timestampsSeconds: readonly number[];
  /** The end of the last frame. */
  readonly endSeconds: number;
  readonly review: ReviewStore;
  /** The picture of the frame that is due, or the newest on the way to it from the one shown. */
  readonly pictureFor: (shown: number, due: number) => DecodedFrame | undefined;
  readonly paint: (frame: DecodedFrame) => void;
  /** Whether a picture that goes along with this one is late, so that the clock waits for it. */
  readonly isHeldBack: () => boolean;
  readonly onTick: (tick: ClockTick) => void;
};

/** When the decoder is this far behind the clock, the clock waits for it instead of running away. */
export const patienceSeconds = 0.25;

/** Moves the review store's target with the time while it plays. */
export function createPlayClock(options: PlayClockOptions) {
  const { timestampsSeconds, endSeconds, review, pictureFor, paint, isHeldBack, onTick } = options;
  let animation = 0;
  let anchor = { timeSeconds: 0, clock: 0 };
  /** The first frame of a round of the loop, until a picture of that round is on the screen. */
  let roundFrom: number | null = null;
  const timeOf = (frame: number) => timestampsSeconds[frame] ?? 0;

  const tick = (clock: number) => {
    animation = requestAnimationFrame(tick);
    const { direction, speed, shown, target, loop } = review.getState();
    const rate = speed * direction;
    // A turn may carry the time of its beginning, before the anchor was set: no frame before the first is due then.
    const passedSeconds = Math.max(0, clock - anchor.clock) / 1000;
    let timeSeconds = anchor.timeSeconds + passedSeconds * rate;
    const back = loop ? backIntoLoop(timeSeconds, rate, loopSpan(loop, timestampsSeconds, endSeconds)) : 0;
    if (loop && back !== 0) {
      anchor = { ...anchor, timeSeconds: anchor.timeSeconds + back };
      timeSeconds += back;
      roundFrom = rate < 0 ? loop.end : loop.start;
    }
    const due = frameAtTime(timestampsSeconds, timeSeconds);
    const from = roundFrom ?? shown ?? target;
    const picture = pictureFor(from, due);
    if (picture) {
      paint(picture);
      roundFrom = null;
    }
    const seen = roundFrom ?? review.getState().shown ?? from;
    const isLate =
      Math.abs(timeOf(due) - timeOf(seen)) > patienceSeconds * Math.max(1, speed) || isHeldBack();
    if (isLate) anchor = { timeSeconds: timeOf(seen), clock };
    const wanted = isLate ? (roundFrom ?? target) : due;
    if (wanted !== target) review.getState().playedTo(wanted);
    if (review.getState().playing) onTick({ clock, timeSeconds, shown: seen, rate, newRound: back !== 0 });
  };

  return {
    follow: (state: ReviewState, before: ReviewState) => {
      const restarted = state.playing && !before.playing;
      const turned = state.speed !== before.speed || state.direction !== before.direction;
      if (restarted || (state.playing && turned)) {
        roundFrom = null;
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
