import { basename } from 'node:path';
import {
  type AgreementNumbers,
  type AgreementPair,
  clipSeconds,
  compareMarks,
  type FrameRange,
  type Mark,
} from '#common/domain/index.ts';
import type { Services } from '#main/rpc/services.ts';
import type { Command } from '../command.ts';
import { chosenClip, openExisting } from '../project-choice.ts';
import { badOption, textOption } from '../read-options.ts';
import { openEventsFile, theOnlyClip } from './events.ts';

/** `agreement PROJECT --with FILE`: how two markings of a clip agree. */
export const agreement: Command = {
  name: 'agreement',
  summary:
    'Compares the events of a project with those of a file: same, shifted, missing, and Cohen’s kappa.',
  usage: 'PROJECT --with FILE [--clip NAME]',
  positionals: [1, 1],
  options: { with: { type: 'string' }, clip: { type: 'string' }, rows: { type: 'boolean' } },
  help: [
    ['--with FILE', 'the other marking: Sportscode XML, CSV, TSV or JSON lines; nothing of it is taken in'],
    ['--clip NAME', 'the clip that both have marked, by its name (the only one)'],
    ['--rows', 'every range of both sides, not only the numbers'],
  ],
  async run(context, input) {
    const { values } = input;
    const file = textOption(values, 'with');
    if (file === undefined) throw badOption('Say what to compare with: --with FILE.', 'with');
    const bytes = await openEventsFile(file);
    const services = await openExisting(context, input);
    const { signal, json, print, note } = context;
    const clipId = chosenClip(services, values) ?? theOnlyClip(services);
    const name = basename(file);
    const { importId } = await services.handover.preview(name, bytes, { clipId, signal });
    const { marks, leftOutCount } = await services.handover.marking(importId, clipId);
    services.handover.cancelImport(importId);
    const info = await services.clips.get(clipId, { signal });
    const times = clipSeconds(info, await services.clips.frameTimes(clipId, { signal }));
    const scope = { start: 0, end: Math.max(0, info.frameCount - 1) };
    const found = compareMarks(marksOf(services, clipId), marks, { scope, times });
    if (json) {
      print(JSON.stringify({ clip: info.name, with: name, leftOutCount, ...found }));
      return;
    }
    const { codes, total } = found;
    print(['code', 'same', 'shifted', 'only project', `only ${name}`, 'observed', 'kappa'].join('\t'));
    for (const code of codes) {
      print(numbersLine(code.codeName, code));
      if (values.rows === true) for (const pair of code.pairs) print(pairLine(pair, name));
    }
    print(numbersLine('all codes', total));
    if (leftOutCount > 0) note(`Events of ${name} that could not be placed on this clip: ${leftOutCount}.`);
  },
};

function marksOf({ project }: Pick<Services, 'project'>, clipId: string): readonly Mark[] {
  const { items } = project.snapshot();
  const names = new Map(items.flatMap((item) => (item.kind === 'code' ? [[item.id, item.name]] : [])));
  return items.flatMap((item) =>
    item.kind === 'event' && item.clipId === clipId
      ? [{ codeName: names.get(item.codeId) ?? '', range: item.range }]
      : [],
  );
}

const reasons = {
  'first-never': 'none: the project never marks it',
  'second-never': 'none: the file never marks it',
  'first-always': 'none: the project marks every frame',
  'second-always': 'none: the file marks every frame',
} as const;

const numbersLine = (name: string, { counts, observed, kappa }: AgreementNumbers): string =>
  [
    name,
    ...[counts.matched, counts.shifted, counts['only-first'], counts['only-second']],
    observed === null ? '' : observed.toFixed(3),
    kappa.value === null ? reasons[kappa.because] : kappa.value.toFixed(3),
  ].join('\t');

function pairLine({ kind, first, second, overlap }: AgreementPair, name: string): string {
  const words = {
    matched: 'same',
    shifted: 'shifted',
    'only-first': 'only project',
    'only-second': `only ${name}`,
  };
  const range = (frames: FrameRange | null) => (frames ? `${frames.start}–${frames.end}` : '–');
  return ['', words[kind], range(first), range(second), first && second ? overlap.toFixed(3) : ''].join('\t');
}
