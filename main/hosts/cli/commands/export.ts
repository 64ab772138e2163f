import { resolve } from 'node:path';
import {
  type BurnIn,
  type FrameRange,
  type LeftOutEntry,
  type Playlist,
  playlistNamed,
  playlistsByName,
  showableEntries,
  stackOfEntries,
} from '#common/domain/index.ts';
import type { ClipReading, ExportTask, Services } from '#main/rpc/services.ts';
import { clipHelp, clipOptions, probeClip, readClip, stageWords } from '../clip-option.ts';
import type { Command, CommandContext, CommandInput } from '../command.ts';
import { openExisting } from '../project-choice.ts';
import {
  badOption,
  choiceOption,
  projectOption,
  readRange,
  textOption,
  textsOption,
} from '../read-options.ts';

const cuts = ['exact', 'smart', 'copy'] as const;

/** `export CLIP …`: a range as a clip of its own, or several as a reel; or a playlist of a project. */
export const exportCommand: Command = {
  name: 'export',
  summary: 'Writes a range as a clip of its own, or several ranges or a playlist as one.',
  usage: 'CLIP --range 35:59 [--range …] --out FILE | --project FILE --playlist NAME [--stack] --out FILE',
  positionals: [0, 1],
  options: {
    ...clipOptions,
    range: { type: 'string', multiple: true },
    project: { type: 'string' },
    playlist: { type: 'string' },
    stack: { type: 'boolean' },
    cut: { type: 'string' },
    silent: { type: 'boolean' },
    numbers: { type: 'boolean' },
    times: { type: 'boolean' },
    out: { type: 'string' },
  },
  help: [
    ['--range 35:59', 'these frames, both included; several times for a reel in that order'],
    ['--project FILE', 'the project that the playlist is in'],
    ['--playlist NAME', 'the entries of this playlist, one after the other'],
    ['--stack', 'side by side instead, in step at their sync frames: 2 to 9'],
    [
      '--cut exact|smart|copy',
      'encode anew; only where it is cut; or not at all, from the key frame before (exact)',
    ],
    ['--silent', 'without sound; side by side that of the first is heard'],
    ['--numbers', 'with the frame number in the picture'],
    ['--times', 'with the time in the picture'],
    ['--out FILE', 'the file to write; replaced when it exists'],
    ...clipHelp,
  ],
  async run(context, input) {
    const { print, progress, json, signal } = context;
    const { positionals, values } = input;
    const out = textOption(values, 'out');
    if (!out) throw badOption('Say where to write the clip: --out FILE.', 'out');
    const fromProject = projectOption(values) !== undefined;
    if (fromProject === positionals.length > 0) {
      throw badOption('Name a clip and its --range, or a --project and its --playlist.', 'project');
    }
    const { services, task } = fromProject
      ? await fromPlaylist(context, values)
      : await fromRanges(context, input);
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

type Task = { readonly services: Services; readonly task: ExportTask };

async function fromRanges(context: CommandContext, { positionals, values }: CommandInput): Promise<Task> {
  const source = readClip(positionals[0] ?? '', values);
  const task = rangesTask(source, values);
  const services = await context.open();
  await probeClip(services, source, context);
  return { services, task };
}

async function fromPlaylist(context: CommandContext, values: CommandInput['values']): Promise<Task> {
  const { note, signal } = context;
  const name = textOption(values, 'playlist');
  if (name === undefined) throw badOption('Say which playlist: --playlist NAME.', 'playlist');
  for (const option of ['range', 'cut', 'track', 'captured-at']) {
    if (values[option] !== undefined)
      throw badOption(`--${option} is for a clip, not for a playlist.`, option);
  }
  const services = await openExisting(context, {
    positionals: [textOption(values, 'project') ?? ''],
    values,
  });
  const playlist = chosenPlaylist(services, name);
  const clips = await services.clips.list({ signal });
  const { shown, leftOut } = showableEntries(playlist, clips);
  for (const { place, state } of leftOut) note(leftOutWords(place + 1, state));
  if (shown.length === 0) throw badOption(`The playlist “${playlist.name}” has nothing to show.`, 'playlist');
  const burnIn = readBurnIn(values);
  const parts = [];
  for (const { clipId, ...part } of stackOfEntries(shown)) {
    parts.push({ ...part, source: await services.clips.sourceOf(clipId, { signal }), burnIn });
  }
  const isSilent = values.silent === true;
  const task: ExportTask =
    values.stack === true
      ? { kind: 'stack', parts, sound: isSilent ? null : 0 }
      : { kind: 'reel', parts, sound: !isSilent };
  return { services, task };
}

function chosenPlaylist({ project }: Pick<Services, 'project'>, name: string): Playlist {
  const { items } = project.snapshot();
  const playlists = playlistsByName(items.filter((item) => item.kind === 'playlist'));
  const found = playlistNamed(playlists, name);
  if (found) return found;
  const known = playlists.map((playlist) => playlist.name).join(', ');
  throw badOption(
    playlists.length === 0
      ? 'The project has no playlists.'
      : `The project has no playlist “${name}”. Its playlists are ${known}.`,
    'playlist',
  );
}

const leftOutWords = (place: number, state: LeftOutEntry['state']): string =>
  state === 'missing'
    ? `Entry ${place} is left out: its clip is missing.`
    : `Entry ${place} is left out: its clip has fewer frames now.`;

function rangesTask(source: ClipReading, values: CommandInput['values']): ExportTask {
  for (const option of ['playlist', 'stack']) {
    if (values[option] !== undefined) throw badOption(`--${option} needs --project FILE.`, option);
  }
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
