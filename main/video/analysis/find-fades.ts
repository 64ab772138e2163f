import type { FrameRange } from '#common/domain/index.ts';
import type { Signatures } from './signatures.ts';

/** Limited-range black is 16 where the decoder does not stretch it; noise and compression add a little. */
const darkestMean = 22;
const flattestSpread = 3;
const longestRamp = 150;
/** Black for longer is a shot of its own. */
const longestBlack = 100;
const fewestRampFrames = 3;
/** From one frame to the next, as a share of the light. */
const leastGrowth = 0.012;

/**
 * Where the picture goes down to black or comes up from it step by step, black between the two included. A cut to
 * black is none.
 */
export function findFades(signatures: Signatures): readonly FrameRange[] {
  const { count } = signatures;
  const light = new Float32Array(count);
  const black = new Uint8Array(count);
  for (let n = 0; n < count; n++) {
    const { mean, spread } = signatures.contrast(n);
    light[n] = mean + 2 * spread;
    black[n] = mean < darkestMean && spread < flattestSpread ? 1 : 0;
  }
  const fades: FrameRange[] = [];
  for (let n = 0; n < count; n++) {
    if (!black[n]) continue;
    let last = n;
    while (last + 1 < count && black[last + 1]) last += 1;
    const start = rampEnd(signatures, light, n, -1);
    const end = rampEnd(signatures, light, last, 1);
    if (last - n <= longestBlack) {
      if (start < n || end > last) fades.push({ start, end });
    } else {
      if (start < n) fades.push({ start, end: n });
      if (end > last) fades.push({ start: last, end });
    }
    n = Math.max(last, end);
  }
  return fades;
}

/** The last frame, from black on in one direction, up to which the same picture grows lighter; else black's own. */
function rampEnd(signatures: Signatures, light: Float32Array, black: number, step: 1 | -1): number {
  let frame = black;
  let grey = 0;
  for (let i = 0; i < longestRamp; i++) {
    const next = frame + step;
    if (next < 0 || next >= light.length) break;
    // A ramp that ends flattens out; a single frame that stands still was repeated to make up a frame rate.
    const later = Math.max(light[next] ?? 0, light[next + step] ?? 0);
    if (later - (light[frame] ?? 0) < leastGrowth * later) break;
    frame = next;
    grey += 1;
  }
  if (grey < fewestRampFrames) return black;
  const top = (light[frame] ?? 0) - (light[black] ?? 0);
  let between = 0;
  const firstStep = ((light[black + step] ?? 0) - (light[black] ?? 0)) / top;
  let steepest = 0;
  for (let n = black; n !== frame; n += step) {
    const share = ((light[n] ?? 0) - (light[black] ?? 0)) / top;
    if (share > 0.1 && share < 0.9) between += 1;
    steepest = Math.max(steepest, ((light[n + step] ?? 0) - (light[n] ?? 0)) / top);
  }
  const middle = Math.round((black + 2 * frame) / 3);
  const isSamePicture =
    signatures.distanceButExposure(frame, middle) < 0.35 * signatures.distance(frame, black);
  return between >= fewestRampFrames - 1 && firstStep < 0.3 && steepest < 0.5 && isSamePicture
    ? frame
    : black;
}
