import { codeNamed } from './code-edits.ts';
import { type NewEvent, tagEvents } from './event-edits.ts';
import type { FrameRange } from './frame-range.ts';
import { putItem, type RecordChange, type RecordItems } from './project-record.ts';
import type { Label, Proposal } from './record-items.ts';

/** What a person puts right while accepting. The proposal keeps what was proposed, the event what is so. */
export type ProposalCorrection = {
  readonly codeName?: string;
  readonly range?: FrameRange;
  readonly labels?: readonly Label[];
};

/** Open proposals as they are worked through: the most doubtful first, unknown doubt after known, then by place. */
export const byDoubt = (proposals: Iterable<Proposal>): readonly Proposal[] =>
  [...proposals].sort(
    (a, b) =>
      (b.doubt ?? -1) - (a.doubt ?? -1) ||
      a.range.start - b.range.start ||
      a.range.end - b.range.end ||
      (a.id < b.id ? -1 : 1),
  );

/** Whether a proposal can become an event now: it is open, and its code is not locked. */
export const isAcceptable = (items: RecordItems, { codeName, status }: Proposal): boolean =>
  status === 'open' && !codeNamed(items.code.values(), codeName)?.locked;

export type Accepting = {
  readonly createId: () => string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
};

/**
 * The changes of ONE edit that makes events of proposals: events by the engine with its evidence, the codes that are
 * missing, the proposals marked with their events. What is not open, or under a locked code, is left out.
 */
export function acceptProposals(
  items: RecordItems,
  proposals: readonly Proposal[],
  { createId, createdAt }: Accepting,
  correction: ProposalCorrection = {},
): readonly RecordChange[] {
  const accepted = proposals
    .filter(({ status }) => status === 'open')
    .map((proposal) => ({ proposal, event: eventOf({ ...proposal, ...correction }, createId(), createdAt) }));
  const tagged = tagEvents(
    items,
    accepted.map(({ event }) => event),
    createId,
  );
  const made = new Set(tagged.flatMap(({ kind, id }) => (kind === 'event' ? [id] : [])));
  const marks = accepted
    .filter(({ event }) => made.has(event.id))
    .map(({ proposal, event }) => putItem({ ...proposal, status: 'accepted', eventId: event.id }));
  return [...tagged, ...marks];
}

const eventOf = (proposal: Proposal, id: string, createdAt: string): NewEvent => ({
  id,
  clipId: proposal.clipId,
  codeName: proposal.codeName,
  range: proposal.range,
  labels: proposal.labels,
  note: proposal.note,
  by: { kind: 'model', trajectoryId: proposal.trajectoryId, engine: proposal.engine },
  evidence: proposal.evidence,
  createdAt,
});

/** Marks open proposals as rejected; they stay, so that it is known what was said and refused. */
export const rejectProposals = (proposals: readonly Proposal[]): readonly RecordChange[] =>
  proposals
    .filter(({ status }) => status === 'open')
    .map((proposal) => putItem({ ...proposal, status: 'rejected' }));

/** The open proposal nearest to a frame: one that holds it, the shortest first, else the one with the nearest edge. */
export function nearestProposal(proposals: Iterable<Proposal>, frame: number): Proposal | undefined {
  const distance = ({ range }: Proposal) => Math.max(0, range.start - frame, frame - range.end);
  const length = ({ range }: Proposal) => range.end - range.start;
  return [...proposals]
    .filter(({ status }) => status === 'open')
    .sort((a, b) => distance(a) - distance(b) || length(a) - length(b) || a.range.start - b.range.start)[0];
}
