import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DeepSportError, type FrameRange, sampleEvenly, throwIfCancelled } from '#common/domain/index.ts';
import { clipHelp, clipOptions, probeClip, readClip } from '../clip-option.ts';
import type { Command, CommandInput } from '../command.ts';
import { badOption, readFrameNumbers, readRange, textOption, wholeOption } from '../read-options.ts';

const largestSide = 16_384;

/** `frames CLIP …`: exact frames as PNG files, named by frame number. */
export const frames: Command = {
  name: 'frames',
  summary: 'Writes exact frames as PNG files and prints frame, timeSeconds, sha256 and path of each.',
  usage: 'CLIP (--at 35,36 | --range 35:59 [--count 8]) --out DIR',
  positionals: [1, 1],
  options: {
    ...clipOptions,
    at: { type: 'string' },
    range: { type: 'string' },
    count: { type: 'string' },
    width: { type: 'string' },
    out: { type: 'string' },
  },
  help: [
    ['--at 35,36', 'these frames, counted from 0'],
    ['--range 35:59', 'frames spread evenly over this range, both ends included'],
    ['--count 8', 'how many of the range (8)'],
    ['--width 640', 'at most this wide, never enlarged'],
    ['--out DIR', 'the folder to write to; made when missing'],
    ...clipHelp,
  ],
  async run({ open, print, progress, json, signal }, { positionals, values }) {
    const width = wholeOption(values, 'width', { lowest: 1, highest: largestSide });
    const out = textOption(values, 'out');
    if (!out) throw badOption('Say where to write the frames: --out DIR.', 'out');
    const choose = readChoice(values);

    const source = readClip(positionals[0] ?? '', values);
    const services = await open();
    const { video } = services;
    const { frameCount } = await probeClip(services, source, { progress, signal });
    const indices = choose(frameCount);
    await makeFolder(out);
    const written: object[] = [];
    for (const index of indices) {
      throwIfCancelled(signal);
      const bounds = width === undefined ? undefined : { width, height: largestSide };
      const picture = await video.picture(source, index, 'png', bounds, { signal });
      const file = join(out, `frame-${String(index).padStart(6, '0')}.png`);
      await writeFile(file, picture.bytes).catch((error: unknown) => {
        throw cannotWrite(file, error);
      });
      const { timeSeconds, sha256 } = picture;
      written.push({ frame: index, timeSeconds, sha256, path: file });
      if (!json) print(`${index}\t${timeSeconds.toFixed(6)}\t${sha256}\t${file}`);
    }
    if (json) print(JSON.stringify(written));
  },
};

/** Reads the options first, so that a slip is told before the clip is opened. */
function readChoice(values: CommandInput['values']): (frameCount: number) => readonly number[] {
  const [at, range] = [textOption(values, 'at'), textOption(values, 'range')];
  const count = wholeOption(values, 'count', { lowest: 1, highest: 100_000 });
  if ((at === undefined) === (range === undefined)) {
    throw badOption('Say which frames: either --at 35,36 or --range 35:59.', 'at');
  }
  if (at !== undefined) {
    if (count !== undefined) throw badOption('--count goes with --range, not with --at.', 'count');
    const indices = readFrameNumbers(at, 'at');
    return (frameCount) => {
      const outside = indices.find((index) => index >= frameCount);
      if (outside === undefined) return indices;
      throw new DeepSportError(
        'FRAME_OUT_OF_RANGE',
        `The clip has frames 0 to ${frameCount - 1}, so there is no frame ${outside}.`,
        { index: outside, frameCount },
      );
    };
  }
  const wanted = readRange(range ?? '', 'range');
  return (frameCount) => sampleEvenly(checkedRange(wanted, frameCount), count ?? 8);
}

function checkedRange(range: FrameRange, frameCount: number): FrameRange {
  if (range.end < frameCount) return range;
  throw new DeepSportError(
    'RANGE_INVALID',
    `The clip has frames 0 to ${frameCount - 1}, so the range ${range.start}:${range.end} is not in it.`,
    { ...range, frameCount },
  );
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw cannotWrite(folder, error);
  }
}

function cannotWrite(path: string, error: unknown): DeepSportError {
  const full = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
  return new DeepSportError(
    full ? 'DISK_FULL' : 'BAD_INPUT',
    full
      ? 'The disk is full: free some space, or choose another folder with --out.'
      : `Nothing can be written to ${path}: choose another folder with --out.`,
    { path },
    { cause: error },
  );
}
