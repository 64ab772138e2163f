import { type AgreementKind, type AgreementPair, pairRanges } from './agreement-pairs.ts';
import { type ClipSeconds, durationOfRange } from './clip-seconds.ts';
import type { FrameRange } from './frame-range.ts';
import { mergeRanges } from './frame-ranges.ts';
import type { Mark } from './record-items.ts';

/** How long both sides, one side alone, or neither marked, in real seconds: the four fields of a two-by-two table. */
export type AgreementTable = {
  readonly both: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly neither: number;
};

/** Why there is no kappa: a side that marks nothing, or everything, does not tell one frame from another. */
export type NoKappa = 'first-never' | 'second-never' | 'first-always' | 'second-always';

export type Kappa = { readonly value: number } | { readonly value: null; readonly because: NoKappa };

export type AgreementNumbers = {
  readonly counts: Readonly<Record<AgreementKind, number>>;
  readonly table: AgreementTable;
  /** The share of the time in which both say the same, 0 to 1; null where there is no time at all. */
  readonly observed: number | null;
  readonly kappa: Kappa;
};

export type CodeAgreement = AgreementNumbers & {
  readonly codeName: string;
  readonly pairs: readonly AgreementPair[];
};

/** Two markings of one stretch of a clip beside each other. */
export type Agreement = {
  readonly scope: FrameRange;
  /** By name; every code that one side marks in the scope. */
  readonly codes: readonly CodeAgreement[];
  /** Over all codes: counts and durations are added up, and the rest is computed from the sums. */
  readonly total: AgreementNumbers;
};

/**
 * Compares two markings of the same clip. Only what lies in the scope counts, to the frame.
 *
 * Kappa is Cohen's (J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement
 * 20, 1960, 37–46) with two categories, "marked with this code" and "not". The unit is a frame of the scope, weighted
 * by the seconds for which it is shown, so that a variable frame rate gives no stretch more say than it has time.
 * With the weighted shares p₁ and p₂ of what the first and the second side mark, and the share pₒ in which both say
 * the same: pₑ = p₁p₂ + (1 − p₁)(1 − p₂) and κ = (pₒ − pₑ) / (1 − pₑ). It is 1 for the same marking, 0 for what chance
 * alone would give, and below that for less. Not defined where a side never or always marks: pₒ = pₑ then, whatever
 * the other side does. The kappa over all codes takes each frame once for each code.
 */
export function compareMarks(
  first: readonly Mark[],
  second: readonly Mark[],
  within: { readonly scope: FrameRange; readonly times: ClipSeconds },
): Agreement {
  const { scope } = within;
  const inScope = ({ range }: Mark) => range.start <= scope.end && range.end >= scope.start;
  const [ours, theirs] = [first, second].map((marks) =>
    Map.groupBy(marks.filter(inScope), ({ codeName }) => codeName),
  ) as [Map<string, Mark[]>, Map<string, Mark[]>];
  const names = [...new Set([...ours.keys(), ...theirs.keys()])].sort((a, b) => a.localeCompare(b));
  const codes = names.map((codeName): CodeAgreement => {
    const sides = [ours, theirs].map((marks) => (marks.get(codeName) ?? []).map(({ range }) => range));
    const [a = [], b = []] = sides;
    const pairs = pairRanges(a, b, within);
    return { codeName, pairs, ...numbersOf(countsOf(pairs), tableOf(a, b, within)) };
  });
  return { scope, codes, total: totalOf(codes) };
}

/** The comparison without some codes: what one side was never meant to mark. */
export function withoutCodes(agreement: Agreement, leftOut: ReadonlySet<string>): Agreement {
  const codes = agreement.codes.filter(({ codeName }) => !leftOut.has(codeName));
  return { ...agreement, codes, total: totalOf(codes) };
}

