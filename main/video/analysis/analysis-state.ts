import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { ShotSearch } from './search-shots.ts';

/** Analyses of another version are made anew. */
const analysisVersion = 2;

/**
 * `motion`: a 32-bit float for each frame; `signatures`: see frame-record.ts; `thumbnails`: JPEG files one after
 * the other; `thumbnail-index`: where each begins and how long it is, 32 bits each; `waveform`: a low and a high
 * byte for each peak. Numbers are little-endian.
 */
export const analysisFiles = ['motion', 'signatures', 'thumbnails', 'thumbnail-index', 'waveform'] as const;

export type AnalysisFile = (typeof analysisFiles)[number];

/** How much of a file counts, and its checksum. What lies behind was written by a run that was cut short. */
export type FileExtent = { readonly bytes: number; readonly crc: number };

export type AnalysisState = {
  readonly frameCount: number;
  readonly framesDone: number;
  readonly thumbnailStride: number;
  /** Null without sound. */
  readonly waveformRate: number | null;
  readonly peaksDone: number;
  readonly done: boolean;
  readonly search: ShotSearch;
  readonly extents: Readonly<Record<AnalysisFile, FileExtent>>;
};

export const dataPath = (folder: string, file: AnalysisFile) => join(folder, `${file}.bin`);

export const statePath = (folder: string) => join(folder, 'state.json');

const maxThumbnails = 1500;

/** The power of two that leaves at most 1500 thumbnails. */
export function thumbnailStrideFor(frameCount: number): number {
  let stride = 1;
  while (Math.ceil(frameCount / stride) > maxThumbnails) stride *= 2;
  return stride;
}

export function newState(frameCount: number): AnalysisState {
  const empty = { bytes: 0, crc: 0 };
  return {
    frameCount,
    framesDone: 0,
    thumbnailStride: thumbnailStrideFor(frameCount),
    waveformRate: null,
    peaksDone: 0,
    done: false,
    search: { settled: 0, transitions: [] },
    extents: {
      motion: empty,
      signatures: empty,
      thumbnails: empty,
      'thumbnail-index': empty,
      waveform: empty,
    },
  };
}

/** The state as it is stored: its checksum in a line of its own, then JSON. */
export function packState(state: AnalysisState): Buffer {
  const body = JSON.stringify({ version: analysisVersion, ...state });
  return Buffer.from(`${crc32(body)}\n${body}\n`);
}

/** Null where there is none, or one of another version, or one that is damaged. */
export async function readState(folder: string): Promise<AnalysisState | null> {
  const text = await readFile(statePath(folder), 'utf8').catch(() => '');
  const [checksum, body = ''] = text.split('\n');
  if (body === '' || Number(checksum) !== crc32(body)) return null;
  const { version, ...state } = JSON.parse(body) as AnalysisState & { readonly version: number };
  return version === analysisVersion ? state : null;
}
