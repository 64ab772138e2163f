import { resolve } from 'node:path';
import type { ClipInfo, StageProgress } from '#common/domain/index.ts';
import type { ClipReading, Services } from '#main/rpc/services.ts';
import type { Command, CommandContext, CommandInput } from './command.ts';
import { numberOption, wholeOption } from './read-options.ts';

/** How a clip is read, for every command that takes one. */
export const clipOptions = {
  track: { type: 'string' },
  'captured-at': { type: 'string' },
} satisfies Command['options'];

export const clipHelp: Command['help'] = [
  ['--track 1', 'which picture track of several, counted from 0 (the file’s own choice)'],
  ['--captured-at 240', 'frames per second at which the camera ran; times are then real seconds'],
];

export function readClip(path: string, values: CommandInput['values']): ClipReading {
  return {
    path: resolveClip(path),
    videoTrack: wholeOption(values, 'track', { lowest: 0, highest: 99 }),
    captureRate: numberOption(values, 'captured-at', { lowest: 1, highest: 100_000 }),
  };
}

/** Probes a clip and tells meanwhile what takes long: the index of a large file, or its conversion. */
export async function probeClip(
  { video }: Pick<Services, 'video'>,
  source: ClipReading,
  { progress, signal }: Pick<CommandContext, 'progress' | 'signal'>,
): Promise<Omit<ClipInfo, 'id'>> {
  try {
    return await video.probe(source, { signal, onStage: (stage) => progress(stageWords(stage)) });
  } finally {
    progress(null);
  }
}

export const stageWords = ({ stage, done, total }: StageProgress): string =>
  total === null || total <= 0 ? `${stage} …` : `${stage} ${Math.floor((100 * done) / total)} %`;

/** `synthetic:` clips are no files. */
const resolveClip = (path: string): string => (path.startsWith('synthetic:') ? path : resolve(path));
