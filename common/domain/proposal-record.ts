import type { FrameRange } from './frame-range.ts';
import type { RecordItems } from './project-record.ts';
import type { ProjectEvent, Proposal } from './record-items.ts';

/** What became of the proposals of an engine under a code, by the record as it stands. */
export type ProposalFate = {
  readonly engine: string;
  readonly codeName: string;
  /** Accepted, and the event still has the range and the code that were proposed. */
  readonly asProposed: number;
  /** Accepted, and the event has another range or another code by now. */
  readonly corrected: number;
  /** By how many frames the further end of a range was moved, in the median of those moved; null for none. */
  readonly medianFrames: number | null;
  readonly rejected: number;
  /** Accepted, and the event was taken out of the record afterwards. */
  readonly removed: number;
  readonly open: number;
};

/** The same over several codes. */
export type ProposalSum = Omit<ProposalFate, 'engine' | 'codeName'>;

type Items = Pick<RecordItems, 'event' | 'code'>;

/** What became of proposals, a line for each engine and code, by name; the codes are those that were proposed. */
export function proposalRecord(proposals: Iterable<Proposal>, items: Items): readonly ProposalFate[] {
  const groups = Map.groupBy(proposals, ({ engine, codeName }) => JSON.stringify([engine, codeName]));
  return [...groups.values()]
    .flatMap((group): readonly ProposalFate[] => {
      const [first] = group;
      const { engine = '', codeName = '' } = first ?? {};
      return [{ engine, codeName, ...sumOfProposals(group, items) }];
    })
    .sort((a, b) => a.engine.localeCompare(b.engine) || a.codeName.localeCompare(b.codeName));
}

export function sumOfProposals(proposals: Iterable<Proposal>, { event, code }: Items): ProposalSum {
  const counts = { asProposed: 0, corrected: 0, rejected: 0, removed: 0, open: 0 };
  const moved: number[] = [];
  for (const proposal of proposals) {
    const became = event.get(proposal.eventId ?? '');
    const fate = fateOf(proposal, became, code.get(became?.codeId ?? '')?.name);
    counts[fate] += 1;
    const frames = became && fate === 'corrected' ? framesMoved(proposal.range, became.range) : 0;
    if (frames > 0) moved.push(frames);
  }
  return { ...counts, medianFrames: median(moved) };
}

function fateOf(
  { status, range, codeName }: Proposal,
  event: ProjectEvent | undefined,
  nameNow: string | undefined,
): 'asProposed' | 'corrected' | 'rejected' | 'removed' | 'open' {
  if (status !== 'accepted') return status;
  if (!event) return 'removed';
  const isSame = framesMoved(range, event.range) === 0 && nameNow?.trim() === codeName.trim();
  return isSame ? 'asProposed' : 'corrected';
}

const framesMoved = (a: FrameRange, b: FrameRange): number =>
  Math.max(Math.abs(a.start - b.start), Math.abs(a.end - b.end));

/** The lower of the two in the middle: a number that was there. */
const median = (values: readonly number[]): number | null =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? null;
