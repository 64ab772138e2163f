import type { FrameRange } from '#common/domain/index.ts';
import { formatCount, formatRange, plural } from '../ui/format.ts';

export const proposalTexts = {
  proposals: 'Proposals',
  progress: (left: number, total: number) => (left === 0 ? `All ${total} done` : `${left} of ${total} left`),
  acceptAll: 'Accept all',
  rejectAll: 'Reject all',
  /** Of one in the list, for those who hear it. */
  acceptOne: (code: string, range: FrameRange) => `Accept ${code} ${formatRange(range)}`,
  rejectOne: (code: string, range: FrameRange) => `Reject ${code} ${formatRange(range)}`,
  editOne: (code: string, range: FrameRange) => `Edit ${code} ${formatRange(range)}`,
  statuses: { open: 'open', accepted: 'accepted', rejected: 'rejected' },
  corrected: (range: FrameRange) => `accepted as ${formatRange(range)}`,
  doubt: (doubt: number) => `doubt ${doubt.toFixed(2)}`,
  doubtHelp:
    'From 0, sure, to 1, unsure: the share of the frames around both ends, two on each side, that the model was never sent; more where it names a frame that was not sent, or where its replies broke the format. The most doubtful come first.',
  evidence: 'Frames the model had before it',
  noEvidence: 'No frame of this range was sent.',
  code: 'Code',
  first: 'First frame',
  last: 'Last frame',
  labels: 'Labels',
  labelsHint: 'Foot: left; won',
  acceptChanged: 'Accept as changed',
  leave: 'Leave',
  outside: (last: number) => `The frames of this clip go from 0 to ${last}, the first before the last.`,
  noCode: 'Name a code.',
  locked: (code: string) => `${code} is locked. Unlock it on the timeline, or edit the proposal’s code.`,
  noneAcceptable: 'None of them can be accepted: their codes are locked.',
  none: 'There is no open proposal on this clip. Ask a question whose answer is a list of spans.',
  accepted: (code: string, range: FrameRange) => `Accepted ${code} ${formatRange(range)}.`,
  rejected: (code: string, range: FrameRange) => `Rejected ${code} ${formatRange(range)}.`,
  left: (left: number, total: number) =>
    left === 0
      ? `All ${total} are done. Ctrl Z takes it back.`
      : `${left} of ${total} left. Ctrl Z takes it back.`,
  allAccepted: (count: number) => `${plural(count, 'proposal')} accepted. Ctrl Z takes it back.`,
  allRejected: (count: number) => `${plural(count, 'proposal')} rejected. Ctrl Z takes it back.`,
  notShown:
    'The question of this proposal was removed. Bring it back with Ctrl Z to edit it, or press Y or N.',
  record: {
    line: (engine: string, parts: readonly string[]) => `${engine} in this project: ${parts.join(', ')}`,
    asProposed: (count: number) => `${formatCount(count)} kept as proposed`,
    corrected: (count: number, frames: number | null) =>
      `${formatCount(count)} corrected${frames === null ? '' : ` by ${plural(frames, 'frame')} in the median`}`,
    rejected: (count: number) => `${formatCount(count)} rejected`,
    removed: (count: number) => `${formatCount(count)} removed later`,
    heads: ['Code', 'As proposed', 'Corrected', 'Median frames', 'Refused', 'Open'],
  },
  commands: {
    accept: 'Accept the proposal',
    reject: 'Reject the proposal',
    edit: 'Edit the proposal',
    next: 'Show the next proposal',
  },
} as const;
