import { describe, expect, it } from 'vitest';
import { applyChanges, type ItemEdit, noItems, putItem, type RecordItem } from '#common/domain/index.ts';
import type { Client } from '#renderer/client/client.ts';
import { fetchTracedEdits, tracedItem } from '#renderer/history/item-edits.ts';

const event = {
  ...{
    kind: 'event',
    id: 'a',
    clipId: 'clip',
    codeId: 'c',
    range: { start: 1, end: 2 },
    labels: [],
    note: '',
  },
  ...{ by: { kind: 'person' }, evidence: [], createdAt: '' },
} as const satisfies RecordItem;
const proposal = {
  ...{ kind: 'proposal', id: 'p', clipId: 'clip', codeName: 'C', range: { start: 1, end: 2 }, labels: [] },
  ...{ note: '', trajectoryId: 't', engine: 'Nano', evidence: [], doubt: null, status: 'accepted' },
  ...{ eventId: 'a', createdAt: '' },
} as const satisfies RecordItem;
const items = applyChanges(noItems, [event, proposal].map(putItem));

const edit = (id: string, happenedAt: string, item: RecordItem): ItemEdit => ({
  ...{ editId: id, title: id, by: { kind: 'person' }, happenedAt, undone: false },
  ...{ kind: item.kind, id: item.id, before: null, after: item },
});

describe('The thing whose history is shown', () => {
  it('is the selected event with its proposal, or the selected proposal with its event', () => {
    expect(tracedItem(['gone', 'a'], items)).toEqual({ event, proposal });
    expect(tracedItem(['p'], items)).toEqual({ event, proposal });
    expect(tracedItem([], items)).toEqual({ event: undefined, proposal: undefined });
  });

  it('has one step for an edit that touched both, in the order in which they happened', async () => {
    const known = {
      event: [edit('accept', '2026-01-02', event), edit('trim', '2026-01-03', event)],
      proposal: [edit('propose', '2026-01-01', proposal), edit('accept', '2026-01-02', proposal)],
    };
    const historyOf = async ({ kind }: { kind: 'event' | 'proposal' }) => known[kind];
    const client = { record: { historyOf } } as unknown as Client;
    const steps = await fetchTracedEdits(client, { event, proposal });
    expect(steps.map(({ title, edits }) => [title, edits.map(({ kind }) => kind)])).toEqual([
      ['propose', ['proposal']],
      ['accept', ['proposal', 'event']],
      ['trim', ['event']],
    ]);
    expect(await fetchTracedEdits(client, { event: undefined, proposal: undefined })).toEqual([]);
  });
});
