import { mediaPaths } from '#common/contract/index.ts';
import type { ClipInfo, FrameFingerprint } from '#common/domain/index.ts';
import type { Verification } from '../app/state/review-store.ts';
import { verificationTexts as texts } from '../texts/viewer.ts';
import type { DecodedFrame } from './frame-source.ts';
import { mediaProblem } from './media-problem.ts';

/** Up to this mean difference, of 255, only the rounding of the colours can differ. */
const alikeUpTo = 2;

export type VerifyFrameOptions = {
  readonly clip: ClipInfo;
  /** What is on the canvas. */
  readonly frame: DecodedFrame;
  readonly shown: ImageData;
  /** Whether main decoded what is shown. */
  readonly viaMain: boolean;
  readonly fingerprint: () => Promise<FrameFingerprint>;
  readonly signal: AbortSignal;
};

/** Compares what is on the screen with main's own picture of the frame: bit for bit where that can be done. */
export async function verifyFrame(options: VerifyFrameOptions): Promise<Verification> {
  const { clip, frame, shown, viaMain, fingerprint, signal } = options;
  const main = await fingerprint();
  const planes = main.planesSha256 ? await frame.planes?.() : undefined;
  if (planes && planes.format === main.planesFormat) {
    const sha256 = await sha256Of(planes.bytes);
    if (sha256 === main.planesSha256) return same(frame.index, sha256);
  }
  if ((await sha256Of(packedRgb(shown.data))) === main.rgbSha256) {
    return same(frame.index, main.rgbSha256);
  }
  const difference = meanDifference(shown.data, await mainPixels(clip, frame.index, signal));
  const verdict = difference < alikeUpTo ? 'alike' : 'different';
  const words =
    verdict === 'alike'
      ? texts.alike(frame.index, difference)
      : texts.different(frame.index, difference, viaMain);
  return { frame: frame.index, verdict, words, details: texts.details(words, clip.name, main.rgbSha256) };

  function same(index: number, sha256: string): Verification {
    const told = texts.same(index, sha256.slice(0, 8));
    return { frame: index, verdict: 'same', words: told, details: texts.same(index, sha256) };
  }
}

/** Undefined where the page is served without protection and the browser therefore hashes nothing. */
async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  const hash = await globalThis.crypto?.subtle?.digest('SHA-256', bytes);
  return hash && Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Red, green and blue of each pixel, without what lies between. */
export function packedRgb(rgba: Uint8ClampedArray): Uint8Array<ArrayBuffer> {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    rgb[to] = rgba[from] ?? 0;
    rgb[to + 1] = rgba[from + 1] ?? 0;
    rgb[to + 2] = rgba[from + 2] ?? 0;
  }
  return rgb;
}

/** Mean difference of all colour values, 0 to 255; the largest where the sizes differ. */
export function meanDifference(a: Uint8ClampedArray, b: Uint8ClampedArray): number {
  if (a.length !== b.length || a.length === 0) return 255;
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) {
    if (at % 4 !== 3) sum += Math.abs((a[at] ?? 0) - (b[at] ?? 0));
  }
  return sum / (a.length * 0.75);
}

async function mainPixels(clip: ClipInfo, index: number, signal: AbortSignal): Promise<Uint8ClampedArray> {
  const response = await fetch(mediaPaths.frame(clip.id, index, 'png'), { signal });
  if (!response.ok) throw await mediaProblem(response, texts.unreadable(index));
  const bitmap = await createImageBitmap(await response.blob());
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', { alpha: false });
  if (!context) throw new Error('There is no canvas.');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return context.getImageData(0, 0, context.canvas.width, context.canvas.height).data;
}
