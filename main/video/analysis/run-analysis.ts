import { cancelled, fitWithin, isDeepSportError, type Size } from '#common/domain/index.ts';
import { fileChanged } from '../clip-errors.ts';
import type { OpenClip, OpenedClipReader } from '../clip-reader.ts';
import { isSameStamp, readFileStamp } from '../file-stamp.ts';
import { encodeJpeg } from '../jpeg.ts';
import type { AnalysisDisk } from './analysis-disk.ts';
import type { AnalysisProgress, AnalysisTask } from './analysis-messages.ts';
import { AnalysisWriter } from './analysis-writer.ts';
import { cameraShift } from './camera-shift.ts';
import { lumaOf, motionEnergy, packShift, recordBytes, signatureBytes, signatureOf } from './frame-record.ts';
import { searchShots } from './search-shots.ts';
import { appendWaveform } from './waveform-pass.ts';

export type AnalysisParts = {
  readonly openClip: OpenClip;
  readonly disk: AnalysisDisk;
  /** As many frames are lost at most when the process is killed. */
  readonly commitFrames?: number;
};

export type AnalysisRun = {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: AnalysisProgress) => void;
};

/** Every frame is looked at in the size of a thumbnail, so that it is scaled once. */
const bounds: Size = { width: 160, height: 160 };

const commitMilliseconds = 1000;

/**
 * One pass over a clip from where the last one ended, committed piece by piece. What comes out does not depend on
 * how often it was cut short.
 */
export async function runAnalysis(parts: AnalysisParts, task: AnalysisTask, run: AnalysisRun): Promise<void> {
  const { signal } = run;
  const { commitFrames = 512 } = parts;
  await checkUnchanged(task);
  await using clip = await parts.openClip(task.path, { videoTrack: task.videoTrack, signal });
  const writer = await AnalysisWriter.open(task.folder, clip.info.frameCount, parts.disk);
  const pass = await FramePass.start(clip, writer);
  while (!writer.state.done) {
    await pass.advance(commitFrames, signal);
    const sound = await appendWaveform(clip, writer, pass.next, signal);
    const { frameCount } = writer.state;
    const done = pass.next === frameCount;
    const search = searchShots(pass.signatures, writer.state.search, done);
    await checkUnchanged(task);
    await writer.commit({ ...sound, framesDone: pass.next, search, done });
    run.onProgress({ framesDone: pass.next, frameCount });
  }
}

async function checkUnchanged({ guarded }: AnalysisTask): Promise<void> {
  for (const { path, stamp } of guarded) {
    if (!isSameStamp(stamp, await readFileStamp(path))) throw fileChanged(path);
  }
}

/** The frames of one clip in turn: what is kept of each goes to the writer. */
class FramePass {
  readonly #clip: OpenedClipReader;
  readonly #writer: AnalysisWriter;
  readonly #size: Size;
  readonly #signatures: Uint8Array;
  #lumaBefore: Uint8Array | null = null;
  #signatureBefore: Uint8Array = new Uint8Array(signatureBytes);
  #next: number;

  private constructor(clip: OpenedClipReader, writer: AnalysisWriter, signatures: Uint8Array) {
    this.#clip = clip;
    this.#writer = writer;
    this.#signatures = signatures;
    this.#size = fitWithin(clip.info, bounds);
    this.#next = writer.state.framesDone;
  }

  static async start(clip: OpenedClipReader, writer: AnalysisWriter): Promise<FramePass> {
    const signatures = new Uint8Array(clip.info.frameCount * recordBytes);
    signatures.set(await writer.signatures());
    const pass = new FramePass(clip, writer, signatures);
    // The first frame of this run is compared with the last one of the run before.
    if (pass.#next > 0) await pass.#resumeAfter(pass.#next - 1);
    return pass;
  }

  get next(): number {
    return this.#next;
  }

  /** Of all frames so far. */
  get signatures(): Uint8Array {
    return this.#signatures.subarray(0, this.#next * recordBytes);
  }

  async #resumeAfter(last: number): Promise<void> {
    this.#signatureBefore = this.#signatures.slice(last * recordBytes, last * recordBytes + signatureBytes);
    for (let frame = last; frame >= 0 && !this.#lumaBefore; frame--) {
      const rgb = await this.#read(frame, () => true);
      if (rgb) this.#lumaBefore = lumaOf(rgb);
    }
  }

  /** Goes on for so many frames, a second at most. */
  async advance(frames: number, signal: AbortSignal): Promise<void> {
    const { frameCount, thumbnailStride } = this.#writer.state;
    const startedAt = performance.now();
    const first = this.#next;
    const energies: number[] = [];
    while (this.#next < frameCount) {
      const rgb = await this.#read(this.#next, () => !signal.aborted);
      energies.push(this.#describe(rgb));
      if (this.#next % thumbnailStride === 0) {
        this.#appendThumbnail(rgb ? await encodeJpeg(rgb, this.#size) : new Uint8Array());
      }
      this.#next += 1;
      const count = this.#next - first;
      if (count === frames || performance.now() - startedAt > commitMilliseconds) break;
    }
    this.#writer.append('motion', new Uint8Array(Float32Array.from(energies).buffer));
    const signatures = this.#signatures.slice(first * recordBytes, this.#next * recordBytes);
    this.#writer.append('signatures', signatures);
  }

  /** A frame that the file holds nothing for counts as a repetition of the one before. */
  #describe(rgb: Uint8Array | null): number {
    const at = this.#next * recordBytes;
    let energy = 0;
    if (rgb) {
      const luma = lumaOf(rgb);
      if (this.#lumaBefore) {
        energy = motionEnergy(this.#lumaBefore, luma);
        const shift = cameraShift(this.#lumaBefore, luma, this.#size);
        this.#signatures.set(packShift(shift), at + signatureBytes);
      }
      this.#lumaBefore = luma;
      this.#signatureBefore = signatureOf(rgb, luma, this.#size);
    }
    this.#signatures.set(this.#signatureBefore, at);
    return energy;
  }

  #appendThumbnail(jpeg: Uint8Array): void {
    const place = Uint32Array.of(this.#writer.lengthOf('thumbnails'), jpeg.length);
    this.#writer.append('thumbnails', jpeg);
    this.#writer.append('thumbnail-index', new Uint8Array(place.buffer));
  }

  /** Null where the file holds nothing that decodes to the frame. */
  async #read(frame: number, stillWanted: () => boolean): Promise<Uint8Array | null> {
    const pictures = await this.#clip.read(frame, [this.#size], stillWanted).catch((error) => {
      if (isDeepSportError(error) && error.code === 'CLIP_DAMAGED') return [];
      throw error;
    });
    if (!pictures) throw cancelled();
    return pictures[0] ?? null;
  }
}
