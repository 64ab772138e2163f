import { resolve } from 'node:path';
import { momentsInTime, stroboscopeMoments } from '#common/domain/index.ts';
import { clipHelp, clipOptions, probeClip, readClip, stageWords } from '../clip-option.ts';
import type { Command } from '../command.ts';
import {
  badOption,
  choiceOption,
  readFrameNumbers,
  readRange,
  textOption,
  wholeOption,
} from '../read-options.ts';

const usualCount = 7;

/** `stroboscope CLIP …`: a moving figure at several moments in one picture. */
export const stroboscopeCommand: Command = {
  name: 'stroboscope',
  summary: 'Writes one picture in which a moving figure stands at several moments over the still scene.',
  usage: 'CLIP --range 35:59 [--count 7 | --at 35,40,59] --out FILE.png',
  positionals: [1, 1],
  options: {
    ...clipOptions,
    range: { type: 'string' },
    count: { type: 'string' },
    at: { type: 'string' },
    top: { type: 'string' },
    numbers: { type: 'boolean' },
    out: { type: 'string' },
  },
  help: [
    ['--range 35:59', 'the frames that the still scene is made of, both included'],
    [
      '--count 7',
      `how many moments, ${stroboscopeMoments.least} to ${stroboscopeMoments.most}, evenly in time (7)`,
    ],
    ['--at 35,40,59', 'these moments in place of a count'],
    ['--top latest|earliest', 'which figure is seen whole where two overlap (latest)'],
    ['--numbers', 'with the frame number beside each figure'],
    ['--out FILE.png', 'the file to write; replaced when it exists'],
    ...clipHelp,
  ],
  async run({ open, print, progress, json, signal }, { positionals, values }) {
    const out = textOption(values, 'out');
    if (!out) throw badOption('Say where to write the picture: --out FILE.png.', 'out');
    const rangeText = textOption(values, 'range');
    if (rangeText === undefined) throw badOption('Say which frames: --range 35:59.', 'range');
    const range = readRange(rangeText, 'range');
    const { least: lowest, most: highest } = stroboscopeMoments;
    const count = wholeOption(values, 'count', { lowest, highest });
    const at = textOption(values, 'at');
    if (at !== undefined && count !== undefined) throw badOption('Give --count or --at, not both.', 'at');
    const length = range.end - range.start + 1;
    if (count !== undefined && count > length) {
      throw badOption(
        `The range has ${length} frames, too few for ${count} moments: give a longer --range or a smaller --count.`,
        'count',
      );
    }
    const chosen = at === undefined ? undefined : readFrameNumbers(at, 'at');
    const onTop = choiceOption(values, 'top', ['latest', 'earliest'] as const) ?? 'latest';
    const numbers = values.numbers === true;

    const source = readClip(positionals[0] ?? '', values);
    const services = await open();
    await probeClip(services, source, { progress, signal });
    const { timestampsSeconds } = await services.video.frameTimes(source, { signal });
    const asked = count ?? Math.min(usualCount, length);
    const frames = chosen ?? momentsInTime(range, asked, timestampsSeconds);
    const target = resolve(out);
    const choice = { range, frames, onTop, numbers };
    const result = await services.exporter
      .export({ kind: 'stroboscope', source, choice }, target, {
        signal,
        onStage: (stage) => progress(stageWords(stage)),
      })
      .finally(() => progress(null));
    if (json) print(JSON.stringify({ ...result, frames, path: target }));
    else {
      print(`${result.frameCount} moments, ${result.sizeBytes} bytes\t${target}`);
      if (result.note !== '') print(result.note);
    }
  },
};
