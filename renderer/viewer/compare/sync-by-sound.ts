import { type ClipInfo, cancelled, frameAtTime } from '#common/domain/index.ts';
import type { AppState } from '../../app/state/app-state.ts';
import type { SyncedFrames } from '../../app/state/frame-lookup.ts';
import { describeError } from '../../client/describe-error.ts';
import { compareTexts as texts } from '../../texts/compare.ts';
import { compareSounds, type SoundStretch } from './compare-sounds.ts';

/** Sound on both sides of the frame shown that is listened to. */
const reachSeconds = 300;
/** Frames about the one shown among which the pair is chosen that fits best. */
const choice = 30;

let running: AbortController | null = null;

/** Finds by their sound how two clips lie in time and makes it the sync point; again while it runs: cancels it. */
export async function syncBySound({ stores }: AppState): Promise<void> {
  if (running) return running.abort(cancelled());
  const { notices, compare, review } = stores;
  const { tell, startJob } = notices.getState();
  const [left, right] = [review.getState(), compare.getState().right.getState()];
  if (compare.getState().mode === 'off' || !left.clip || !right.clip || !left.times || !right.times) return;
  const silent = [left.clip, right.clip].find(({ hasAudio }) => !hasAudio);
  if (silent) return tell('problem', texts.noSound(silent.name));

  const aborter = new AbortController();
  running = aborter;
  const job = startJob(texts.hearing, () => aborter.abort(cancelled()));
  try {
    const found = await compareSounds({
      left: stretchAround(left.clip, left.times.timestampsSeconds[left.target] ?? 0),
      right: stretchAround(right.clip, right.times.timestampsSeconds[right.target] ?? 0),
      signal: aborter.signal,
      onProgress: (fraction) =>
        job.update({ fraction, words: texts.hearingPart(Math.round(100 * fraction)) }),
    });
    const isSame =
      review.getState().clip?.id === left.clip.id &&
      compare.getState().right.getState().clip?.id === right.clip.id;
    if (!isSame) return;
    if (!found) return tell('problem', texts.noMatch);
    // Times of the clips are real seconds; those of their sound are the files’ own.
    const offset = found.offsetSeconds * right.clip.timeScale;
    const frames = nearestPair(
      { times: left.times.timestampsSeconds, shown: review.getState().target },
      right.times.timestampsSeconds,
      offset,
    );
    if (!frames) return tell('problem', texts.heardApart(offset));
    compare.getState().setSync(frames, texts.soundTitle);
    tell('note', texts.heard(offset, found.confidence, frames.left, frames.right));
  } catch (error) {
    if (aborter.signal.aborted) tell('note', texts.hearingCancelled);
    else tell('problem', describeError(error).message);
  } finally {
    running = null;
    job.end();
  }
}

function stretchAround(clip: ClipInfo, timeSeconds: number): SoundStretch {
  const inFile = (seconds: number) => seconds / clip.timeScale;
  const [start, middle] = [inFile(clip.firstTimestampSeconds), inFile(timeSeconds)];
  return {
    clip,
    fromSeconds: Math.max(start, middle - reachSeconds),
    toSeconds: Math.min(start + inFile(clip.durationSeconds), middle + reachSeconds),
  };
}

/** The frames about the left one shown, where both clips go on, whose times come nearest to the offset. */
export function nearestPair(
  left: { readonly times: readonly number[]; readonly shown: number },
  rightTimes: readonly number[],
  offsetSeconds: number,
): SyncedFrames | null {
  const [first = 0, last = 0] = [rightTimes[0], rightTimes.at(-1)];
  const begin = frameAtTime(left.times, first - offsetSeconds);
  const end = frameAtTime(left.times, last - offsetSeconds);
  const middle = Math.max(begin, Math.min(end, left.shown));
  let best: (SyncedFrames & { readonly apart: number }) | null = null;
  for (let frame = middle - choice; frame <= middle + choice; frame += 1) {
    const time = left.times[frame];
    if (time === undefined) continue;
    const below = frameAtTime(rightTimes, time + offsetSeconds);
    for (const right of [below, below + 1]) {
      const apart = Math.abs((rightTimes[right] ?? Number.POSITIVE_INFINITY) - time - offsetSeconds);
      const isBetter = !best || apart < best.apart - 1e-4;
      const isNearer =
        best && apart < best.apart + 1e-4 && Math.abs(frame - middle) < Math.abs(best.left - middle);
      if (isBetter || isNearer) best = { left: frame, right, apart };
    }
  }
  // More than a frame apart means that one clip ends before the other begins.
  return best && best.apart < 0.1 ? { left: best.left, right: best.right } : null;
}
