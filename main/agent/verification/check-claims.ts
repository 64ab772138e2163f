import { type FrameRange, frameMentions, type TurnWarning } from '#common/domain/index.ts';

/** What had been put before the engine when it wrote. */
export type Evidence = {
  readonly sentFrames: ReadonlySet<number>;
  /** Windows looked at, by the model or the analyst; the first view of the clip is none. */
  readonly windows: readonly FrameRange[];
  /** What text tools told, word for word. */
  readonly told: readonly string[];
};

/** More would bury the others; a reply that names so many unseen frames is told by the first few. */
const mostWarnings = 8;

/**
 * Checks every frame that a thought names (deepsport.md §4). A single frame must have been sent, or be an estimate:
 * the thought says which two frames, both sent, it lies between. A range must begin and end on sent frames, or
 * lie in a window that was looked at. What a tool named in words may be weighed, and what lies in the window that
 * the same turn asks about is a plan, no claim.
 */
export function checkThought(
  thought: string,
  evidence: Evidence,
  requested: FrameRange | null,
): readonly TurnWarning[] {
  const brackets = statedBrackets(thought).filter((bracket) => unsent(bracket, evidence).length === 0);
  const excuses = requested ? [...brackets, upright(requested)] : brackets;
  const told = framesTold(evidence);
  return missing(thought, (mention) => {
    const isRange = mention.start !== mention.end;
    const supports = isRange ? [...excuses, ...evidence.windows] : excuses;
    if (supports.some((range) => contains(range, mention))) return [];
    return unsent(mention, evidence).filter((frame) => !told.has(frame));
  }).map((frame) => ({
    kind: 'claim-without-frame',
    message: `The thought names frame ${frame}, which had not been shown.`,
    frame,
  }));
}

/**
 * Checks every frame that an answer names: it must have been sent, or lie in a window that was looked at, for a
 * moment may fall between two frames shown of a window. What only a tool named in words was not seen.
 */
export function checkAnswer(answer: string, evidence: Evidence): readonly TurnWarning[] {
  const told = framesTold(evidence);
  return missing(answer, (mention) =>
    unsent(mention, evidence).filter(
      (frame) => !evidence.windows.some((window) => contains(window, { start: frame, end: frame })),
    ),
  ).map((frame) => ({
    kind: 'claim-without-frame',
    message: told.has(frame)
      ? `The answer names frame ${frame}, which a tool named but which was not shown.`
      : `The answer names frame ${frame}, which was neither shown nor in a window that was looked at.`,
    frame,
  }));
}

/** Ranges that the thought names: `between 33 and 36`, `frames 33–36`. */
const statedBrackets = (thought: string): readonly FrameRange[] =>
  claims(thought).filter(({ start, end }) => start !== end);

const framesTold = ({ told }: Evidence): ReadonlySet<number> =>
  new Set(told.flatMap(claims).flatMap(({ start, end }) => [start, end]));

/** What a text says of frames; the arguments of a call that it writes out say nothing. */
const claims = (text: string): readonly FrameRange[] =>
  frameMentions(text).flatMap(({ range, isCall }) => (isCall ? [] : [range]));

function missing(text: string, unsupported: (mention: FrameRange) => readonly number[]): readonly number[] {
  const frames = new Set<number>();
  for (const mention of claims(text)) {
    for (const frame of unsupported(mention)) frames.add(frame);
    if (frames.size >= mostWarnings) break;
  }
  return [...frames].slice(0, mostWarnings);
}

const unsent = (mention: FrameRange, { sentFrames }: Evidence): readonly number[] =>
  [...new Set([mention.start, mention.end])].filter((frame) => !sentFrames.has(frame));

const upright = ({ start, end }: FrameRange): FrameRange => ({
  start: Math.min(start, end),
  end: Math.max(start, end),
});

const contains = (outer: FrameRange, inner: FrameRange): boolean =>
  outer.start <= inner.start && inner.end <= outer.end;
