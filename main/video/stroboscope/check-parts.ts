import type { Size } from '#common/domain/index.ts';
import type { LumaPlane, Offset, Pyramid } from './camera-offset.ts';

/** What parts of a picture do that the camera's shift does not explain. */
export type PartsCheck = {
  /** Share of the textured parts that are shifted in another way: the camera turns or zooms. */
  readonly otherwise: number;
  /** Share of all parts that are nowhere near: all is new there. */
  readonly lost: number;
};

const columns = 12;
const rows = 8;
/** Mean step from pixel to pixel below which a part looks the same wherever it goes. */
const leastTexture = 2.5;
/** Pixels of the halved picture. */
const partReach = 4;
const mostLight = 30;
/** Of fewer parts none is a large share. */
const fewTextured = 40;
const furtherThan = 1.5;

/** Looks part by part whether the picture as a whole has the offset found. */
export function checkParts(reference: Pyramid, frame: Pyramid, offset: Offset): PartsCheck {
  const level = Math.min(1, reference.length - 1);
  const [a, b] = [reference[level], frame[level]];
  if (!a || !b) return { otherwise: 0, lost: 0 };
  const scale = 2 ** level;
  const [atX, atY] = [Math.round(offset.x / scale), Math.round(offset.y / scale)];
  let [all, textured, otherwise, lost] = [0, 0, 0, 0];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const part = partOf(a, column, row);
      const here = partMisfit(a, b, part, atX, atY);
      if (here === null) continue;
      all += 1;
      const isTextured = textureOf(a, part) >= leastTexture;
      if (isTextured) textured += 1;
      if (here < 3) continue;
      const [x, y, least] = isTextured ? bestPart(a, b, part, [atX, atY], here) : [atX, atY, here];
      if (least < 0.6 * here && Math.hypot(x - atX, y - atY) > furtherThan) otherwise += 1;
      else if (here > 12) lost += 1;
    }
  }
  // A figure alone before a smooth wall says nothing of the camera.
  return { otherwise: otherwise / Math.max(textured, fewTextured), lost: all === 0 ? 0 : lost / all };
}

type Part = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

const partOf = ({ width, height }: Size, column: number, row: number): Part => ({
  left: Math.floor((column * width) / columns),
  right: Math.floor(((column + 1) * width) / columns),
  top: Math.floor((row * height) / rows),
  bottom: Math.floor(((row + 1) * height) / rows),
});

function textureOf({ luma, width }: LumaPlane, { left, top, right, bottom }: Part): number {
  let [sum, count] = [0, 0];
  for (let y = top; y < bottom - 1; y++) {
    for (let x = left; x < right - 1; x++) {
      const at = y * width + x;
      const here = luma[at] ?? 0;
      sum += Math.abs((luma[at + 1] ?? 0) - here) + Math.abs((luma[at + width] ?? 0) - here);
      count += 2;
    }
  }
  return count === 0 ? 0 : sum / count;
}

function bestPart(
  a: LumaPlane,
  b: LumaPlane,
  part: Part,
  [atX, atY]: readonly [number, number],
  here: number,
): readonly [number, number, number] {
  let [bestX, bestY, least] = [atX, atY, here];
  for (let y = atY - partReach; y <= atY + partReach; y++) {
    for (let x = atX - partReach; x <= atX + partReach; x++) {
      const cost = partMisfit(a, b, part, x, y);
      if (cost !== null && cost < least) [bestX, bestY, least] = [x, y, cost];
    }
  }
  return [bestX, bestY, least];
}

/** Null where the part lies outside the other picture. */
function partMisfit(a: LumaPlane, b: LumaPlane, part: Part, shiftX: number, shiftY: number): number | null {
  const { left, top, right, bottom } = part;
  const isInside =
    left + shiftX >= 0 && right + shiftX <= b.width && top + shiftY >= 0 && bottom + shiftY <= b.height;
  if (!isInside) return null;
  let [sumA, sumB, count] = [0, 0, 0];
  for (let y = top; y < bottom; y += 2) {
    const to = (y + shiftY) * b.width + shiftX;
    for (let x = left; x < right; x += 2) {
      sumA += a.luma[y * a.width + x] ?? 0;
      sumB += b.luma[to + x] ?? 0;
      count += 1;
    }
  }
  if (count === 0) return null;
  // A change of the light moves nothing.
  const light = Math.max(-mostLight, Math.min(mostLight, (sumB - sumA) / count));
  let sum = 0;
  for (let y = top; y < bottom; y += 2) {
    const to = (y + shiftY) * b.width + shiftX;
    for (let x = left; x < right; x += 2) {
      sum += Math.abs((b.luma[to + x] ?? 0) - (a.luma[y * a.width + x] ?? 0) - light);
    }
  }
  return sum / count;
}
