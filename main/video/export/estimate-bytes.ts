import { type ClipInfo, type FrameRange, frameRangeLength } from '#common/domain/index.ts';
import type { ClipSource } from '../video-service.ts';
import type { ExportTask } from './clip-exporter.ts';
import { stackGrid } from './stack-grid.ts';

export type ProbedClip = { readonly source: ClipSource; readonly info: Omit<ClipInfo, 'id'> };

/** Bits for each pixel of an encoded frame, on the safe side of what sport takes. */
const encodedBitsPerPixel = 0.3;
/** Bytes for each pixel of a picture file. */
const pictureBytesPerPixel = { png: 2, jpeg: 0.6 };
const soundBytesPerSecond = 24_000;
const noRate = { averageFrameRate: 1 };
/** Headers and tables. */
const baseBytes = 100_000;

/** About how much an export writes, rather too much than too little. */
export function estimateBytes(task: ExportTask, clips: readonly ProbedClip[]): number {
  const infoOf = (source: ClipSource) => (clips.find((clip) => clip.source === source) ?? clips[0])?.info;
  const encoded = (range: FrameRange, info: ProbedClip['info']) =>
    (frameRangeLength(range) * info.width * info.height * encodedBitsPerPixel) / 8;
  const seconds = (range: FrameRange, info: Pick<ProbedClip['info'], 'averageFrameRate'>) =>
    frameRangeLength(range) / Math.max(1, info.averageFrameRate);
  switch (task.kind) {
    case 'clip': {
      const info = infoOf(task.source);
      if (!info) return baseBytes;
      const share = frameRangeLength(task.range) / Math.max(1, info.frameCount);
      const isCopied = task.cut !== 'exact' && !task.burnIn;
      const pictures = isCopied ? share * info.sizeBytes : encoded(task.range, info);
      return Math.ceil(
        baseBytes + pictures + (task.sound ? seconds(task.range, info) * soundBytesPerSecond : 0),
      );
    }
    case 'frames': {
      const info = infoOf(task.source);
      if (!info) return baseBytes;
      const each = info.width * info.height * pictureBytesPerPixel[task.format];
      return Math.ceil(baseBytes + new Set(task.frames).size * each);
    }
    case 'stroboscope': {
      const info = infoOf(task.source);
      return Math.ceil(baseBytes + (info ? info.width * info.height * pictureBytesPerPixel.png : 0));
    }
    case 'reel': {
      let bytes = baseBytes;
      const first = clips[0]?.info;
      for (const { source, range } of task.parts) {
        const info = infoOf(source);
        if (!info || !first) continue;
        bytes += encoded(range, { ...info, width: first.width, height: first.height });
        bytes += task.sound ? seconds(range, info) * soundBytesPerSecond : 0;
      }
      return Math.ceil(bytes);
    }
    case 'stack': {
      const infos = task.parts.flatMap(({ source }) => infoOf(source) ?? []);
      const { size } = stackGrid(infos);
      const rate = Math.max(1, ...infos.map(({ averageFrameRate }) => averageFrameRate));
      // Held before and after the others, two lengths of the longest at most.
      const longest = Math.max(0, ...task.parts.map(({ range }, at) => seconds(range, infos[at] ?? noRate)));
      const pictures = (2 * longest * rate * size.width * size.height * encodedBitsPerPixel) / 8;
      return Math.ceil(baseBytes + pictures + 2 * longest * soundBytesPerSecond);
    }
  }
}
