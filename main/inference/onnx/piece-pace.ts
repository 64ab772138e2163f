/** How much to compute in one go, so that a cancel is heard in time: a graph at work cannot be interrupted. */
export type PiecePace = {
  /** A power of two times the least. */
  readonly size: number;
  /** Tells how long a piece took; the next ones are smaller if that was too long, larger if that was nothing. */
  took(count: number, milliseconds: number): void;
};

type PaceLimits = {
  readonly least: number;
  readonly most: number;
  /** As measured before; null where nothing is known, and `most` is tried first. */
  readonly perSecond: number | null;
};

/** A piece should take this long: half of what a person may wait for a cancel. */
const wantedMilliseconds = 200;

/**
 * Sizes go in steps of two and a piece must be much too fast before they grow again: models with coarse numbers
 * compute a little differently in pieces of other sizes, so the sizes should settle.
 */
export function createPiecePace({ least, most, perSecond }: PaceLimits): PiecePace {
  const inSteps = (wanted: number) => {
    let size = least;
    while (size * 2 <= Math.min(most, wanted)) size *= 2;
    return size;
  };
  let size = inSteps(perSecond === null ? most : (perSecond * wantedMilliseconds) / 1000);
  return {
    get size() {
      return size;
    },
    took(count, milliseconds) {
      if (milliseconds > 1.5 * wantedMilliseconds) {
        size = Math.min(size, inSteps((count * wantedMilliseconds) / milliseconds));
      } else if (count === size && milliseconds < wantedMilliseconds / 4) {
        size = inSteps(size * 2);
      }
    },
  };
}
