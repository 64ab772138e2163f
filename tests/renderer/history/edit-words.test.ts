import { describe, expect, it } from 'vitest';
import {
  applyChanges,
  noItems,
  type ProjectEvent,
  type Proposal,
  putItem,
  type RecordItem,
} from '#common/domain/index.ts';
import { editWords } from '#renderer/history/edit-words.ts';

const code = (id: string, name: string): RecordItem => ({
  ...{ kind: 'code', id, name, colour: '#e69f00', order: 0, role: 'event', hidden: false, locked: false },
});
const items = applyChanges(noItems, [code('c1', 'Touch'), code('c2', 'Pass')].map(putItem));
const event: ProjectEvent = {
  ...{ kind: 'event', id: 'a', clipId: 'clip', codeId: 'c1', range: { start: 40, end: 78 }, labels: [] },
  ...{ note: '', by: { kind: 'person' }, evidence: [], createdAt: '' },
};
const proposal: Proposal = {
  ...{
    kind: 'proposal',
    id: 'p',
    clipId: 'clip',
    codeName: 'Take-off',
    range: { start: 37, end: 37 },
    labels: [],
  },
  ...{ note: '', trajectoryId: 't', engine: 'Nano', evidence: [36], doubt: null, status: 'open' },
  ...{ eventId: null, createdAt: '' },
};
const words = (before: RecordItem | null, after: RecordItem | null) => editWords({ before, after }, items);

describe('What an edit did, in words', () => {
  it('is that it was made, proposed or removed', () => {
    expect(words(null, event)).toBe('made as Touch, frames 40–78');
    expect(words(null, proposal)).toBe('proposed as Take-off, frame 37');
    expect(words(event, null)).toBe('removed');
    expect(words(null, { ...event, codeId: 'gone' })).toBe('made as a code that is gone, frames 40–78');
  });

  it('is each part that changed, before and after', () => {
    const left = { group: 'Foot', text: 'left' };
    const won = { group: '', text: 'won' };
    expect(words(event, { ...event, range: { start: 41, end: 78 } })).toBe('range 40–78 → 41–78');
    expect(words({ ...event, labels: [left] }, { ...event, labels: [won] })).toBe(
      'label won added, label Foot: left taken off',
    );
    expect(words(event, { ...event, codeId: 'c2', note: 'late' })).toBe('code Touch → Pass, note “late”');
    expect(words({ ...event, note: 'late' }, { ...event, note: 'early' })).toBe('note “late” → “early”');
    expect(words({ ...event, note: 'late' }, event)).toBe('note “late” taken away');
    expect(words(event, { ...event, evidence: [3, 1204] })).toBe('evidence frames none → 3, 1\u2009204');
    expect(words(event, event)).toBe('nothing that is seen');
  });

  it('is what became of a proposal', () => {
    expect(words(proposal, { ...proposal, status: 'accepted', eventId: 'a' })).toBe('proposal accepted');
    expect(words(proposal, { ...proposal, status: 'rejected' })).toBe('proposal rejected');
  });
});
