import { resolve } from 'node:path';
import type { BurnIn, FrameRange } from '#common/domain/index.ts';
import type { ClipReading, ExportTask } from '#main/rpc/services.ts';
import { clipHelp, clipOptions, probeClip, readClip, stageWords } from '../clip-option.ts';
import type { Command, CommandInput } from '../command.ts';
import { badOption, choiceOption, readRange, textOption, textsOption } from '../read-options.ts';

const cuts = ['exact', 'smart', 'copy'] as const;

/** `export CLIP …`: a range as a clip of its own, or several as a reel. */
export const exportCommand: Command = {
  name: 'export',
  summary: 'Writes a range of a clip as a clip of its own, or several ranges as one reel.',
  usage: 'CLIP --range 35:59 [--range …] --out FILE',
  positionals: [1, 1],
  options: {
    ...clipOptions,
    range: { type: 'string', multiple: true },
    cut: { type: 'string' },
    silent: { type: 'boolean' },
    numbers: { type: 'boolean' },
    times: { type: 'boolean' },
    out: { type: 'string' },
  },
  help: [
    ['--range 35:59', 'these frames, both included; several times for a reel in that order'],
    [
      '--cut exact|smart|copy',
      'encode anew; only where it is cut; or not at all, from the key frame before (exact)',
    ],
    ['--silent', 'without sound'],
    ['--numbers', 'with the frame number in the picture'],
    ['--times', 'with the time in the picture'],
    ['--out FILE', 'the file to write; replaced when it exists'],
    ...clipHelp,
  ],
  async run({ open, print, progress, json, signal }, { positionals, values }) {
    const out = textOption(values, 'out');
    if (!out) throw badOption('Say where to write the clip: --out FILE.', 'out');
    const source = readClip(positionals[0] ?? '', values);
    const task = readTask(source, values);
    const services = await open();
    await probeClip(services, source, { progress, signal });
    const target = resolve(out);
    const result = await services.exporter
      .export(task, target, { signal, onStage: (stage) => progress(stageWords(stage)) })
      .finally(() => progress(null));
    if (json) print(JSON.stringify({ ...result, path: target }));
    else {
      print(`${result.frameCount} frames, ${result.sizeBytes} bytes\t${target}`);
      if (result.note !== '') print(result.note);
    }
  },
};

function readTask(source: ClipReading, values: CommandInput['values']): ExportTask {
  const ranges: readonly FrameRange[] = textsOption(values, 'range').map((text) => readRange(text, 'range'));
  const [range, second] = ranges;
  if (!range) throw badOption('Say which frames: --range 35:59.', 'range');
  const cut = choiceOption(values, 'cut', cuts);
  const sound = values.silent !== true;
  const burnIn = readBurnIn(values);
  if (!second) return { kind: 'clip', source, range, cut: cut ?? 'exact', sound, burnIn };
  if (cut && cut !== 'exact') {
    throw badOption('A reel of several ranges is always encoded anew: leave --cut out.', 'cut');
  }
  return { kind: 'reel', parts: ranges.map((each) => ({ source, range: each, burnIn })), sound };
}

function readBurnIn({ numbers, times }: CommandInput['values']): BurnIn | null {
  if (numbers !== true && times !== true) return null;
  return { frameNumbers: numbers === true, times: times === true, events: [], drawings: [] };
}
