import type { ClipInfo, FrameTimes } from '#common/domain/index.ts';
import type { LayoutStore } from '../app/state/layout-store.ts';
import type { ReviewStore } from '../app/state/review-store.ts';
import { openAudioOutput } from './audio-output.ts';
import { loadSound } from './load-sound.ts';
import type { ClockTick } from './play-clock.ts';
import { createSoundPlayer } from './sound-player.ts';
import { distanceFrom, soundTarget } from './sound-schedule.ts';

export type StartSoundOptions = {
  readonly clip: ClipInfo;
  readonly times: FrameTimes;
  readonly layout: LayoutStore;
  readonly review: ReviewStore;
  /** Of two pictures only the one in hand is heard. */
  readonly isHeard: () => boolean;
  /** Told by its `data-sound-…` what is heard, for tests and for trouble. */
  readonly canvas: HTMLCanvasElement;
};

/** A picture may be this late before sound waits for it. */
const toleranceSeconds = 0.03;
/** A frame that stays so long may be where playing begins. */
const restMilliseconds = 400;

/** The clip's sound beside the clock that moves its picture. */
export function startSound({ clip, times, layout, review, isHeard, canvas }: StartSoundOptions) {
  const { timestampsSeconds } = times;
  const { timeScale } = clip;
  const inFile = (seconds: number) => seconds / timeScale;
  const end = clip.firstTimestampSeconds + clip.durationSeconds;
  const player = createSoundPlayer({
    clip: {
      startSeconds: inFile(clip.firstTimestampSeconds),
      durationSeconds: inFile(clip.durationSeconds),
    },
    load: (from, seconds, reversed, signal) => loadSound(clip.id, from, seconds, reversed, signal),
    openOutput: openAudioOutput,
  });

  const follow = ({ clock, timeSeconds, shown, rate, newRound }: ClockTick) => {
    if (!clip.hasAudio) return;
    const { muted, volume } = layout.getState();
    const picture = {
      startSeconds: timestampsSeconds[shown] ?? 0,
      endSeconds: timestampsSeconds[shown + 1] ?? end,
    };
    const target = soundTarget(timeSeconds, picture, toleranceSeconds * Math.abs(rate));
    const fileRate = rate / timeScale;
    const { loop } = review.getState();
    const entry =
      loop && (rate > 0 ? timestampsSeconds[loop.start] : (timestampsSeconds[loop.end + 1] ?? end));
    player.follow({
      clock,
      targetSeconds: inFile(target),
      rate: fileRate,
      volume: muted || !isHeard() ? 0 : volume,
      loop: entry === null || entry === undefined ? undefined : { entrySeconds: inFile(entry), newRound },
    });
    const heard = player.heard(clock);
    canvas.dataset.sound = heard === undefined ? 'silent' : 'heard';
    if (heard === undefined) return;
    canvas.dataset.soundSeconds = heard.toFixed(3);
    const apart = distanceFrom(heard * timeScale, picture) / Math.abs(rate);
    canvas.dataset.soundApartMs = (apart * 1000).toFixed(1);
  };

  let resting: ReturnType<typeof setTimeout> | undefined;
  return {
    follow,
    pause: () => {
      player.pause();
      canvas.dataset.sound = 'silent';
    },
    /** Told that a frame is shown and nothing moves. */
    rest: (frame: number) => {
      clearTimeout(resting);
      const { muted, volume } = layout.getState();
      if (!clip.hasAudio || muted || volume === 0 || !isHeard()) return;
      resting = setTimeout(() => player.expect(inFile(timestampsSeconds[frame] ?? 0)), restMilliseconds);
    },
    close: () => {
      clearTimeout(resting);
      player.close();
    },
  };
}
