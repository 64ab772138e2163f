import type { AnswerForm } from './answer-form.ts';
import { readAnswer } from './answer-reading.ts';
import type { FrameRange } from './frame-range.ts';
import { lastQuestion } from './last-question.ts';
import type { ReadingClip, Span } from './span.ts';
import { readSpans } from './span-reading.ts';
import { type ProbeKind, probeKinds, type Step, type Trajectory } from './trajectory.ts';

/** What a probe answered, beside the answer that it tests. What breaks the form is another answer. */
export type ProbeOutcome = 'same' | 'other' | 'declined';

/** One probe as it is to be read. */
export type ProbeReading = {
  readonly change: ProbeKind;
  readonly trajectoryId: string;
  readonly answer: string;
  readonly outcome: ProbeOutcome;
  /** Whether an engine that watches would answer so; null where either may be. */
  readonly isExpected: boolean | null;
};

/**
 * Whether an answer depends on the video. ignores: the same answer whatever the pictures. depends: another one, or none,
 * where the pictures leave no other choice. unclear: neither can be said, for one of the reasons.
 */
export type ProbeVerdict = {
  readonly kind: 'ignores' | 'depends' | 'unclear';
  readonly reason: 'same' | 'changes' | 'declined' | 'blank-same' | 'order-same' | 'unfinished' | 'no-answer';
  /** In the order of `probeKinds`; the last finished probe of each. */
  readonly readings: readonly ProbeReading[];
};

type Tested = Pick<Trajectory, 'id' | 'question' | 'form' | 'steps' | 'answer'>;
type Asked = { readonly text: string; readonly form: AnswerForm };

/**
 * What probes say of an answer; null where none of it has finished. The rules:
 * grey pictures show nothing, so whatever was asked, another answer or none is expected of them;
 * another order moves what happens to other numbers, so an answer that names frames or times should change with it,
 * while other answers (how many, which, how good) may stay;
 * a mirror moves nothing in time, so frames and times should stay, while other answers (left or right) may change.
 * The video is ignored where grey and every other order give the same answer. An answer depends on it where grey gives
 * another one and, if it names frames or times, another order does as well. Everything else is unclear.
 */
export function probeVerdict(
  tested: Tested,
  probes: readonly Trajectory[],
  clip: ReadingClip,
): ProbeVerdict | null {
  const finished = probesOf(tested, probes);
  if (tested.answer === null || finished.length === 0) return null;
  const { text, form } = lastQuestion(tested);
  const asked = { text, form };
  const namesMoments = spansOf(tested.answer, asked, clip).length > 0;
  const answer = tested.answer;
  const readings = finished.map((probe): ProbeReading => {
    const { change } = probe.probe ?? { change: 'blank' };
    const outcome = compareAnswers(answer, probe.answer ?? '', asked, clip);
    const expected = expectation(change, namesMoments);
    const isExpected = expected === null ? null : expected === (outcome === 'same' ? 'same' : 'other');
    return { change, trajectoryId: probe.id, answer: probe.answer ?? '', outcome, isExpected };
  });
  if (isDeclined(answer, clip)) return { kind: 'unclear', reason: 'no-answer', readings };
  return { ...judge(readings, namesMoments), readings };
}

const expectation = (change: ProbeKind, namesMoments: boolean): 'same' | 'other' | null => {
  if (change === 'blank') return 'other';
  if (!namesMoments) return null;
  return change === 'mirrored' ? 'same' : 'other';
};

function judge(
  readings: readonly ProbeReading[],
  namesMoments: boolean,
): Pick<ProbeVerdict, 'kind' | 'reason'> {
  const blank = readings.find(({ change }) => change === 'blank')?.outcome;
  const order = readings
    .filter(({ change }) => change === 'reversed' || change === 'shuffled')
    .map(({ outcome }) => outcome);
  if (blank === undefined || order.length === 0) return { kind: 'unclear', reason: 'unfinished' };
  const isOrderSame = order.every((outcome) => outcome === 'same');
  if (blank === 'same') {
    return isOrderSame ? { kind: 'ignores', reason: 'same' } : { kind: 'unclear', reason: 'blank-same' };
  }
  if ([blank, ...order].every((outcome) => outcome === 'declined')) {
    return { kind: 'unclear', reason: 'declined' };
  }
  if (!namesMoments || order.includes('other')) return { kind: 'depends', reason: 'changes' };
  return { kind: 'unclear', reason: isOrderSame ? 'order-same' : 'declined' };
}

