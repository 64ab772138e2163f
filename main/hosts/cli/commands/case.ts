import type { Command } from '../command.ts';
import { chosenClip, openExisting } from '../project-choice.ts';
import { badOption, textOption } from '../read-options.ts';
import { handOver, placeFile } from './events.ts';

/** `case PROJECT --out FILE.zip`: events and answers with all that they came from, sealed. */
export const caseCommand: Command = {
  name: 'case',
  summary:
    'Writes a sealed case file: events, their history, questions word for word, and the frames as pictures.',
  usage: 'PROJECT --out FILE.zip',
  positionals: [1, 1],
  options: {
    clip: { type: 'string' },
    out: { type: 'string' },
    sign: { type: 'boolean' },
  },
  help: [
    ['--out FILE.zip', 'the file to write; replaced when it exists'],
    ['--clip NAME', 'what belongs to one clip, by its name (the whole project)'],
    ['--sign', 'signs the seal with the key in DEEPSPORT_SEAL_KEY'],
  ],
  async run(context, input) {
    const { values } = input;
    const out = textOption(values, 'out');
    if (out === undefined || !/\.zip$/i.test(out)) {
      throw badOption('Say where to write the case: --out FILE.zip.', 'out');
    }
    const services = await openExisting(context, input);
    const clipId = chosenClip(services, values) ?? null;
    const events = { clipId, codeIds: null, eventIds: null };
    const request = { kind: 'case', events, sign: values.sign === true } as const;
    const { path, note } = await handOver(services, context, request);
    await placeFile(services, path, out, context);
    if (note !== '') context.note(note);
  },
};
