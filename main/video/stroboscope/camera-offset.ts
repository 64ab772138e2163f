import type { Size } from '#common/domain/index.ts';

/** Where the place that is at the origin of the reference lies in another frame, in pixels. */
export type Offset = { readonly x: number; readonly y: number };

/** The brightness of a picture, at full size and halved again and again. */
export type Pyramid = readonly LumaPlane[];
export type LumaPlane = Size & { readonly luma: Uint8Array };

/** Halving ends at this side. */
const smallestSide = 48;
/** Offsets further than this share of a side are not looked for. */
const furthest = 0.16;
/** What differs more than this counts no more: a figure that moved says nothing of the camera. */
const mostDifference = 40;
/** What is about known is looked for so far round it, in pixels of a small level. */
const guessReach = 4;
/** Finer levels look so far round what the coarser one found. */
const nearby = 2;
/** A picture that fits as well where it stands has not moved. */
const leastGain = 0.05;

export function lumaPyramid(rgb: Uint8Array, { width, height }: Size): Pyramid {
  const luma = new Uint8Array(width * height);
  for (let at = 0, from = 0; at < luma.length; at++, from += 3) {
    luma[at] = ((rgb[from] ?? 0) * 77 + (rgb[from + 1] ?? 0) * 150 + (rgb[from + 2] ?? 0) * 29) >> 8;
  }
  const levels: LumaPlane[] = [{ width, height, luma }];
  for (let last = levels[0]; last && Math.min(last.width, last.height) >= 2 * smallestSide; ) {
    last = halved(last);
    levels.push(last);
  }
  return levels;
}

function halved({ width, height, luma }: LumaPlane): LumaPlane {
  const [w, h] = [width >> 1, height >> 1];
  const half = new Uint8Array(w * h);
  for (let y = 0, at = 0; y < h; y++) {
    for (let x = 0, from = 2 * y * width; x < w; x++, at++, from += 2) {
      const sum =
        (luma[from] ?? 0) + (luma[from + 1] ?? 0) + (luma[from + width] ?? 0) + (luma[from + width + 1] ?? 0);
      half[at] = (sum + 2) >> 2;
    }
  }
  return { width: w, height: h, luma: half };
}

/**
 * How far the scene of a frame is shifted against the reference: the shift at which the two differ least, found from
 * coarse to fine, to a fraction of a pixel. Exactly 0 where they fit as well unshifted.
 */
export function cameraOffset(reference: Pyramid, frame: Pyramid): Offset {
  return toFraction(reference, frame, whereItFits(reference, frame));
}

function toFraction(reference: Pyramid, frame: Pyramid, [x, y]: readonly [number, number]): Offset {
  const [a, b] = [reference[0], frame[0]];
  if (!a || !b) return { x: 0, y: 0 };
  const cost = (dx: number, dy: number) => misfit(a, b, x + dx, y + dy);
  const here = cost(0, 0);
  if (misfit(a, b, 0, 0) <= here * (1 + leastGain) + leastGain) return { x: 0, y: 0 };
  return { x: x + vertex(cost(-1, 0), here, cost(1, 0)), y: y + vertex(cost(0, -1), here, cost(0, 1)) };
}

/** To whole pixels. */
function whereItFits(reference: Pyramid, frame: Pyramid): readonly [number, number] {
  const coarsest = reference.length - 1;
  const [a, b] = [reference[coarsest], frame[coarsest]];
  if (!a || !b) return [0, 0];
  const wide = [Math.round(a.width * furthest), Math.round(a.height * furthest)] as const;
  return refined(reference, frame, coarsest, bestNear(a, b, [0, 0], wide));
}

/** What was found at a level, followed down to full size. */
function refined(
  reference: Pyramid,
  frame: Pyramid,
  from: number,
  found: readonly [number, number],
): readonly [number, number] {
  let [x, y] = found;
  for (let level = from - 1; level >= 0; level--) {
    const [a, b] = [reference[level], frame[level]];
    if (a && b) [x, y] = bestNear(a, b, [2 * x, 2 * y], [nearby, nearby]);
  }
  return [x, y];
}

/** The same where it is about known: what is found lies at most some pixels from it. */
export function offsetNear(reference: Pyramid, frame: Pyramid, guess: Offset): Offset {
  const level = Math.min(2, reference.length - 1);
  const [a, b] = [reference[level], frame[level]];
  if (!a || !b) return guess;
  const at = [Math.round(guess.x / 2 ** level), Math.round(guess.y / 2 ** level)] as const;
  return toFraction(
    reference,
    frame,
    refined(reference, frame, level, bestNear(a, b, at, [guessReach, guessReach])),
  );
}

/** Of a parabola through three neighbours, the lowest in the middle. */
function vertex(before: number, here: number, after: number): number {
  const bend = before - 2 * here + after;
  return bend <= 1e-9 ? 0 : Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend)));
}

function bestNear(
  a: LumaPlane,
  b: LumaPlane,
  [atX, atY]: readonly [number, number],
  [reachX, reachY]: readonly [number, number],
): [number, number] {
  let [bestX, bestY, least] = [atX, atY, misfit(a, b, atX, atY)];
  for (let y = atY - reachY; y <= atY + reachY; y++) {
    for (let x = atX - reachX; x <= atX + reachX; x++) {
      const cost = misfit(a, b, x, y);
      if (cost < least) [bestX, bestY, least] = [x, y, cost];
    }
  }
  return [bestX, bestY];
}

/** Mean difference where the two overlap, `b` taken so far to the right and down. */
function misfit(a: LumaPlane, b: LumaPlane, shiftX: number, shiftY: number): number {
  // Far finer than any figure: every so many pixels are enough at the larger levels.
  const step = a.width > 600 ? 3 : a.width > 100 ? 2 : 1;
  const { width } = a;
  const [left, right] = [Math.max(0, -shiftX), Math.min(width, width - shiftX)];
  const [top, bottom] = [Math.max(0, -shiftY), Math.min(a.height, a.height - shiftY)];
  let [sum, count] = [0, 0];
  for (let y = top; y < bottom; y += step) {
    const to = (y + shiftY) * width + shiftX;
    for (let x = left; x < right; x += step) {
      const difference = Math.abs((a.luma[y * width + x] ?? 0) - (b.luma[to + x] ?? 0));
      sum += difference < mostDifference ? difference : mostDifference;
      count += 1;
    }
  }
  return count === 0 ? mostDifference : sum / count;
}
