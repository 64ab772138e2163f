import type { CaseCheck, CaseFrameCheck, CaseManifest } from '#common/domain/index.ts';
import { formatCount, plural } from '../ui/format.ts';

/** Checking a case file. */
export const caseTexts = {
  checkCommand: 'Check a case file …',
  title: 'Check a case file',
  help: 'Choose a case (.zip) that was handed over. Every file in it is held against its seal; where one of its clips is in this project, its pictures are compared with the frames. Nothing changes.',
  choose: 'Choose a case',
  another: 'Check another',
  checking: (name: string) => `Checking ${name}`,
  whole: 'As it was sealed',
  broken: 'Not as it was sealed',
  differs: 'As it was sealed, but a clip here differs',
  files: (count: number) => `${plural(count, 'file')}, each with the hash in the seal`,
  facts: {
    file: 'File',
    project: 'Project',
    clips: 'Clips',
    sealed: 'Sealed',
    holds: 'Holds',
    root: 'Root',
    signature: 'Signature',
    pictures: 'Pictures',
  },
  noClips: 'none',
  by: (time: string, application: string) => `${time}, by ${application}`,
  counts: ({ counts }: CaseManifest) =>
    [
      plural(counts.events, 'event'),
      plural(counts.proposals, 'proposal'),
      plural(counts.edits, 'edit'),
      plural(counts.questions, 'question'),
      plural(counts.pictures, 'picture'),
    ].join(' · '),
  rootHelp:
    'Compare it with the root that you were told by another way: then nobody can have sealed it anew.',
  copyRoot: 'Copy',
  copied: 'The root is on the clipboard.',
  notCopied: 'The root could not be copied. Select it and copy it by hand.',
  signature: ({ state, key, isOwn }: CaseCheck['signature'], isWhole: boolean) => {
    if (state === 'valid' && !isWhole) {
      return `The key ${key} signed the root below; what is in the file now does not fit it.`;
    }
    if (state === 'none')
      return 'None. Only the root, told by another way, shows that nobody sealed it anew.';
    if (state === 'invalid') return `The one by the key ${key} does not hold.`;
    return `By the key ${key}${isOwn ? ', which is this machine’s own' : ''}. It proves that the same key sealed it, not who or when.`;
  },
  noFrames: 'Not compared: none of its clips is in this project. Open the clip and check again.',
  frames: (clip: string, same: number, all: number) =>
    `${formatCount(same)} of ${plural(all, 'frame')} of ${clip} ${all === 1 ? 'is the picture' : 'are the pictures'} in the case`,
  wrongFrames: (frames: string) => `Not the same: ${frames}`,
  result: (result: CaseFrameCheck['result'], frame: number) =>
    result === 'missing' ? `${formatCount(frame)} (not in the clip)` : formatCount(frame),
  faults: 'Faults',
  remarks: 'To know',
  close: 'Close',
} as const;

/** What left this machine. */
export const ledgerTexts = {
  command: 'Show what left this machine',
  title: 'What left this machine',
  help: 'Bytes sent to other machines: addresses, headers, questions and pictures. What a server on this machine is sent does not leave it.',
  failed: 'This could not be read. Close it and open it again.',
  since: 'Since the start',
  kept: 'Kept in this project',
  nothingSince: 'Nothing left this machine since the start.',
  nothingKept: 'No question of this project was sent elsewhere.',
  columns: { host: 'To', question: 'For', bytes: 'Sent', when: 'When', clip: 'Clip' },
  noQuestion: 'Connecting and downloads',
  otherQuestion: 'A question of another project',
  unknown: 'not kept',
  total: (bytes: string) => `${bytes} in all`,
  close: 'Close',
} as const;
