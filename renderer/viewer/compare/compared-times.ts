import type { SyncedFrames } from '../../app/state/frame-lookup.ts';
import type { ReviewState } from '../../app/state/review-store.ts';
import { compareTexts as texts } from '../../texts/compare.ts';

type Shown = Pick<ReviewState, 'clip' | 'times' | 'shown' | 'target'>;

export type ComparedTimes = {
  /** The right frame's time less the left one's; null before both indexes are there. */
  readonly apartSeconds: number | null;
  /** How well the two frames are the same instant; null while nothing is synced. */
  readonly words: string | null;
};

/** What the times of the two frames shown say. */
export function comparedTimes(left: Shown, right: Shown, sync: SyncedFrames | null): ComparedTimes {
  const timeOf = ({ times }: Shown, frame: number) => times?.timestampsSeconds[frame];
  const [here, there] = [timeOf(left, left.shown ?? left.target), timeOf(right, right.shown ?? right.target)];
  if (here === undefined || there === undefined) return { apartSeconds: null, words: null };
  const apartSeconds = there - here;
  const synced = sync && { left: timeOf(left, sync.left), right: timeOf(right, sync.right) };
  if (synced?.left === undefined || synced.right === undefined) return { apartSeconds, words: null };
  /** How much later in the scene the right picture is. */
  const late = apartSeconds - (synced.right - synced.left);
  const milliseconds = Math.round(Math.abs(late) * 1000);
  return {
    apartSeconds,
    words: milliseconds === 0 ? texts.sameInstant : wordsOf(late, milliseconds, left, right),
  };
}

function wordsOf(late: number, milliseconds: number, left: Shown, right: Shown): string {
  const isFirst = ({ shown }: Shown) => shown === 0;
  const isLast = ({ shown, clip }: Shown) => clip !== null && shown === clip.frameCount - 1;
  const isLong = milliseconds > 100;
  if (isLong && late > 0 && isFirst(right)) return texts.before;
  if (isLong && late < 0 && isLast(right)) return texts.after;
  if (isLong && late < 0 && isFirst(left)) return texts.beforeLeft;
  if (isLong && late > 0 && isLast(left)) return texts.afterLeft;
  return late > 0 ? texts.later(milliseconds) : texts.earlier(milliseconds);
}
