import { type ClipInfo, cancelled, type FrameFingerprint, type FrameTimes } from '#common/domain/index.ts';
import type { LayoutStore } from '../app/state/layout-store.ts';
import type { ReviewState, ReviewStore } from '../app/state/review-store.ts';
import { describeError } from '../client/describe-error.ts';
import { verificationTexts } from '../texts/viewer.ts';
import { openBrowserFrameSource } from './browser-frame-source.ts';
import { createFrameRing, type FrameRing, ringCapacity } from './frame-ring.ts';
import { CannotDecodeHere, type DecodedFrame, type FrameSource } from './frame-source.ts';
import { createMainFrameSource } from './main-frame-source.ts';
import { createPlayClock } from './play-clock.ts';
import { startSound } from './start-sound.ts';
import { verifyFrame } from './verify-frame.ts';

export type PlayerOptions = {
  readonly clip: ClipInfo;
  readonly times: FrameTimes;
  readonly review: ReviewStore;
  readonly layout: LayoutStore;
  readonly context: CanvasRenderingContext2D;
  /** Of two pictures only the one in hand is heard. */
  readonly isHeard: () => boolean;
  /** Whether a picture that goes along with this one is late. */
  readonly isHeldBack: () => boolean;
  readonly fingerprint: (frame: number, signal: AbortSignal) => Promise<FrameFingerprint>;
};

/** A step back by at most this many frames means that more steps back will follow. */
const smallStep = 12;
/** A frame that stays so long is worth its exact picture. */
const restMilliseconds = 60;

const isMoving = ({ playing, led }: ReviewState): boolean => playing || led !== null;

