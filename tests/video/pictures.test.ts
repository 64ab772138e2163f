import { describe, expect, it } from 'vitest';
import type { Frame, Size } from '#common/domain/index.ts';
import { encodePicture } from '#main/video/encode-picture.ts';
import { filmstripIndices, readBarCode } from '#main/video/index.ts';
import { drawBarCode } from '#main/video/synthetic/bar-code.ts';
import { ffmpegNote, hasFfmpeg, runFfmpeg } from './support/ffmpeg.ts';
import { decodePng, meanDifference } from './support/pictures.ts';

/** Soft colours, as in a photograph. */
function colourful({ width, height }: Size): Frame {
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      pixels.set([(x * 255) / width, (y * 255) / height, 128 + 100 * Math.sin(x / 9)], at);
    }
  }
  return { index: 0, timeSeconds: 0, width, height, sha256: '', pixels };
}

const sizes: readonly Size[] = [
  { width: 1, height: 1 },
  { width: 33, height: 17 },
  { width: 320, height: 180 },
];

describe('Encoded pictures', () => {
  it.each(sizes)('keep every pixel as PNG: $width×$height', async (size) => {
    const frame = colourful(size);
    const { bytes, mediaType } = await encodePicture(frame, 'png');
    expect(mediaType).toBe('image/png');
    const decoded = decodePng(bytes);
    expect(decoded).toMatchObject(size);
    expect(meanDifference(decoded.pixels, frame.pixels)).toBe(0);
  });

  it.skipIf(!hasFfmpeg)(`are read by other programs as the same PNG${ffmpegNote}`, async () => {
    const frame = colourful({ width: 120, height: 80 });
    const { bytes } = await encodePicture(frame, 'png');
    const decoded = await runFfmpeg(
      ['-f', 'png_pipe', '-i', 'pipe:0', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'],
      [bytes],
    );
    expect(meanDifference(decoded, frame.pixels)).toBe(0);
  });

  it.skipIf(!hasFfmpeg).each(sizes)(
    `look the same as JPEG, colours included: $width×$height${ffmpegNote}`,
    async (size) => {
      const frame = colourful(size);
      const { bytes, mediaType } = await encodePicture(frame, 'jpeg');
      expect(mediaType).toBe('image/jpeg');
      const decoded = await runFfmpeg(
        ['-f', 'jpeg_pipe', '-i', 'pipe:0', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'],
        [bytes],
      );
      expect(meanDifference(decoded, frame.pixels)).toBeLessThan(2.5);
    },
  );
});

describe('Bar codes', () => {
  it('carry numbers up to 65535 at any usual size', () => {
    for (const size of [
      { width: 64, height: 48 },
      { width: 1920, height: 1080 },
      { width: 37, height: 5 },
    ]) {
      for (const value of [0, 1, 2, 299, 4095, 65_535]) {
        expect(readBarCode(drawBarCode(value, size), size)).toBe(value);
      }
    }
  });

  it('are not seen where there are none', () => {
    expect(readBarCode(new Uint8Array(64 * 48 * 3).fill(128), { width: 64, height: 48 })).toBeNull();
  });
});

describe('Filmstrip frames', () => {
  it('are the middle frames of equal parts', () => {
    expect(filmstripIndices(100, 4)).toEqual([12, 37, 62, 87]);
    expect(filmstripIndices(230, 1)).toEqual([115]);
  });

  it('are all frames of a clip with fewer frames than columns', () => {
    expect(filmstripIndices(3, 10)).toEqual([0, 1, 2]);
    expect(filmstripIndices(1, 1)).toEqual([0]);
  });
});
