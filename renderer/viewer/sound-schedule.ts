/** Seconds of the file in each piece of sound that is fetched; pieces lie on a fixed grid from 0 on. */
export const pieceSeconds = 2;
/** Seconds of playing, at the present speed, for which sound lies ready. */
const readySeconds = 2.5;
/** Pieces kept, at most: 0.75 MB each. */
export const mostPieces = 24;
/** Faster than this against the file's own time, sound is only noise. */
const fastestRate = 8;

/** How the sound runs: at this time of the audio clock this moment of the file is heard. */
export type SoundAnchor = {
  readonly clockSeconds: number;
  readonly fileSeconds: number;
  /** Seconds of the file for each second of the clock; negative backwards. */
  readonly rate: number;
};

/** Sound at hand, in the file's own seconds. */
export type Stretch = { readonly startSeconds: number; readonly durationSeconds: number };

/** What to start: at `when` on the audio clock, `offsetSeconds` into the buffer (which is reversed backwards). */
export type SoundStart = { readonly when: number; readonly offsetSeconds: number; readonly rate: number };

export const isAudible = (rate: number): boolean => rate !== 0 && Math.abs(rate) <= fastestRate;

/** The moment of the file that is heard at a time of the audio clock. */
export const heardAt = ({ clockSeconds, fileSeconds, rate }: SoundAnchor, now: number): number =>
  fileSeconds + (now - clockSeconds) * rate;

/** The pieces to have ready, the most urgent first, between the clip's first and last moment. */
export function piecesAhead(fileSeconds: number, rate: number, clip: Stretch): readonly number[] {
  if (!isAudible(rate)) return [];
  const pieceAt = (seconds: number) => Math.floor(seconds / pieceSeconds);
  const first = pieceAt(clip.startSeconds);
  const last = pieceAt(clip.startSeconds + clip.durationSeconds);
  const pieces: number[] = [];
  const towards = rate > 0 ? 1 : -1;
  const end = pieceAt(fileSeconds + rate * readySeconds);
  const begin = Math.max(first, Math.min(last, pieceAt(fileSeconds)));
  for (
    let piece = begin;
    piece * towards <= end * towards && pieces.length < mostPieces - 4;
    piece += towards
  ) {
    if (piece < first || piece > last) break;
    pieces.push(piece);
  }
  return pieces;
}

/** When and from where a stretch is started so that it is heard at its time; undefined when it is over. */
export function startOf(stretch: Stretch, anchor: SoundAnchor, now: number): SoundStart | undefined {
  const { rate } = anchor;
  const entry = rate > 0 ? stretch.startSeconds : stretch.startSeconds + stretch.durationSeconds;
  const due = anchor.clockSeconds + (entry - anchor.fileSeconds) / rate;
  const speed = Math.abs(rate);
  const late = Math.max(0, now - due) * speed;
  if (late >= stretch.durationSeconds) return undefined;
  return { when: Math.max(now, due), offsetSeconds: late, rate: speed };
}

/** The moment that sound should be at: the clock's, held near the picture while that is late. */
export function soundTarget(
  clockSeconds: number,
  picture: { readonly startSeconds: number; readonly endSeconds: number },
  toleranceSeconds: number,
): number {
  return Math.max(
    picture.startSeconds - toleranceSeconds,
    Math.min(picture.endSeconds + toleranceSeconds, clockSeconds),
  );
}

/** How far a heard moment lies from the time during which a picture is shown; negative when it is before. */
export function distanceFrom(
  heardSeconds: number,
  picture: { readonly startSeconds: number; readonly endSeconds: number },
): number {
  if (heardSeconds < picture.startSeconds) return heardSeconds - picture.startSeconds;
  return Math.max(0, heardSeconds - picture.endSeconds);
}
