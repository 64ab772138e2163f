import { parse } from 'node:path';
import type { FrameRange } from '#common/domain/index.ts';
import { readingOf } from '../clip-reading.ts';
import type { ClipSource } from '../video-service.ts';
import type { ExportTask } from './clip-exporter.ts';
import { copyExtension } from './containers.ts';
import { pictureName } from './frame-pictures.ts';

/** A name that says what the export holds; the extension fits how it is written. */
export function suggestedName(task: ExportTask): string {
  switch (task.kind) {
    case 'clip': {
      const isEncoded = task.cut === 'exact' || task.burnIn !== null;
      const extension = isEncoded ? '.mp4' : copyExtension(readingOf(task.source).path);
      return `${clipName(task.source)} ${rangeName(task.range)}${extension}`;
    }
    case 'frames': {
      const [only] = task.frames;
      const { path } = readingOf(task.source);
      if (task.frames.length === 1 && only !== undefined) return pictureName(path, only, task.format);
      return `${clipName(task.source)} frames`;
    }
    case 'stroboscope':
      return `${clipName(task.source)} ${rangeName(task.choice.range)} stroboscopic.png`;
    case 'stack': {
      const [first] = task.parts;
      return `${first ? clipName(first.source) : 'clip'} side by side.mp4`;
    }
    case 'reel': {
      const [first] = task.parts;
      return `${first ? clipName(first.source) : 'clip'} reel.mp4`;
    }
  }
}

const clipName = (source: ClipSource): string => parse(readingOf(source).path).name;

const rangeName = ({ start, end }: FrameRange): string => (start === end ? String(start) : `${start}–${end}`);
