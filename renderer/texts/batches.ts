import type { BatchTarget, QuestionBatch } from '#common/domain/index.ts';
import { formatCount, plural } from '../ui/format.ts';

export const batchTexts = {
  title: 'Ask about many ranges',
  queues: 'Queues',
  noQueues:
    'No queue yet. Each event is asked about on its own, one after the other; you go on working meanwhile.',
  noTargets: 'There are no events to ask about. Tag some first, or ask about a range in the trace.',
  question: 'Question',
  placeholder: 'Ask the same of each range',
  queueTitle: (code: string, count: number) =>
    code ? `${code} · ${plural(count, 'event')}` : plural(count, 'event'),
  size: (count: number, frames: number) => `${plural(count, 'question')} · ${plural(frames, 'frame')} in all`,
  tokens: (tokens: number) => `about ${formatCount(tokens)} tokens`,
  cost: (cost: number) => `cost about ${Number(cost.toPrecision(2))}`,
  measured: (count: number) => `by ${plural(count, 'earlier question')} to this engine`,
  rough: 'a rough guess: nothing was asked of this engine in this mode yet',
  start: (count: number) => `Start ${plural(count, 'question')}`,
  starting: 'Starting',
  progress: (done: number, total: number) => `${formatCount(done)} of ${formatCount(total)}`,
  spent: (tokens: number) => `${formatCount(tokens)} tokens`,
  charged: (cost: number) => `cost ${Number(cost.toPrecision(2))}`,
  statuses: { running: 'running', paused: 'paused', done: 'done' } satisfies Record<
    QuestionBatch['status'],
    string
  >,
  targetStatuses: {
    waiting: 'waiting',
    running: 'being asked',
    answered: 'answered',
    failed: 'failed',
    cancelled: 'cancelled',
  } satisfies Record<BatchTarget['status'], string>,
  pause: 'Pause',
  resume: 'Go on',
  retry: 'Try again',
  retryHelp: 'Asks this one again by itself.',
  askAgain: (range: string) => `Ask about ${range} again`,
  clips: 'On which clips',
  thisClip: 'This clip',
  allClips: 'All clips',
  onClips: (count: number) => `on ${plural(count, 'clip')}`,
  remove: 'Remove this queue; its answers stay',
  rows: (title: string) => `Questions of ${title}`,
  more: (count: number) => `and ${formatCount(count)} more`,
  goTo: (range: string) => `Go to ${range}`,
  event: 'Event',
} as const;
