import { describe, expect, it } from 'vitest';
import { applyChanges, noItems, putItem, type RecordItem } from '#common/domain/index.ts';
import type { HandoverChoice } from '#renderer/app/state/handover-store.ts';
import { handoverRequest } from '#renderer/handover/handover-dialog.tsx';

const code = (id: string, hidden = false): RecordItem => ({
  ...{ kind: 'code', id, name: id, colour: '#e69f00', order: 0, role: 'event', hidden, locked: false },
});
const event = (id: string, clipId: string, codeId: string): RecordItem => ({
  ...{ kind: 'event', id, clipId, codeId, range: { start: 0, end: 1 }, labels: [], note: '' },
  ...{ by: { kind: 'person' }, evidence: [], createdAt: '' },
});
const items = applyChanges(
  noItems,
  [
    code('Pass'),
    code('Secret', true),
    event('1', 'a', 'Pass'),
    event('2', 'a', 'Secret'),
    event('3', 'b', 'Pass'),
  ].map(putItem),
);
const choice: HandoverChoice = {
  format: 'csv',
  scope: 'clip',
  asciiOnly: false,
  title: ' Final ',
  pictures: true,
  numbers: false,
  questions: true,
  sign: false,
};
type Situation = Parameters<typeof handoverRequest>[1];
const situation: Situation = { clipId: 'a', selected: [], items, trajectoryIds: ['t1', 't2'] };
const ask = (change: Partial<HandoverChoice>, where: Partial<Situation> = {}) =>
  handoverRequest({ ...choice, ...change }, { ...situation, ...where });

describe('What is handed over', () => {
  it('is the events of the clip, of all clips, or those selected; hidden codes stay behind unless selected', () => {
    expect(ask({})).toEqual({
      request: {
        kind: 'events',
        format: 'csv',
        events: { clipId: 'a', codeIds: null, eventIds: null },
        asciiOnly: false,
      },
      count: 1,
      problem: null,
    });
    const all = ask({ scope: 'all' });
    expect(all.count).toBe(2);
    expect(all.request).toMatchObject({ events: { clipId: null, eventIds: null } });
    const selected = ask({ scope: 'selected' }, { selected: ['2', '3', 'gone'] });
    expect(selected.count).toBe(2);
    expect(selected.request).toMatchObject({ events: { clipId: null, eventIds: ['2', '3'] } });
  });

  it('is nothing where nothing is selected or there, and a sentence says so', () => {
    const none = ask({ scope: 'selected' }, { selected: ['gone'] });
    expect(none.request).toBeNull();
    expect(none.problem).toContain('No event is selected');
    expect(ask({}, { clipId: 'c' }).problem).toBe('There is no event to hand over.');
    expect(ask({ format: 'sportscode' }, { clipId: 'c' }).request).toBeNull();
  });

  it('as a report may be questions alone', () => {
    const report = ask({ format: 'html' }, { clipId: 'c' });
    expect(report.count).toBe(0);
    expect(report.problem).toBeNull();
    expect(report.request).toEqual({
      kind: 'report',
      format: 'html',
      events: { clipId: 'c', codeIds: null, eventIds: null },
      title: 'Final',
      trajectoryIds: ['t1', 't2'],
      pictures: true,
      numbers: false,
    });
    expect(ask({ format: 'pdf', questions: false }, { clipId: 'c' }).request).toBeNull();
    expect(ask({ format: 'pdf', questions: false }).request).toMatchObject({ trajectoryIds: [] });
    expect(ask({ format: 'html' }, { clipId: 'c', trajectoryIds: [] }).request).toBeNull();
  });

  it('as a case holds the events of hidden codes too, and may be questions alone', () => {
    const found = ask({ format: 'case', sign: true });
    expect(found.count).toBe(2);
    expect(found.request).toEqual({
      kind: 'case',
      events: { clipId: 'a', codeIds: null, eventIds: null },
      sign: true,
    });
    expect(ask({ format: 'case' }, { clipId: 'c' }).request).toMatchObject({ kind: 'case' });
    expect(ask({ format: 'case' }, { clipId: 'c', trajectoryIds: [] }).problem).toBe(
      'There is no event to hand over.',
    );
    expect(ask({ format: 'case', scope: 'selected' }).problem).toContain('No event is selected');
  });
});
