import { createReadStream } from 'node:fs';
import { copyFile, readFile, stat } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import { Readable } from 'node:stream';
import {
  DeepSportError,
  type EventFormat,
  eventFormats,
  type HandoverRequest,
  type ImportPreview,
} from '#common/domain/index.ts';
import { checkNotSource } from '#main/rpc/handover/not-a-source.ts';
import type { Services } from '#main/rpc/services.ts';
import type { Command, CommandContext, CommandInput } from '../command.ts';
import {
  choiceHelp,
  choiceOptions,
  chosenClip,
  chosenEvents,
  endOfJob,
  openExisting,
} from '../project-choice.ts';
import { badOption, choiceOption, textOption } from '../read-options.ts';

const formatOfExtension: Readonly<Record<string, EventFormat>> = {
  '.xml': 'sportscode',
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.txt': 'tsv',
  '.jsonl': 'jsonl',
  '.otio': 'otio',
  '.fcpxml': 'fcpxml',
  '.edl': 'edl',
  '.srt': 'srt',
  '.vtt': 'vtt',
};

/** `events PROJECT`: the events of a project for others, and theirs into it. */
export const events: Command = {
  name: 'events',
  summary: 'Writes the events of a project for other programs, or takes in theirs.',
  usage: 'PROJECT [--format csv] [--out FILE] | PROJECT --import FILE [--preview]',
  positionals: [1, 1],
  options: {
    ...choiceOptions,
    format: { type: 'string' },
    out: { type: 'string' },
    ascii: { type: 'boolean' },
    import: { type: 'string' },
    preview: { type: 'boolean' },
  },
  help: [
    [
      `--format ${eventFormats.join('|')}`,
      'what is written (by the name of --out, else csv; jsonl with --json)',
    ],
    ['--out FILE', 'the file to write; replaced when it exists (standard output)'],
    [
      '--ascii',
      'everything beyond ASCII as character references, for programs that are loose about encodings',
    ],
    ...choiceHelp,
    ['--import FILE', 'takes in Sportscode XML, a table, JSON lines or a code window, onto --clip'],
    ['--preview', 'only says what --import would do'],
  ],
  async run(context, input) {
    const { values } = input;
    const file = textOption(values, 'import');
    if (file === undefined) {
      if (values.preview === true) throw badOption('--preview needs --import FILE.', 'preview');
      const format = formatOf(values, context.json);
      const services = await openExisting(context, input);
      await write(services, context, values, format);
    } else {
      const bytes = await openEventsFile(file);
      const services = await openExisting(context, input);
      await take(services, context, values, { name: basename(file), bytes });
    }
  },
};

function formatOf(values: CommandInput['values'], json: boolean): EventFormat {
  const given = choiceOption(values, 'format', eventFormats);
  if (given) return given;
  const out = textOption(values, 'out');
  if (out === undefined) return json ? 'jsonl' : 'csv';
  const format = formatOfExtension[extname(out).toLowerCase()];
  if (format) return format;
  throw badOption(`The name “${basename(out)}” does not say what to write: add --format.`, 'format');
}

async function write(
  services: Services,
  context: CommandContext,
  values: CommandInput['values'],
  format: EventFormat,
): Promise<void> {
  const out = textOption(values, 'out');
  const chosen = chosenEvents(services, values);
  const request: HandoverRequest = {
    kind: 'events',
    format,
    events: chosen,
    asciiOnly: values.ascii === true,
  };
  const { path, note } = await handOver(services, context, request);
  if (out !== undefined) await placeFile(services, path, out, context);
  else context.print((await readFile(path, 'utf8')).replace(/\r?\n$/, ''));
  if (note !== '') context.note(note);
}

/** Where the file lies that was written, until the services are closed. */
export async function handOver(
  services: Services,
  context: CommandContext,
  request: HandoverRequest,
): Promise<{ readonly path: string; readonly note: string }> {
  const jobId = await services.handover.start(request, { signal: context.signal });
  if (jobId === null) throw new DeepSportError('CANCELLED', 'Cancelled.');
  const job = await endOfJob(services, jobId, context);
  return { path: services.handover.fileOf(jobId) ?? '', note: job.result?.note ?? '' };
}

/** Puts it where it was asked for, and says so. */
export async function placeFile(
  { project }: Pick<Services, 'project'>,
  path: string,
  out: string,
  { json, print }: Pick<CommandContext, 'json' | 'print'>,
): Promise<void> {
  const target = resolve(out);
  checkNotSource(target, project);
  try {
    await copyFile(path, target);
  } catch (error) {
    throw new DeepSportError(
      'BAD_INPUT',
      `${basename(target)} cannot be written there. Choose a place that exists and that you may write to.`,
      { name: basename(target) },
      { cause: error },
    );
  }
  const { size } = await stat(target);
  print(json ? JSON.stringify({ path: target, sizeBytes: size }) : `${size} bytes\t${target}`);
}

/** A file of events from elsewhere, as far as it is there. */
export async function openEventsFile(file: string): Promise<ReadableStream<Uint8Array>> {
  const found = await stat(resolve(file)).catch(() => null);
  if (!found?.isFile()) {
    const name = basename(file);
    throw new DeepSportError('FILE_MISSING', `There is no file ${name}. Check its name and folder.`, {
      name,
    });
  }
  return Readable.toWeb(createReadStream(resolve(file))) as ReadableStream<Uint8Array>;
}

async function take(
  services: Services,
  context: CommandContext,
  values: CommandInput['values'],
  { name, bytes }: { readonly name: string; readonly bytes: ReadableStream<Uint8Array> },
): Promise<void> {
  const { json, print, signal } = context;
  const clipId = chosenClip(services, values) ?? theOnlyClip(services);
  const preview = await services.handover.preview(name, bytes, { clipId, signal });
  const isPreview = values.preview === true;
  const imported = isPreview ? 0 : await services.handover.import(preview.importId, clipId);
  if (json) {
    const { importId: _, ...rest } = preview;
    print(JSON.stringify(isPreview ? rest : { ...rest, imported }));
    return;
  }
  tellPreview(preview, print);
  if (!isPreview)
    print(preview.format === 'code-window' ? 'Code window imported.' : `${counted(imported)} imported.`);
}

/** The project's clip where it has but one; throws BAD_INPUT where a person has to say which. */
export function theOnlyClip({ project }: Pick<Services, 'project'>): string {
  const clips = project.listClips();
  const [only] = clips;
  if (only && clips.length === 1) return only.clipId;
  const names = clips.map((clip) => clip.name).join(', ');
  throw badOption(
    clips.length === 0
      ? 'The project has no clip to put events on.'
      : `Say which clip: --clip NAME, of ${names}.`,
    'clip',
  );
}

function tellPreview(
  { codes, eventCount, leftOutCount, remarks, rows }: ImportPreview,
  print: (line: string) => void,
) {
  for (const remark of remarks) print(remark);
  for (const { codeName, endSeconds, note, startSeconds } of rows.filter((row) => row.note !== '')) {
    print(`${startSeconds.toFixed(3)}–${endSeconds.toFixed(3)}\t${codeName}\t${note}`);
  }
  for (const { count, isNew, name } of codes) print(`${count}\t${name}${isNew ? '\tnew code' : ''}`);
  print(`${counted(eventCount)} to import, ${leftOutCount} left out`);
}

const counted = (count: number): string => `${count} event${count === 1 ? '' : 's'}`;
