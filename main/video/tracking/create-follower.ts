import { findNear, findTemplate, type Match, vertex } from './find-template.ts';
import { type LumaPicture, type Patch, type Place, samplePatch } from './luma-picture.ts';
import { createTemplate, reachBeyondEdge, roundWeights, type Template } from './template.ts';

/** Follows one thing from picture to picture. */
export interface Follower {
  /** Where it is in the picture of this time; null where nothing fits well enough, and it is lost. */
  next(picture: LumaPicture, timeSeconds: number): Match | null;
}

export type FollowerStart = {
  readonly picture: LumaPicture;
  readonly timeSeconds: number;
  readonly at: Place;
  /** Of the thing, in pixels. */
  readonly radius: number;
};

/** Samples from the middle of the thing to its edge: finer shows nothing more, coarser is found less exactly. */
const samplesOfRadius = 11;
const leastSpacing = 0.75;
/** What is this even (standard deviation of the brightness) has nothing to be known by. */
const leastContrast = 3;
/** Below this correlation nothing is taken for the thing, nor below this share of how well it fitted lately. */
const leastScore = 0.55;
const leastScoreShare = 0.74;
/** Looked for in the picture before, what was found must lie where it came from, to this share of the radius. */
const returnsWithin = 0.5;
/** How much of each picture goes into the template, where it fits well. */
const adaption = 0.12;
const adaptFrom = 0.75;
/** How fast it is learnt which samples change, and by how much of the contrast they may. */
const steadiness = 0.25;
const usualChange = 0.3;
/** From frame to frame it grows or shrinks by less than this. */
const scaleStep = 0.03;

/** Null where there is nothing to be known by: an even surface. */
export function createFollower({ picture, timeSeconds, at, radius }: FollowerStart): Follower | null {
  const spacing = Math.max(leastSpacing, radius / samplesOfRadius);
  const inner = radius / spacing;
  const half = Math.max(3, Math.ceil(inner * reachBeyondEdge));
  const round = roundWeights(half, inner);
  /** As the person pointed at it. */
  let first = createTemplate(samplePatch(picture, at, spacing, half), round);
  /** For each sample, how much it lately differed from the template: what lies behind the thing changes most. */
  const unsteady = new Float32Array(round.length);
  if (first.contrast < leastContrast) return null;
  let template = first;
  let scale = 1;
  let place = at;
  let time = timeSeconds;
  let before = picture;
  let velocity: Place | null = null;
  let usualScore = 1;

  const foretold = (elapsed: number): { readonly around: Place; readonly reach: number } => {
    if (!velocity) return { around: place, reach: Math.max(24, 6 * radius) };
    const step = { x: velocity.x * elapsed, y: velocity.y * elapsed };
    const around = { x: place.x + step.x, y: place.y + step.y };
    return { around, reach: Math.max(14, 2.5 * radius + 0.6 * Math.hypot(step.x, step.y)) };
  };

  /** Where what the person pointed at still fits, it says where the thing is: what is adapted would drift. */
  const heldByFirst = (match: Match, seen: LumaPicture): Match => {
    const near = { picture: seen, template: first, spacing: spacing * scale, around: match };
    const own = findNear(near, 2);
    const trust = Math.max(0, Math.min(1, (own.score - 0.7) / 0.15));
    if (trust === 0 || own.score < match.score - 0.15) return match;
    return {
      x: match.x + (own.x - match.x) * trust,
      y: match.y + (own.y - match.y) * trust,
      score: Math.max(match.score, own.score),
    };
  };

  /** Whether the way back leads to where it came from; where it leads elsewhere, something else was found. */
  const leadsBack = (match: Match, seen: LumaPicture, reach: number): boolean => {
    const patch = samplePatch(seen, match, spacing * scale, half);
    const search = { picture: before, template: createTemplate(patch, template.weights), around: place };
    const origin = findTemplate({ ...search, spacing: spacing * scale, reach });
    return (
      Math.hypot(origin.x - place.x, origin.y - place.y) <= Math.max(1.5, returnsWithin * radius * scale)
    );
  };

  const scaleSeen = (match: Match, seen: LumaPicture, used: Template): number => {
    const scoreAt = (factor: number) =>
      findNear({ picture: seen, template: used, spacing: spacing * scale * factor, around: match }, 1).score;
    const [smaller, here, larger] = [scoreAt(1 - scaleStep), scoreAt(1), scoreAt(1 + scaleStep)];
    const towards =
      here >= smaller && here >= larger ? vertex(smaller, here, larger) : smaller > larger ? -1 : 1;
    return Math.max(0.3, Math.min(3, scale * (1 + 0.7 * scaleStep * towards)));
  };

  /** Takes a little of what is seen into the template, and counts less what goes on changing. */
  const learn = (patch: Patch): void => {
    const now = createTemplate(patch, template.weights);
    const gain = now.contrast > 0 ? template.contrast / now.contrast : 1;
    const counts = new Float32Array(round.length);
    const values = new Float32Array(round.length);
    for (let i = 0; i < round.length; i++) {
      const value = template.mean + ((patch.values[i] as number) - now.mean) * gain;
      const off = Math.abs(value - (template.values[i] as number)) / template.contrast;
      unsteady[i] = (unsteady[i] as number) + steadiness * (off - (unsteady[i] as number));
      counts[i] = (round[i] as number) / (1 + ((unsteady[i] as number) / usualChange) ** 2);
      values[i] = (template.values[i] as number) + adaption * (value - (template.values[i] as number));
    }
    template = createTemplate({ side: patch.side, values }, counts);
    first = createTemplate({ side: patch.side, values: first.values }, counts);
  };

  return {
    next(seen, seenAt) {
      const elapsed = seenAt - time;
      const { around, reach } = foretold(elapsed);
      const inside = (p: Place) => p.x >= 0 && p.y >= 0 && p.x <= seen.width && p.y <= seen.height;
      const search = { picture: seen, template, spacing: spacing * scale, around, reach };
      const found = heldByFirst(findTemplate(search), seen);
      if (!inside(found) || found.score < Math.max(leastScore, leastScoreShare * usualScore)) return null;
      if (!leadsBack(found, seen, reach)) return null;
      if (found.score >= adaptFrom) {
        scale = scaleSeen(found, seen, template);
        learn(samplePatch(seen, found, spacing * scale, half));
      }
      const now =
        elapsed === 0 ? null : { x: (found.x - place.x) / elapsed, y: (found.y - place.y) / elapsed };
      if (now) velocity = velocity ? mix(velocity, now, 0.8) : now;
      usualScore += 0.2 * (found.score - usualScore);
      place = found;
      time = seenAt;
      before = seen;
      return found;
    },
  };
}

const mix = (a: Place, b: Place, share: number): Place => ({
  x: a.x + (b.x - a.x) * share,
  y: a.y + (b.y - a.y) * share,
});