function totalOf(codes: readonly CodeAgreement[]): AgreementNumbers {
  const { counts, table } = codes.reduce(
    (sum, code) => ({ counts: added(sum.counts, code.counts), table: added(sum.table, code.table) }),
    { counts: noCounts, table: noTime },
  );
  return numbersOf(counts, table);
}

const noCounts = { matched: 0, shifted: 0, 'only-first': 0, 'only-second': 0 };
const noTime: AgreementTable = { both: 0, onlyFirst: 0, onlySecond: 0, neither: 0 };

const added = <Key extends string>(
  a: Readonly<Record<Key, number>>,
  b: Readonly<Record<Key, number>>,
): Readonly<Record<Key, number>> =>
  Object.fromEntries(Object.entries<number>(a).map(([key, value]) => [key, value + b[key as Key]])) as Record<
    Key,
    number
  >;

function countsOf(pairs: readonly AgreementPair[]): AgreementNumbers['counts'] {
  const counts = { ...noCounts };
  for (const { kind } of pairs) counts[kind] += 1;
  return counts;
}

/** The four durations of one code. */
function tableOf(
  first: readonly FrameRange[],
  second: readonly FrameRange[],
  { scope, times }: { readonly scope: FrameRange; readonly times: ClipSeconds },
): AgreementTable {
  const [ours, theirs] = [first, second].map((ranges) => mergeRanges(inside(ranges, scope))) as [
    readonly FrameRange[],
    readonly FrameRange[],
  ];
  const seconds = (ranges: readonly FrameRange[]) =>
    ranges.reduce((sum, range) => sum + durationOfRange(times, range), 0);
  const both = seconds(shared(ours, theirs));
  const onlyFirst = Math.max(0, seconds(ours) - both);
  const onlySecond = Math.max(0, seconds(theirs) - both);
  const neither = Math.max(0, durationOfRange(times, scope) - both - onlyFirst - onlySecond);
  return { both, onlyFirst, onlySecond, neither };
}

const inside = (ranges: readonly FrameRange[], scope: FrameRange): readonly FrameRange[] =>
  ranges.map(({ start, end }) => ({ start: Math.max(start, scope.start), end: Math.min(end, scope.end) }));

/** The frames that two lists of ascending ranges without overlap have in common. */
function shared(a: readonly FrameRange[], b: readonly FrameRange[]): readonly FrameRange[] {
  const found: FrameRange[] = [];
  let [i, j] = [0, 0];
  for (let [x, y] = [a[i], b[j]]; x && y; [x, y] = [a[i], b[j]]) {
    const [start, end] = [Math.max(x.start, y.start), Math.min(x.end, y.end)];
    if (start <= end) found.push({ start, end });
    if (x.end < y.end) i += 1;
    else j += 1;
  }
  return found;
}

/** Sums of times are not exact: less than a microsecond of a side is none. */
const noSeconds = 1e-6;

function numbersOf(counts: AgreementNumbers['counts'], table: AgreementTable): AgreementNumbers {
  const { both, onlyFirst, onlySecond, neither } = table;
  const all = both + onlyFirst + onlySecond + neither;
  const observed = all > noSeconds ? (both + neither) / all : null;
  return { counts, table, observed, kappa: kappaOf(table) };
}

function kappaOf({ both, onlyFirst, onlySecond, neither }: AgreementTable): Kappa {
  const none = (because: NoKappa): Kappa => ({ value: null, because });
  if (both + onlyFirst <= noSeconds) return none('first-never');
  if (both + onlySecond <= noSeconds) return none('second-never');
  if (neither + onlySecond <= noSeconds) return none('first-always');
  if (neither + onlyFirst <= noSeconds) return none('second-always');
  const all = both + onlyFirst + onlySecond + neither;
  const [ours, theirs] = [(both + onlyFirst) / all, (both + onlySecond) / all];
  const byChance = ours * theirs + (1 - ours) * (1 - theirs);
  return { value: ((both + neither) / all - byChance) / (1 - byChance) };
}
