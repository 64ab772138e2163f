import type { CameraShift } from './camera-shift.ts';
import { cellCount, recordBytes, signatureBytes, unpackShift } from './frame-record.ts';

const colourBytes = signatureBytes - cellCount;
/** Both colour differences together count as much as luma. */
const colourWeight = cellCount / colourBytes;
export const weightTotal = 2 * cellCount;

/** How much each byte of a signature counts. */
export const byteWeights = Float64Array.from({ length: signatureBytes }, (_, i) =>
  i < cellCount ? 1 : colourWeight,
);

/** The signatures of a clip's frames, compared on a scale from 0 (alike) to 255. */
export class Signatures {
  readonly bytes: Uint8Array;
  readonly count: number;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.count = bytes.length / recordBytes;
  }

  of(frame: number): Uint8Array {
    const at = frame * recordBytes;
    return this.bytes.subarray(at, at + signatureBytes);
  }

  /** How far the camera moved between two frames, in pictures; more than one where it went on. */
  travel(start: number, end: number): CameraShift {
    let [x, y] = [0, 0];
    for (let frame = start + 1; frame <= end; frame++) {
      const shift = unpackShift(this.bytes, frame * recordBytes + signatureBytes);
      x += shift.x;
      y += shift.y;
    }
    return { x, y };
  }

  /** Mean absolute difference of two frames. */
  distance(a: number, b: number): number {
    const { bytes } = this;
    const atA = a * recordBytes;
    const atB = b * recordBytes;
    let luma = 0;
    for (let i = 0; i < cellCount; i++) luma += Math.abs((bytes[atA + i] ?? 0) - (bytes[atB + i] ?? 0));
    let colour = 0;
    for (let i = cellCount; i < signatureBytes; i++) {
      colour += Math.abs((bytes[atA + i] ?? 0) - (bytes[atB + i] ?? 0));
    }
    return (luma + colourWeight * colour) / weightTotal;
  }

  /**
   * As `distance`, after the one frame's exposure is brought to the other's: light that flickers, a diaphragm that
   * opens and a lamp that goes off change every cell by the same gain and offset.
   */
  distanceButExposure(a: number, b: number): number {
    const plain = this.distance(a, b);
    const first = this.of(a);
    const second = this.of(b);
    let [sumA, sumB, sumAA, sumAB] = [0, 0, 0, 0];
    for (let i = 0; i < cellCount; i++) {
      const x = first[i] ?? 0;
      const y = second[i] ?? 0;
      sumA += x;
      sumB += y;
      sumAA += x * x;
      sumAB += x * y;
    }
    const variance = sumAA - (sumA * sumA) / cellCount;
    if (variance < cellCount) return plain;
    const gain = (sumAB - (sumA * sumB) / cellCount) / variance;
    if (gain < 0.4 || gain > 2.5) return plain;
    const offset = (sumB - gain * sumA) / cellCount;
    let sum = 0;
    for (let i = 0; i < cellCount; i++) sum += Math.abs((second[i] ?? 0) - gain * (first[i] ?? 0) - offset);
    for (let i = cellCount; i < signatureBytes; i++) {
      sum += colourWeight * Math.abs((second[i] ?? 0) - 128 - gain * ((first[i] ?? 0) - 128));
    }
    return Math.min(plain, sum / weightTotal);
  }

  /** The share of the cells whose luma differs by more than `least`. */
  shareChanged(a: number, b: number, least: number): number {
    const first = this.of(a);
    const second = this.of(b);
    let changed = 0;
    for (let i = 0; i < cellCount; i++)
      if (Math.abs((first[i] ?? 0) - (second[i] ?? 0)) > least) changed += 1;
    return changed / cellCount;
  }

  /** Mean luma, and how far cells are from grey of that luma on average. */
  contrast(frame: number): { readonly mean: number; readonly spread: number } {
    const signature = this.of(frame);
    let sum = 0;
    for (let i = 0; i < cellCount; i++) sum += signature[i] ?? 0;
    const mean = sum / cellCount;
    let spread = 0;
    for (let i = 0; i < cellCount; i++) spread += Math.abs((signature[i] ?? 0) - mean);
    for (let i = cellCount; i < signatureBytes; i++) {
      spread += colourWeight * Math.abs((signature[i] ?? 0) - 128);
    }
    return { mean, spread: spread / weightTotal };
  }
}
