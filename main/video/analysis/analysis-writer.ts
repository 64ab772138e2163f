import { mkdir, readFile, rm } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { type AnalysisDisk, asDiskError } from './analysis-disk.ts';
import {
  type AnalysisFile,
  type AnalysisState,
  analysisFiles,
  dataPath,
  newState,
  packState,
  readState,
  statePath,
} from './analysis-state.ts';
import { filesAreWhole } from './verify-files.ts';

/** What a commit says besides how long the files have become. */
export type Advance = Partial<
  Pick<AnalysisState, 'framesDone' | 'waveformRate' | 'peaksDone' | 'done' | 'search'>
>;

/**
 * The files of one analysis while it is made. What is appended counts from the next commit on, which replaces the
 * state whole: a run that ends at any moment leaves the analysis as the last commit left it.
 */
export class AnalysisWriter {
  readonly #folder: string;
  readonly #disk: AnalysisDisk;
  #state: AnalysisState;
  readonly #pending = new Map<AnalysisFile, Uint8Array[]>();

  private constructor(folder: string, disk: AnalysisDisk, state: AnalysisState) {
    this.#folder = folder;
    this.#disk = disk;
    this.#state = state;
  }

  /** Goes on with what is there; what is damaged, of another version or of another length is made anew. */
  static async open(folder: string, frameCount: number, disk: AnalysisDisk): Promise<AnalysisWriter> {
    const known = await readState(folder);
    if (known?.frameCount === frameCount && (await filesAreWhole(folder, known, analysisFiles))) {
      return new AnalysisWriter(folder, disk, known);
    }
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true }).catch((error) => {
      throw asDiskError(error);
    });
    return new AnalysisWriter(folder, disk, newState(frameCount));
  }

  get state(): AnalysisState {
    return this.#state;
  }

  /** The signatures of all frames committed. */
  async signatures(): Promise<Uint8Array> {
    const { bytes } = this.#state.extents.signatures;
    return bytes === 0
      ? new Uint8Array()
      : (await readFile(dataPath(this.#folder, 'signatures'))).subarray(0, bytes);
  }

  append(file: AnalysisFile, bytes: Uint8Array): void {
    const pieces = this.#pending.get(file);
    if (pieces) pieces.push(bytes);
    else this.#pending.set(file, [bytes]);
  }

  /** Where the next bytes appended to a file will lie. */
  lengthOf(file: AnalysisFile): number {
    const pieces = this.#pending.get(file) ?? [];
    return pieces.reduce((sum, { length }) => sum + length, this.#state.extents[file].bytes);
  }

  /** Fails with DISK_FULL; then the analysis stays as it was. */
  async commit(advance: Advance): Promise<void> {
    const extents = { ...this.#state.extents };
    try {
      for (const [file, pieces] of this.#pending) {
        const { bytes, crc } = extents[file];
        const data = Buffer.concat(pieces);
        await this.#disk.write(dataPath(this.#folder, file), bytes, data);
        extents[file] = { bytes: bytes + data.length, crc: crc32(data, crc) };
      }
      const state = { ...this.#state, ...advance, extents };
      await this.#disk.replace(statePath(this.#folder), packState(state));
      this.#state = state;
      this.#pending.clear();
    } catch (error) {
      throw asDiskError(error);
    }
  }
}
