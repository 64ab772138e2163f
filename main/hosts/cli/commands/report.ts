import { extname } from 'node:path';
import type { Command } from '../command.ts';
import { choiceHelp, choiceOptions, chosenEvents, openExisting } from '../project-choice.ts';
import { badOption, textOption } from '../read-options.ts';
import { handOver, placeFile } from './events.ts';

/** `report PROJECT --out FILE`: events with their evidence, numbers and questions as one file. */
export const report: Command = {
  name: 'report',
  summary: 'Writes events with pictures, numbers, questions and history as one HTML or PDF file.',
  usage: 'PROJECT --out FILE.html|FILE.pdf',
  positionals: [1, 1],
  options: {
    ...choiceOptions,
    out: { type: 'string' },
    title: { type: 'string' },
    'no-pictures': { type: 'boolean' },
    'no-numbers': { type: 'boolean' },
    'no-questions': { type: 'boolean' },
  },
  help: [
    [
      '--out FILE.html|FILE.pdf',
      'the file to write; replaced when it exists. PDF needs Chrome, Chromium or Edge',
    ],
    ['--title TEXT', 'the headline (the project’s name)'],
    ...choiceHelp,
    ['--no-pictures', 'without pictures of frames'],
    ['--no-numbers', 'without counts and charts'],
    ['--no-questions', 'without the questions asked of these clips'],
  ],
  async run(context, input) {
    const { values } = input;
    const out = textOption(values, 'out');
    const format = out === undefined ? undefined : formatOf(out);
    if (out === undefined || format === undefined) {
      throw badOption('Say where to write the report: --out FILE.html or --out FILE.pdf.', 'out');
    }
    const services = await openExisting(context, input);
    const { project } = services;
    const events = chosenEvents(services, values);
    const clipIds =
      events.clipId === null ? project.listClips().map(({ clipId }) => clipId) : [events.clipId];
    const trajectoryIds = clipIds
      .flatMap((clipId) => project.listTrajectories(clipId))
      .filter(({ probe }) => probe === null)
      .map(({ id }) => id)
      .filter((id) => project.item('hidden-question', id) === undefined);
    const { path, note } = await handOver(services, context, {
      kind: 'report',
      format,
      events,
      title: textOption(values, 'title') ?? '',
      trajectoryIds: values['no-questions'] === true ? [] : trajectoryIds,
      pictures: values['no-pictures'] !== true,
      numbers: values['no-numbers'] !== true,
    });
    await placeFile(services, path, out, context);
    if (note !== '') context.note(note);
  },
};

function formatOf(out: string): 'html' | 'pdf' | undefined {
  const extension = extname(out).toLowerCase();
  if (extension === '.html' || extension === '.htm') return 'html';
  return extension === '.pdf' ? 'pdf' : undefined;
}
