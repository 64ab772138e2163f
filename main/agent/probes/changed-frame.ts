import { createHash } from 'node:crypto';
import type { Frame, ProbeKind } from '#common/domain/index.ts';

const midGrey = 128;

/** The frame as it is sent in a probe, with the hash of those pixels. Another order leaves each picture as it is. */
export function changedFrame(frame: Frame, change: ProbeKind): Frame {
  switch (change) {
    case 'mirrored':
      return withPixels(frame, mirrored(frame));
    case 'blank':
      return withPixels(frame, new Uint8Array(frame.pixels.length).fill(midGrey));
    case 'reversed':
    case 'shuffled':
      return frame;
  }
}

const withPixels = (frame: Frame, pixels: Uint8Array): Frame => ({
  ...frame,
  pixels,
  sha256: createHash('sha256').update(pixels).digest('hex'),
});

function mirrored({ pixels, width, height }: Frame): Uint8Array {
  const turned = new Uint8Array(pixels.length);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const from = (row * width + column) * 3;
      turned.set(pixels.subarray(from, from + 3), (row * width + width - 1 - column) * 3);
    }
  }
  return turned;
}
