import { createHash } from 'node:crypto';
import { type AVPixelFormat, avGetPixFmtName, type Frame } from 'node-av';
import type { PlanesFingerprint } from '../clip-reader.ts';

type PlanarLayout = {
  /** As WebCodecs names it. */
  readonly format: string;
  readonly bytesPerSample: 1 | 2;
  /** Halvings of the chroma planes. */
  readonly chromaShiftX: 0 | 1;
  readonly chromaShiftY: 0 | 1;
};

const subsamplings = { 420: [1, 1], 422: [1, 0], 444: [0, 0] } as const;

const pixelFormatName = (frame: Frame): string => avGetPixFmtName(frame.format as AVPixelFormat) ?? '';

/** Bits of each sample: `yuv420p10le` has 10. */
export function bitDepthOf(frame: Frame): number {
  const [, bits] = /(?:p|gray|p0)(9|1[0-6])(?:le|be)$/.exec(pixelFormatName(frame)) ?? [];
  return bits ? Number(bits) : 8;
}

function planarLayout(frame: Frame): PlanarLayout | null {
  const [, subsampling, bits] = /^yuvj?(420|422|444)p(?:(10|12)le)?$/.exec(pixelFormatName(frame)) ?? [];
  if (!subsampling) return null;
  const [chromaShiftX, chromaShiftY] = subsamplings[Number(subsampling) as keyof typeof subsamplings];
  const format = `I${subsampling}${bits ? `P${bits}` : ''}`;
  return { format, bytesPerSample: bits ? 2 : 1, chromaShiftX, chromaShiftY };
}

/** The hash of the visible part of a decoded picture's planes, as FrameFingerprint describes it. */
export function planesFingerprint(frame: Frame): PlanesFingerprint {
  const layout = planarLayout(frame);
  const { data, linesize, width, height } = frame;
  if (!layout || !data) return { planesSha256: null, planesFormat: null };
  const hash = createHash('sha256');
  for (const plane of [0, 1, 2]) {
    const [shiftX, shiftY] = plane === 0 ? [0, 0] : [layout.chromaShiftX, layout.chromaShiftY];
    const rowBytes = halved(width, shiftX) * layout.bytesPerSample;
    const rows = halved(height, shiftY);
    const bytes = data[plane];
    const stride = linesize[plane];
    if (!bytes || !stride) return { planesSha256: null, planesFormat: null };
    for (let row = 0; row < rows; row++) hash.update(bytes.subarray(row * stride, row * stride + rowBytes));
  }
  return { planesSha256: hash.digest('hex'), planesFormat: layout.format };
}

const halved = (side: number, shift: number): number => (side + shift) >> shift;
