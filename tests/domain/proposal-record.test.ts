import { describe, expect, test } from 'vitest';
import {
  acceptProposals,
  applyChanges,
  type Code,
  noItems,
  type Proposal,
  proposalRecord,
  putItem,
  type RecordItems,
  rejectProposals,
  removeItem,
  sumOfProposals,
} from '#common/domain/index.ts';

const proposal = (id: string, start: number, change: Partial<Proposal> = {}): Proposal => ({
  kind: 'proposal',
  id,
  clipId: 'c1',
  codeName: 'Touch',
  range: { start, end: start + 5 },
  labels: [],
  note: '',
  trajectoryId: 't1',
  engine: 'Nano',
  evidence: [],
  doubt: null,
  status: 'open',
  eventId: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  ...change,
});

/** A record in which proposals lie open. */
const recordOf = (...proposals: readonly Proposal[]): RecordItems =>
  applyChanges(noItems, proposals.map(putItem));

let ids = 0;
const accepting = { createId: () => `id-${++ids}`, createdAt: '2026-01-01T00:00:00.000Z' };
const accept = (items: RecordItems, id: string, range?: Proposal['range']): RecordItems => {
  const found = items.proposal.get(id);
  return applyChanges(items, acceptProposals(items, found ? [found] : [], accepting, range ? { range } : {}));
};
const fates = (items: RecordItems) =>
  proposalRecord(items.proposal.values(), items).map(
    ({ engine, codeName, asProposed, corrected, medianFrames, rejected, removed, open }) =>
      `${engine} ${codeName}: ${asProposed} kept, ${corrected} corrected by ${medianFrames}, ${rejected} rejected, ${removed} removed, ${open} open`,
  );

describe('what became of proposals', () => {
  test('is told by the events as they are now, for each engine and code', () => {
    let items = recordOf(
      proposal('a', 0),
      proposal('b', 20),
      proposal('c', 40),
      proposal('d', 60),
      proposal('e', 80),
      proposal('f', 100, { codeName: 'Goal' }),
      proposal('g', 120, { engine: 'Another' }),
    );
    items = accept(items, 'a');
    items = accept(items, 'b', { start: 21, end: 25 });
    items = accept(items, 'c', { start: 33, end: 45 });
    items = applyChanges(items, rejectProposals([items.proposal.get('d') ?? proposal('d', 0)]));
    items = accept(items, 'f');
    expect(fates(items)).toEqual([
      'Another Touch: 0 kept, 0 corrected by null, 0 rejected, 0 removed, 1 open',
      'Nano Goal: 1 kept, 0 corrected by null, 0 rejected, 0 removed, 0 open',
      'Nano Touch: 1 kept, 2 corrected by 1, 1 rejected, 0 removed, 1 open',
    ]);
  });

  test('counts what was moved after it was accepted, taken out afterwards, or counted under another code', () => {
    let items = accept(
      accept(accept(recordOf(proposal('a', 0), proposal('b', 20), proposal('c', 40)), 'a'), 'b'),
      'c',
    );
    expect(fates(items)).toEqual(['Nano Touch: 3 kept, 0 corrected by null, 0 rejected, 0 removed, 0 open']);
    const eventOf = (id: string) => {
      const event = items.event.get(items.proposal.get(id)?.eventId ?? '');
      if (!event) throw new Error('there is no event');
      return event;
    };
    const touch = items.code.get(eventOf('c').codeId);
    if (!touch) throw new Error('there is no code');
    const pass: Code = { ...touch, id: 'pass', name: 'Pass' };
    items = applyChanges(items, [
      putItem({ ...eventOf('a'), range: { start: 3, end: 9 } }),
      removeItem(eventOf('b')),
      putItem(pass),
      putItem({ ...eventOf('c'), codeId: 'pass' }),
    ]);
    expect(fates(items)).toEqual(['Nano Touch: 0 kept, 2 corrected by 4, 0 rejected, 1 removed, 0 open']);
  });

  test('takes the median of what was moved, the lower of the two in the middle', () => {
    const moves = [1, 2, 8, 40];
    const rangeOf = (place: number, moved = 0) => ({ start: place * 100 + moved, end: place * 100 + 50 });
    let items = recordOf(...moves.map((_, place) => proposal(`p${place}`, 0, { range: rangeOf(place) })));
    for (const [place, frames] of moves.entries()) items = accept(items, `p${place}`, rangeOf(place, frames));
    expect(sumOfProposals(items.proposal.values(), items).medianFrames).toBe(2);
    expect(sumOfProposals([], items)).toMatchObject({ asProposed: 0, medianFrames: null });
  });
});