/** Keeps the canvas on the frame that the review store asks for, and runs the clock while playing. */
export function startPlayer(options: PlayerOptions): { readonly stop: () => void } {
  const { clip, times, review, context, fingerprint } = options;
  const stopped = new AbortController();
  let ring: FrameRing | undefined;
  let source: FrameSource | undefined;
  let path: 'browser' | 'main' = 'browser';
  let painted: DecodedFrame | undefined;
  /** Of the frame at rest; kept apart from the ring, for it takes more memory. */
  let exact: DecodedFrame | undefined;
  let resting: AbortController | undefined;
  let verifyDue = false;

  const paint = (frame: DecodedFrame) => {
    if (painted === frame || (painted && painted === exact && painted.index === frame.index)) return;
    painted = frame;
    frame.draw(context);
    context.canvas.dataset.exact = String(!frame.exactly);
    if (exact !== frame) dropExact();
    review.getState().pictureShown(frame.index);
    atRest();
  };

  /** Where nothing moves any more: the exact picture, and what was asked about it. */
  const atRest = () => {
    resting?.abort();
    const state = review.getState();
    if (isMoving(state) || painted?.index !== state.target) return;
    sound.rest(state.target);
    if (painted.exactly) {
      resting = new AbortController();
      void paintExactly(painted.exactly, resting.signal);
    } else if (verifyDue) void verify(painted);
  };

  const dropExact = () => {
    exact?.close();
    exact = undefined;
  };

  const paintExactly = async (read: NonNullable<DecodedFrame['exactly']>, signal: AbortSignal) => {
    try {
      await new Promise((later) => setTimeout(later, restMilliseconds));
      if (signal.aborted || stopped.signal.aborted) return;
      const frame = await read(signal);
      if (signal.aborted || stopped.signal.aborted) return frame.close();
      dropExact();
      exact = frame;
      paint(frame);
    } catch (error) {
      if (!signal.aborted) review.getState().setPictureProblem(describeError(error).message);
    }
  };

  const verify = async (frame: DecodedFrame) => {
    verifyDue = false;
    const { setVerification } = review.getState();
    const tell = (verification: ReviewState['verification']) => {
      if (painted?.index === frame.index && !stopped.signal.aborted) setVerification(verification);
    };
    const running = verificationTexts.running(frame.index);
    tell({ frame: frame.index, verdict: 'running', words: running, details: running });
    try {
      const { width, height } = context.canvas;
      tell(
        await verifyFrame({
          clip,
          frame,
          shown: context.getImageData(0, 0, width, height),
          viaMain: path === 'main',
          fingerprint: () => fingerprint(frame.index, stopped.signal),
          signal: stopped.signal,
        }),
      );
    } catch (error) {
      const words = verificationTexts.failed(frame.index, describeError(error).message);
      tell({ frame: frame.index, verdict: 'failed', words, details: words });
    }
  };

  const showFrom = (next: FrameSource, by: 'browser' | 'main') => {
    ring?.close();
    source?.close();
    source = next;
    path = by;
    painted = undefined;
    dropExact();
    const own = createFrameRing({
      source: next,
      frameCount: clip.frameCount,
      capacity: ringCapacity(clip.width * clip.height * (next.randomAccess ? 4 : 1.5)),
      onFrame: (frame) => {
        if (frame.index === review.getState().target) paint(frame);
      },
      onProblem: (error) => {
        if (stopped.signal.aborted || ring !== own) return;
        if (by === 'browser') showFrom(createMainFrameSource(clip), 'main');
        else review.getState().setPictureProblem(describeError(error).message);
      },
    });
    ring = own;
    review.getState().setDecodePath(by);
    ring.want(review.getState().target, 1, review.getState().loop);
  };

  const openSource = async () => {
    const wanted = review.getState().mainAsked ? 'main' : 'browser';
    try {
      if (wanted === 'main') throw new CannotDecodeHere('Main’s pictures are asked for.');
      const opened = await openBrowserFrameSource(clip, times);
      const outdated = stopped.signal.aborted || review.getState().mainAsked;
      if (outdated) opened.close();
      else showFrom(opened, 'browser');
    } catch (error) {
      if (stopped.signal.aborted) return;
      if (error instanceof CannotDecodeHere) showFrom(createMainFrameSource(clip), 'main');
      else review.getState().setPictureProblem(describeError(error).message);
    }
  };

  const sound = startSound({ ...options, canvas: context.canvas });
  const clock = createPlayClock({
    timestampsSeconds: times.timestampsSeconds,
    endSeconds: clip.firstTimestampSeconds + clip.durationSeconds,
    review,
    isHeldBack: options.isHeldBack,
    pictureFor: (from, due) => ring?.get(due) ?? ring?.nearest(from, due),
    paint,
    onTick: sound.follow,
  });

  const moveTo = (state: ReviewState, before: ReviewState) => {
    const moved = state.target - before.target;
    const stepped = moved < 0 && moved >= -smallStep ? -1 : 1;
    const towards = state.playing ? state.direction : (state.led ?? stepped);
    ring?.want(state.target, towards, state.loop);
    if (state.playing) return;
    const picture = ring?.get(state.target);
    if (picture) paint(picture);
    // On the way to where another clip's playing leads, an older picture is better than none.
    else if (state.led !== null && Math.sign(moved) === state.led && painted) {
      const nearest = ring?.nearest(painted.index, state.target);
      if (nearest) paint(nearest);
    }
  };

  const follow = (state: ReviewState, before: ReviewState) => {
    if (state.clip?.id !== clip.id) return;
    clock.follow(state, before);
    if (!state.playing && before.playing) sound.pause();
    if (state.mainAsked !== before.mainAsked) void openSource();
    if (state.verifyAsked !== before.verifyAsked) verifyDue = true;
    if (state.target !== before.target || state.loop !== before.loop) moveTo(state, before);
    const still = !isMoving(state) && (isMoving(before) || state.verifyAsked !== before.verifyAsked);
    if (still) atRest();
  };

  const unsubscribe = review.subscribe(follow);
  void openSource();
  const now = review.getState();
  if (now.playing) clock.follow(now, { ...now, playing: false });

  return {
    stop: () => {
      stopped.abort(cancelled());
      unsubscribe();
      resting?.abort();
      clock.stop();
      sound.close();
      dropExact();
      ring?.close();
      source?.close();
    },
  };
}
