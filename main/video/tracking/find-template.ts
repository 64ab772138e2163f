import { type LumaPicture, type Place, samplePatch } from './luma-picture.ts';
import { correlation, halved, type Template } from './template.ts';

/** Where the template was found, and how well it fits there: its correlation, −1 to 1. */
export type Match = Place & { readonly score: number };

export type Search = {
  readonly picture: LumaPicture;
  readonly template: Template;
  /** Pixels from sample to sample. */
  readonly spacing: number;
  /** Where it should be. */
  readonly around: Place;
  /** How far from there it may be, in pixels. */
  readonly reach: number;
};

/** Peaks of the coarse search that are looked at closely. */
const candidates = 6;
/** What a place at the end of the reach has to fit better to be taken for one as foretold. */
const distancePrice = 0.15;

/** The place in the reach where the template fits best, seen first at half the samples, then at all of them. */
export function findTemplate(search: Search): Match {
  const { template, around, reach, spacing } = search;
  const coarse = { ...search, template: halved(template), spacing: spacing * 2 };
  const price = ({ x, y }: Place) =>
    (distancePrice * ((x - around.x) ** 2 + (y - around.y) ** 2)) / reach ** 2;
  let best: Match | null = null;
  let bestWorth = Number.NEGATIVE_INFINITY;
  for (const peak of peaksOf(coarse)) {
    const match = findNear({ ...search, around: peak }, 2);
    const worth = match.score - price(match);
    if (worth > bestWorth) [best, bestWorth] = [match, worth];
  }
  return best ?? { ...around, score: -1 };
}

/** The best place within a few samples, between samples too. */
export function findNear(
  { picture, template, spacing, around }: Omit<Search, 'reach'>,
  samples: number,
): Match {
  const { scores, side, reach } = scoresOf(picture, template, spacing, around, samples + 1);
  let [bestX, bestY, best] = [reach, reach, -2];
  for (let y = 1; y < side - 1; y++) {
    for (let x = 1; x < side - 1; x++) {
      const score = scores[y * side + x] ?? -1;
      if (score > best) [bestX, bestY, best] = [x, y, score];
    }
  }
  const at = (x: number, y: number) => scores[y * side + x] ?? -1;
  const dx = vertex(at(bestX - 1, bestY), best, at(bestX + 1, bestY));
  const dy = vertex(at(bestX, bestY - 1), best, at(bestX, bestY + 1));
  return {
    x: around.x + (bestX - reach + dx) * spacing,
    y: around.y + (bestY - reach + dy) * spacing,
    score: best,
  };
}

/** Where the parabola through three neighbours has its top, from the middle one; within half a step. */
export function vertex(before: number, here: number, after: number): number {
  const bend = before - 2 * here + after;
  if (bend >= 0) return 0;
  return Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend)));
}

function scoresOf(picture: LumaPicture, template: Template, spacing: number, around: Place, reach: number) {
  const side = 2 * reach + 1;
  const window = samplePatch(picture, around, spacing, reach + template.half);
  const scores = new Float32Array(side * side);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) scores[y * side + x] = correlation(template, window, x, y);
  return { scores, side, reach };
}

/** The highest places of the correlation that are higher than all around them. */
function peaksOf({ picture, template, spacing, around, reach: pixels }: Search): readonly Match[] {
  const { scores, side, reach } = scoresOf(picture, template, spacing, around, Math.ceil(pixels / spacing));
  const peaks: Match[] = [];
  const at = (x: number, y: number) =>
    x < 0 || y < 0 || x >= side || y >= side ? -2 : (scores[y * side + x] ?? -2);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const score = at(x, y);
      const isPeak =
        score >= at(x - 1, y) && score > at(x + 1, y) && score >= at(x, y - 1) && score > at(x, y + 1);
      if (!isPeak) continue;
      peaks.push({ x: around.x + (x - reach) * spacing, y: around.y + (y - reach) * spacing, score });
    }
  }
  return peaks.sort((a, b) => b.score - a.score).slice(0, candidates);
}
