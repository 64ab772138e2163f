import { resolve } from 'node:path';
import { captureRateInvalid } from './clip-errors.ts';
import type { ClipReading, ClipSource } from './video-service.ts';

export const readingOf = (source: ClipSource): ClipReading =>
  typeof source === 'string' ? { path: source } : source;

/** A name for the frames of a reading, which begins with its path and a zero, so that a path finds all of its own. */
export function readingKey({ path, videoTrack, captureRate }: ClipReading): string {
  return `${path}\0${videoTrack ?? ''}\0${captureRate ?? ''}`;
}

export const isKeyOf = (key: string, path: string): boolean => key.startsWith(`${path}\0`);

/** Fails with BAD_INPUT unless a camera can have run at this rate. */
export function checkCaptureRate(captureRate: number | undefined): void {
  const isRate = captureRate === undefined || (Number.isFinite(captureRate) && captureRate > 0);
  if (!isRate) throw captureRateInvalid(captureRate);
}

/** The reading with an absolute path; synthetic clips have none. */
export const withAbsolutePath = (reading: ClipReading): ClipReading =>
  reading.path.startsWith('synthetic:') ? reading : { ...reading, path: resolve(reading.path) };
