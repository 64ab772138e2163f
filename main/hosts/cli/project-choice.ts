import { existsSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { codesInOrder, DeepSportError, type EventChoice, type Job } from '#common/domain/index.ts';
import type { Services } from '#main/rpc/services.ts';
import { stageWords } from './clip-option.ts';
import type { Command, CommandContext, CommandInput } from './command.ts';
import { badOption, textOption, textsOption } from './read-options.ts';

/** Which events of a project, for every command that hands some over. */
export const choiceOptions = {
  clip: { type: 'string' },
  code: { type: 'string', multiple: true },
} satisfies Command['options'];

export const choiceHelp: Command['help'] = [
  ['--clip NAME', 'the events of one clip, by its name (all clips)'],
  ['--code NAME', 'the events of a code; may be given several times (every code that is not hidden)'],
];

/** A project that is there already: these commands make none. */
export async function openExisting(
  { open }: Pick<CommandContext, 'open'>,
  { positionals }: CommandInput,
): Promise<Services> {
  const path = resolve(positionals[0] ?? '');
  if (!existsSync(path)) {
    throw new DeepSportError(
      'FILE_MISSING',
      `There is no project ${basename(path)}. Check its name and folder.`,
      {
        name: basename(path),
      },
    );
  }
  // Opening would lay a lock beside whatever it is.
  if (!/\.deepsport$/i.test(path) || !statSync(path).isFile()) {
    throw badOption(
      `${basename(path)} is no project: name the project’s file, such as match.deepsport.`,
      'PROJECT',
    );
  }
  return open(undefined, path);
}

/** The clip of a name; undefined where none is asked for. */
export function chosenClip(
  { project }: Pick<Services, 'project'>,
  values: CommandInput['values'],
): string | undefined {
  const name = textOption(values, 'clip');
  if (name === undefined) return undefined;
  const clips = project.listClips();
  const found = clips.find((clip) => clip.name === name || clip.clipId === name);
  if (found) return found.clipId;
  const names = clips.map((clip) => clip.name).join(', ');
  throw badOption(
    clips.length === 0
      ? 'The project has no clip.'
      : `The project has no clip “${name}”. Its clips are ${names}.`,
    'clip',
  );
}

export function chosenEvents(
  services: Pick<Services, 'project'>,
  values: CommandInput['values'],
): EventChoice {
  const names = textsOption(values, 'code');
  const { items } = services.project.snapshot();
  const codes = codesInOrder(items.filter((item) => item.kind === 'code'));
  const codeIds = names.map((name) => {
    const found = codes.find((code) => code.name === name);
    if (found) return found.id;
    const known = codes.map((code) => code.name).join(', ');
    throw badOption(
      codes.length === 0
        ? 'The project has no codes.'
        : `The project has no code “${name}”. Its codes are ${known}.`,
      'code',
    );
  });
  return {
    clipId: chosenClip(services, values) ?? null,
    codeIds: names.length === 0 ? null : codeIds,
    eventIds: null,
  };
}

/** Waits for a job to end, and tells how it goes; Ctrl+C cancels it. Throws what it failed with. */
export async function endOfJob(
  { jobs }: Pick<Services, 'jobs'>,
  jobId: string,
  { progress, signal }: Pick<CommandContext, 'progress' | 'signal'>,
): Promise<Job> {
  const left = new AbortController();
  const cancel = () => jobs.cancel(jobId);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    for await (const list of jobs.watch(left.signal)) {
      const job = list.find(({ id }) => id === jobId);
      if (!job) break;
      const { failure, progress: share, stage, status } = job;
      if (status === 'running') {
        progress(stageWords({ stage, done: share ?? 0, total: share === null ? null : 1 }));
        continue;
      }
      if (status === 'cancelled') break;
      if (failure) throw new DeepSportError(failure.code, failure.message);
      return job;
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    left.abort();
    progress(null);
  }
  throw new DeepSportError('CANCELLED', 'Cancelled.');
}
