import { resolve } from 'node:path';
import { type CaseCheck, DeepSportError, frameCheckWords } from '#common/domain/index.ts';
import { stageWords } from '../clip-option.ts';
import type { Command, CommandContext } from '../command.ts';
import { badOption, textOption } from '../read-options.ts';

/** `verify CASE.zip`: whether a case is as it was sealed, and its pictures are a clip's frames. */
export const verify: Command = {
  name: 'verify',
  summary:
    'Checks a case file: its seal, its pictures against the clip’s frames, and its questions asked again.',
  usage: 'CASE.zip [--clip FILE [--replay]]',
  positionals: [1, 1],
  options: {
    clip: { type: 'string' },
    replay: { type: 'boolean' },
    root: { type: 'string' },
  },
  help: [
    ['--clip FILE', 'decodes each frame of the case again from this file and compares it with the picture'],
    ['--replay', 'asks each question about that clip again, by its engine, seed and settings'],
    ['--root HASH', 'the root that you were told by another way: the case must have it'],
  ],
  async run(context, { positionals, values }) {
    const { open, progress, signal } = context;
    const clip = textOption(values, 'clip');
    const root = textOption(values, 'root')?.trim().toLowerCase();
    const replay = values.replay === true;
    if (replay && clip === undefined) throw badOption('--replay needs the clip: --clip FILE.', 'replay');
    if (root !== undefined && !/^[0-9a-f]{64}$/.test(root)) {
      throw badOption('--root needs the 64 hexadecimal digits of a root.', 'root');
    }
    const services = await open();
    const checked = await services.handover.cases
      .check(resolve(positionals[0] ?? ''), {
        signal,
        replay,
        clipPath: clip === undefined ? undefined : resolve(clip),
        report: (stage) => progress(stageWords(stage)),
      })
      .finally(() => progress(null));
    const isOther = root !== undefined && root !== checked.root;
    const check = isOther ? { ...checked, faults: [...checked.faults, otherRoot] } : checked;
    tell(check, context);
    const differing = check.replays.filter(({ same }) => same === false).length;
    if (!check.isWhole) throw faulty(`${check.fileName} is not as it was sealed.`);
    if (check.faults.length > 0)
      throw faulty(
        `${check.fileName} is as it was sealed, but what it was compared with is not as in the case.`,
      );
    if (differing > 0)
      throw faulty(`Asked again, ${differing} of ${check.replays.length} questions went another way.`);
  },
};

const otherRoot = 'The root is not the one that you were told: this is another case, or it was sealed anew.';

// Not FILE_MISSING or BAD_INPUT: the case was read, and it is the case that fails.
const faulty = (sentence: string): DeepSportError => new DeepSportError('FILE_CHANGED', sentence);

function tell(check: CaseCheck, { json, print }: CommandContext): void {
  if (json) {
    print(JSON.stringify(check));
    return;
  }
  const { faults, frames, manifest, remarks, replays, root, signature } = check;
  if (manifest) {
    const { counts, createdAt, project, clips } = manifest;
    const names = clips.map(({ name }) => name).join(', ') || 'no clip';
    print(`${project}, ${names}, sealed ${createdAt}`);
    const { edits, events, pictures, questions } = counts;
    const parts = [counted(events, 'event'), counted(edits, 'edit'), counted(questions, 'question')];
    print([...parts, counted(pictures, 'picture')].join(', '));
  }
  for (const fault of faults) print(`Fault: ${fault}`);
  for (const remark of [...(manifest?.remarks ?? []), ...remarks]) print(`Note: ${remark}`);
  for (const frame of frames) print(frameCheckWords(frame));
  for (const { question, same, words } of replays) {
    const verdict = same === null ? 'not asked' : same ? 'the same' : 'not the same';
    print(`“${question}” asked again: ${verdict}. ${words}`.trim());
  }
  print(`Root ${root}`);
  print(signatureWords(signature));
  if (check.isWhole) print(`${check.fileName}: ${check.fileCount} files are as they were sealed.`);
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

function signatureWords({ state, key, isOwn }: CaseCheck['signature']): string {
  switch (state) {
    case 'none':
      return 'Not signed: only the root, told by another way, shows that nobody sealed it anew.';
    case 'valid':
      return `Signed by the key ${key}${isOwn ? ', which is the one here' : ''}.`;
    case 'invalid':
      return `The signature by the key ${key} does not hold.`;
  }
}
