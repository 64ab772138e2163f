import { clipHelp, clipOptions, probeClip, readClip, stageWords } from '../clip-option.ts';
import type { Command } from '../command.ts';

/** `analyse CLIP`: shots, transitions and motion, in one decode pass that is kept for the next time. */
export const analyse: Command = {
  name: 'analyse',
  summary: 'Finds shots, wipes and fades of a clip and how much each frame moves; kept for the next time.',
  usage: 'CLIP',
  positionals: [1, 1],
  options: clipOptions,
  help: clipHelp,
  async run({ open, print, progress, json, signal }, { positionals, values }) {
    const services = await open();
    const source = readClip(positionals[0] ?? '', values);
    await probeClip(services, source, { progress, signal });
    const { analyser } = services;
    const found = await analyser
      .analyse(source, { signal, onStage: (stage) => progress(stageWords(stage)) })
      .finally(() => progress(null));
    const { energy } = await analyser.motion(source, { signal });
    if (json) {
      print(JSON.stringify({ ...found, motion: [...energy].map((value) => Number(value.toFixed(5))) }));
      return;
    }
    print(`${found.frameCount} frames, ${found.shots.length} shots`);
    for (const { start, end } of found.shots) {
      const mean = energy.subarray(start, end + 1).reduce((sum, value) => sum + value, 0) / (end - start + 1);
      print(`shot\t${start}–${end}\tmean motion ${mean.toFixed(4)}`);
    }
    for (const { kind, range } of found.transitions) print(`${kind}\t${range.start}–${range.end}`);
  },
};
