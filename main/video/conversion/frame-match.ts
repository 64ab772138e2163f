import { type SmallDifference, type SmallPicture, smallDifference } from './small-picture.ts';

/**
 * What visually lossless coding may change of a small picture, of 255; measured at most 0.2 and 2. A frame that
 * stands in another's place changes some block by tens.
 */
const allowed: SmallDifference = { mean: 1, largest: 8 };

/** How much better a neighbour must fit to be the true one: noise alone makes it fit as well in a still scene. */
const margin: SmallDifference = { mean: 0.1, largest: 1 };

type Pair = { readonly source: SmallPicture; readonly result: SmallPicture };

/**
 * Compares a converted clip with its source, frame by frame: each result must look like the source's frame of the
 * same number, and no less like it than like the frames beside. A frame dropped, doubled, or swapped breaks one of
 * the two. `add` and `end` give the first frame that does not fit, else null.
 */
export function createFrameMatch() {
  let before: Pair | null = null;
  let current: Pair | null = null;
  let index = -1;

  const check = (after: Pair | null): number | null => {
    if (!current) return null;
    const own = smallDifference(current.result, current.source);
    if (own.mean > allowed.mean || own.largest > allowed.largest) return index;
    for (const neighbour of [before, after]) {
      if (!neighbour) continue;
      const other = smallDifference(current.result, neighbour.source);
      if (other.mean < own.mean - margin.mean || other.largest < own.largest - margin.largest) return index;
    }
    return null;
  };

  return {
    add(source: SmallPicture, result: SmallPicture): number | null {
      const pair = { source, result };
      const misfit = check(pair);
      before = current;
      current = pair;
      index += 1;
      return misfit;
    },
    end: (): number | null => check(null),
  };
}
