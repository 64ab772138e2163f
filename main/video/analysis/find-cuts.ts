import type { Signatures } from './signatures.ts';

/** A change smaller than this is movement. */
const leastChange = 9;
/** So many times the change of the frames around it. */
const leastRatio = 3;
const neighbours = 6;
/** A flash is over after so many frames. */
const flashFrames = 8;
/** What comes back after a flash is as like as this share of the jump. */
const backAgain = 0.45;
/** Cuts nearer to each other are one, seen through a disturbed frame. */
const shortestShot = 3;

/**
 * First frames of shots that begin at once: a change far above that of the frames around, after which the picture
 * from before does not come back. Flicker, flashes and single white or lost frames are none.
 */
export function findCuts(signatures: Signatures): readonly number[] {
  const { count } = signatures;
  const change = new Float32Array(count);
  for (let n = 1; n < count; n++) change[n] = signatures.distanceButExposure(n - 1, n);
  const cuts: number[] = [];
  for (let n = 1; n < count; n++) {
    const jump = change[n] ?? 0;
    if (jump < leastChange || jump < leastRatio * usualChange(change, n) + 3) continue;
    if (comesBack(signatures, n, jump)) continue;
    const last = cuts.at(-1);
    if (last !== undefined && n - last <= shortestShot) {
      if (jump > (change[last] ?? 0)) cuts[cuts.length - 1] = n;
    } else {
      cuts.push(n);
    }
  }
  return cuts;
}

/** The mean change around a frame; the two largest are left out, for a flash beside a cut is none of its business. */
function usualChange(change: Float32Array, frame: number): number {
  const around: number[] = [];
  for (let n = frame - neighbours; n <= frame + neighbours; n++) {
    if (n !== frame && n >= 1 && n < change.length) around.push(change[n] ?? 0);
  }
  around.sort((a, b) => a - b);
  const usual = around.slice(0, Math.max(1, around.length - 2));
  return usual.reduce((sum, value) => sum + value, 0) / Math.max(1, usual.length);
}

function comesBack(signatures: Signatures, frame: number, jump: number): boolean {
  const alike = (a: number, b: number) => {
    if (a < 0 || b >= signatures.count) return false;
    return signatures.distanceButExposure(a, b) < backAgain * jump;
  };
  for (let k = 1; k <= flashFrames; k++) {
    if (alike(frame - 1, frame + k) || alike(frame - 1 - k, frame)) return true;
  }
  return false;
}
