import { describe, expect, it } from 'vitest';
import {
  acceptProposals,
  applyChanges,
  byDoubt,
  type Code,
  isAcceptable,
  nearestProposal,
  noItems,
  type Proposal,
  putItem,
  type RecordItem,
  type RecordItems,
  rejectProposals,
} from '#common/domain/index.ts';
import { createRandom } from '../random.ts';

const touch: Code = {
  kind: 'code',
  id: 'touch',
  name: 'Touch',
  colour: '#e69f00',
  order: 0,
  role: 'event',
  hidden: false,
  locked: false,
};
const proposal = (id: string, change: Partial<Proposal> = {}): Proposal => ({
  kind: 'proposal',
  id,
  clipId: 'c1',
  codeName: 'Touch',
  range: { start: 10, end: 20 },
  labels: [{ group: 'Foot', text: 'left' }],
  note: '10–20: Touch',
  trajectoryId: 't1',
  engine: 'nano',
  evidence: [10, 15, 20],
  doubt: 0.5,
  status: 'open',
  eventId: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  ...change,
});
const record = (...items: readonly RecordItem[]): RecordItems => applyChanges(noItems, items.map(putItem));
const accepting = () => {
  let next = 0;
  return { createId: () => `new-${++next}`, createdAt: '2026-02-02T00:00:00.000Z' };
};

describe('Accepting a proposal', () => {
  it('makes an event by the engine with its evidence, and marks the proposal with it', () => {
    const items = record(touch, proposal('p'));
    const changes = acceptProposals(items, [proposal('p')], accepting());
    const after = applyChanges(items, changes);
    const [event] = after.event.values();
    expect(event).toMatchObject({
      codeId: 'touch',
      range: { start: 10, end: 20 },
      by: { kind: 'model', trajectoryId: 't1', engine: 'nano' },
      evidence: [10, 15, 20],
      labels: [{ group: 'Foot', text: 'left' }],
      createdAt: '2026-02-02T00:00:00.000Z',
    });
    expect(after.proposal.get('p')).toMatchObject({ status: 'accepted', eventId: event?.id });
    expect(after.code.size).toBe(1);
  });

  it('makes the code that is missing, once for all of an answer', () => {
    const items = record(touch, proposal('p', { codeName: 'Pass' }), proposal('q', { codeName: 'Pass' }));
    const after = applyChanges(items, acceptProposals(items, [...items.proposal.values()], accepting()));
    expect([...after.code.values()].map(({ name }) => name)).toEqual(['Touch', 'Pass']);
    const codes = new Set([...after.event.values()].map(({ codeId }) => codeId));
    expect(codes.size).toBe(1);
    expect(after.event.size).toBe(2);
  });

  it('leaves what was proposed as it was when it is put right, so that the correction is known', () => {
    const items = record(touch, proposal('p'));
    const correction = { range: { start: 12, end: 19 }, codeName: 'Kick', labels: [] };
    const after = applyChanges(items, acceptProposals(items, [proposal('p')], accepting(), correction));
    expect(after.proposal.get('p')).toMatchObject({ range: { start: 10, end: 20 }, codeName: 'Touch' });
    const [event] = after.event.values();
    expect(event).toMatchObject({ range: { start: 12, end: 19 }, labels: [] });
    expect(after.code.get(event?.codeId ?? '')?.name).toBe('Kick');
  });

  it('changes nothing under a locked code, and nothing that is not open', () => {
    const locked = record({ ...touch, locked: true }, proposal('p'));
    expect(isAcceptable(locked, proposal('p'))).toBe(false);
    expect(acceptProposals(locked, [proposal('p')], accepting())).toEqual([]);
    const done = proposal('p', { status: 'rejected' });
    expect(acceptProposals(record(touch, done), [done], accepting())).toEqual([]);
    expect(isAcceptable(record(touch), proposal('p'))).toBe(true);
  });

  it('of many takes those whose code is free and leaves the others open', () => {
    const items = record({ ...touch, locked: true }, proposal('p'), proposal('q', { codeName: 'Pass' }));
    const after = applyChanges(items, acceptProposals(items, [...items.proposal.values()], accepting()));
    expect([...after.proposal.values()].map(({ status }) => status)).toEqual(['open', 'accepted']);
  });

  it('keeps one event for each proposal accepted, whatever the order of accepting and rejecting', () => {
    const random = createRandom(7);
    for (let round = 0; round < 200; round += 1) {
      const proposals = Array.from({ length: 8 }, (_, at) =>
        proposal(`p${at}`, { codeName: random.pick(['Touch', 'Pass', 'Shot']) }),
      );
      let items = record({ ...touch, locked: random.next() < 0.3 }, ...proposals);
      const parts = accepting();
      for (let step = 0; step < 12; step += 1) {
        const some = [...items.proposal.values()].filter(() => random.next() < 0.3);
        const changes = random.next() < 0.6 ? acceptProposals(items, some, parts) : rejectProposals(some);
        items = applyChanges(items, changes);
      }
      const accepted = [...items.proposal.values()].filter(({ status }) => status === 'accepted');
      expect(accepted.map(({ eventId }) => eventId).sort()).toEqual([...items.event.keys()].sort());
      for (const event of items.event.values()) expect(items.code.has(event.codeId)).toBe(true);
      const names = [...items.code.values()].map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

describe('Rejecting a proposal', () => {
  it('keeps it as rejected and touches no other', () => {
    const changes = rejectProposals([proposal('p'), proposal('q', { status: 'accepted', eventId: 'e' })]);
    expect(changes).toEqual([putItem(proposal('p', { status: 'rejected' }))]);
  });
});

describe('Proposals', () => {
  it('are worked through from the most doubtful on, unknown doubt last', () => {
    const list = [
      proposal('sure', { doubt: 0.1 }),
      proposal('unknown', { doubt: null }),
      proposal('late', { doubt: 0.9, range: { start: 50, end: 60 } }),
      proposal('early', { doubt: 0.9 }),
    ];
    expect(byDoubt(list).map(({ id }) => id)).toEqual(['early', 'late', 'sure', 'unknown']);
  });

  it('are found by the playhead: the shortest around it, else the nearest, never one that is done', () => {
    const list = [
      proposal('wide', { range: { start: 0, end: 100 } }),
      proposal('tight', { range: { start: 40, end: 50 } }),
      proposal('done', { range: { start: 44, end: 46 }, status: 'rejected' }),
      proposal('far', { range: { start: 130, end: 140 } }),
    ];
    expect(nearestProposal(list, 45)?.id).toBe('tight');
    expect(nearestProposal(list, 60)?.id).toBe('wide');
    expect(nearestProposal(list, 125)?.id).toBe('far');
    expect(nearestProposal([], 0)).toBeUndefined();
  });
});
