import { describe, expect, it } from 'vitest';
import { applyChanges, noItems, type ProjectEvent, putItem } from '#common/domain/index.ts';
import { rangeForNew, selectedEvent } from '#renderer/drawing/drawing-edits.ts';

const event = (id: string, clipId: string): ProjectEvent => ({
  ...{ kind: 'event', id, clipId, codeId: 'c', range: { start: 20, end: 40 }, labels: [], note: '' },
  ...{ by: { kind: 'person' }, evidence: [], createdAt: '' },
});

describe('A new drawing', () => {
  const selection = { start: 10, end: 30 };
  const ofEvent = { start: 20, end: 40 };

  it('lies on the event in hand, else on the selected range, else on the frame shown', () => {
    expect(rangeForNew({ frame: 25, selection, event: ofEvent })).toEqual(ofEvent);
    expect(rangeForNew({ frame: 25, selection, event: null })).toEqual(selection);
    expect(rangeForNew({ frame: 25, selection: null, event: null })).toEqual({ start: 25, end: 25 });
  });

  it('never lies where the frame shown is not: edges belong to a range', () => {
    expect(rangeForNew({ frame: 15, selection, event: ofEvent })).toEqual(selection);
    expect(rangeForNew({ frame: 50, selection, event: ofEvent })).toEqual({ start: 50, end: 50 });
    expect(rangeForNew({ frame: 30, selection, event: null })).toEqual(selection);
    expect(rangeForNew({ frame: 31, selection, event: null })).toEqual({ start: 31, end: 31 });
  });

  it('takes the event selected only where it is one, and of this clip', () => {
    const items = applyChanges(noItems, [event('1', 'a'), event('2', 'a')].map(putItem));
    expect(selectedEvent(items, ['1'], 'a')).toEqual(ofEvent);
    expect(selectedEvent(items, ['1'], 'b')).toBeNull();
    expect(selectedEvent(items, ['1', '2'], 'a')).toBeNull();
    expect(selectedEvent(items, ['gone'], 'a')).toBeNull();
    expect(selectedEvent(items, [], 'a')).toBeNull();
  });
});