/** The last finished probe of each change, of the answer as it stands: not of one before a further look or question. */
function probesOf(tested: Tested, probes: readonly Trajectory[]): readonly Trajectory[] {
  const { text } = lastQuestion(tested);
  const additions = countAdditions(tested.steps);
  const own = probes.filter(
    (each) =>
      each.probe?.trajectoryId === tested.id &&
      each.status === 'answered' &&
      lastQuestion(each).text === text &&
      countAdditions(each.steps) === additions,
  );
  return probeKinds.flatMap((kind) => {
    const ofKind = own.filter(({ probe }) => probe?.change === kind);
    return ofKind.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1)).slice(0, 1);
  });
}

/** Questions asked further, and looks of the analyst after an answer. */
function countAdditions(steps: readonly Step[]): number {
  let count = 0;
  let isAnswered = false;
  for (const step of steps) {
    if (step.kind === 'turn') isAnswered = step.action?.kind === 'answer';
    const isLook = step.kind === 'frames' && step.by === 'analyst' && isAnswered;
    if (step.kind === 'question' || isLook) count += 1;
  }
  return count;
}

/** Whether two answers to a question say the same, as far as its form lets that be told. */
function compareAnswers(first: string, second: string, asked: Asked, clip: ReadingClip): ProbeOutcome {
  if (isSameText(first, second)) return 'same';
  const { form } = asked;
  const [a, b] = [readAnswer(first, form, clip), readAnswer(second, form, clip)];
  if ((!b.ok && b.isDeclined) || isDeclined(second, clip)) return 'declined';
  if (form.kind === 'text' || form.kind === 'spans') {
    const [before, now] = [spansOf(first, asked, clip), spansOf(second, asked, clip)];
    return before.length > 0 && isSameSpans(before, now) ? 'same' : 'other';
  }
  if (!a.ok || !b.ok) return 'other';
  if (a.value.kind === 'number' && b.value.kind === 'number') {
    return Math.abs(a.value.number - b.value.number) <= 1e-6 * Math.abs(a.value.number) ? 'same' : 'other';
  }
  return a.value.kind === 'choice' && b.value.kind === 'choice' && a.value.option === b.value.option
    ? 'same'
    : 'other';
}

const spansOf = (answer: string, { form }: Asked, clip: ReadingClip): readonly Span[] =>
  form.kind === 'text' || form.kind === 'spans' ? readSpans(answer, form, clip) : [];

const isDeclined = (answer: string, clip: ReadingClip): boolean => {
  const reading = readAnswer(answer, { kind: 'spans' }, clip);
  return !reading.ok && reading.isDeclined;
};

/** Each span of one answer has its own in the other, of the same name and at nearly the same place. */
function isSameSpans(first: readonly Span[], second: readonly Span[]): boolean {
  const left = [...second];
  const found = first.every((span) => {
    const at = left.findIndex(
      (other) => isSameText(span.name, other.name) && isNear(span.range, other.range),
    );
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  return found && left.length === 0;
}

/** Two frames, or a tenth of the length: what an engine misses when it looks at the same thing twice. */
function isNear(a: FrameRange, b: FrameRange): boolean {
  const tolerance = Math.max(2, 0.1 * (a.end - a.start));
  return Math.abs(a.start - b.start) <= tolerance && Math.abs(a.end - b.end) <= tolerance;
}

const isSameText = (a: string, b: string): boolean => plain(a) === plain(b);

/** Without case, accents of width, punctuation and spaces; the point in a number counts. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?<!\d)[.,]|[.,](?!\d)|[^\p{L}\p{N}.,]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
