import { describe, expect, it } from 'vitest';
import {
  applyChanges,
  changeCode,
  type FrameRange,
  type NewEvent,
  noItems,
  putItem,
  type RecordItems,
  tagEvents,
} from '#common/domain/index.ts';
import { lanesOf, mostLanes, placesBetween, type RowItem } from '#renderer/timeline/event-lanes.ts';
import { barBox, hitEvent, itemsInBox } from '#renderer/timeline/event-places.ts';
import { createEventRows } from '#renderer/timeline/event-rows.ts';
import { neighbourInRows } from '#renderer/timeline/event-walk.ts';
import { createRandom } from '../random.ts';

const item = (id: string, start: number, end: number): RowItem => ({
  id,
  kind: 'event',
  range: { start, end },
  colour: '#e69f00',
  text: '',
});

const newEvent = (id: string, codeName: string, { start, end }: FrameRange, clipId = 'clip'): NewEvent => ({
  id,
  clipId,
  codeName,
  range: { start, end },
  labels: [],
  note: '',
  by: { kind: 'person' },
  evidence: [],
  createdAt: '2026-01-01T00:00:00.000Z',
});

function record(events: readonly NewEvent[]): RecordItems {
  let count = 0;
  return applyChanges(
    noItems,
    tagEvents(noItems, events, () => `code${count++}`),
  );
}
const all = { phases: true, events: true, proposals: true };

describe('Lanes of a row', () => {
  it('keep overlapping events apart and use as few as are needed', () => {
    const lanes = lanesOf([item('a', 0, 10), item('b', 5, 20), item('c', 11, 12), item('d', 21, 22)]);
    expect(lanes.map(({ items }) => items.map(({ id }) => id))).toEqual([['a', 'c', 'd'], ['b']]);
  });

  it('leave an event that overlaps with none all the height', () => {
    const lanes = lanesOf([item('a', 0, 10), item('b', 5, 20), item('c', 30, 40)]);
    expect(lanes.map(({ shares }) => [...shares])).toEqual([[2, 1], [2]]);
  });

  it('give whatever the stretch exactly what lies in it, however crowded', () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const random = createRandom(seed);
      const items = Array.from({ length: 300 }, (_, at) => {
        const start = random.integer(1000);
        return item(String(at), start, start + random.integer(seed % 2 === 0 ? 300 : 8));
      }).sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
      const lanes = lanesOf(items);
      expect(lanes.length).toBeLessThanOrEqual(mostLanes);
      const from = random.integer(1000);
      const to = from + 1 + random.integer(200);
      const inView = ({ range }: RowItem) => range.end + 1 > from && range.start < to;
      const found = lanes.flatMap((lane) => {
        const places = placesBetween(lane, from, to);
        return lane.items.slice(places.from, places.to).filter(inView);
      });
      const expected = items.filter(inView);
      expect(new Set(found.map(({ id }) => id)), `seed ${seed}`).toEqual(
        new Set(expected.map(({ id }) => id)),
      );
    }
  });

  it('look at few events for a short stretch of many', () => {
    const lane = lanesOf(Array.from({ length: 5000 }, (_, at) => item(String(at), at * 70, at * 70 + 50)))[0];
    const places = lane && placesBetween(lane, 200_000, 200_400);
    expect((places?.to ?? 0) - (places?.from ?? 0)).toBeLessThan(10);
  });
});

describe('The rows of a clip', () => {
  const items = record([
    newEvent('t1', 'Touch', { start: 10, end: 20 }),
    newEvent('g1', 'Goal', { start: 12, end: 14 }),
    newEvent('p1', 'First half', { start: 0, end: 50 }),
    newEvent('x1', 'Touch', { start: 1, end: 2 }, 'other'),
  ]);
  const phase = [...items.code.values()].find(({ name }) => name === 'First half');
  const withPhase = applyChanges(items, changeCode(items, phase?.id ?? '', { role: 'phase' }));

  it('are one for all phases, then one for each code in its order', () => {
    const { rows, height } = createEventRows()(withPhase, 'clip', all);
    expect(rows.map(({ kind, code, items: own }) => [kind, code?.name, own.map(({ id }) => id)])).toEqual([
      ['phases', undefined, ['p1']],
      ['code', 'Touch', ['t1']],
      ['code', 'Goal', ['g1']],
    ]);
    expect(height).toBe(rows.reduce((sum, row) => sum + row.height, 0));
  });

  it('leave out hidden codes, and stay the same objects where nothing changed', () => {
    const rowsOf = createEventRows();
    const before = rowsOf(withPhase, 'clip', all).rows;
    const goal = [...items.code.values()].find(({ name }) => name === 'Goal');
    const hidden = applyChanges(withPhase, changeCode(withPhase, goal?.id ?? '', { hidden: true }));
    const after = rowsOf(hidden, 'clip', all).rows;
    expect(after.map(({ key }) => key)).not.toContain(goal?.id);
    expect(after[1]?.lanes).toBe(before[1]?.lanes);
    const event = items.event.get('t1');
    if (!event) throw new Error('No event.');
    const moved = applyChanges(withPhase, [putItem({ ...event, range: { start: 30, end: 40 } })]);
    expect(rowsOf(moved, 'clip', all).rows[1]?.items[0]?.range).toEqual({ start: 30, end: 40 });
  });

  it('show only proposals that are open', () => {
    const proposal = {
      kind: 'proposal',
      id: 'a',
      clipId: 'clip',
      codeName: 'Pass',
      range: { start: 1, end: 2 },
      labels: [],
      note: '',
      trajectoryId: 't',
      engine: 'nano',
      evidence: [],
      doubt: null,
      status: 'open',
      eventId: null,
      createdAt: '',
    } as const;
    const both = applyChanges(items, [
      putItem(proposal),
      putItem({ ...proposal, id: 'b', status: 'rejected' }),
    ]);
    const { rows } = createEventRows()(both, 'clip', all);
    expect(rows.at(-1)?.items.map(({ id, text }) => [id, text])).toEqual([['a', 'Pass']]);
  });
});

describe('The pointer on the rows', () => {
  const items = record([
    newEvent('long', 'Touch', { start: 100, end: 199 }),
    newEvent('over', 'Touch', { start: 150, end: 249 }),
    newEvent('tick', 'Goal', { start: 500, end: 500 }),
  ]);
  const { rows } = createEventRows()(items, 'clip', all);
  const scale = { start: 0, end: 1000, width: 1000 };
  const [touch, goal] = rows;
  if (!touch || !goal) throw new Error('Two rows are expected.');
  const middle = (row: typeof touch, lane: number) => {
    const box = barBox(row, lane, row.lanes.length);
    return box.top + box.height / 2;
  };
  const hit = (x: number, y: number, selected: readonly string[] = []) => {
    const found = hitEvent(rows, scale, x, y, new Set(selected));
    return found && [found.item.id, found.part];
  };

  it('finds the body and both edges of an event, in the lane where it lies', () => {
    expect(hit(130, middle(touch, 0))).toEqual(['long', 'body']);
    expect(hit(101, middle(touch, 0))).toEqual(['long', 'start']);
    expect(hit(198, middle(touch, 0))).toEqual(['long', 'end']);
    expect(hit(170, middle(touch, 1))).toEqual(['over', 'body']);
    expect(hit(300, middle(touch, 0))).toBeNull();
  });

  it('finds a tick within a few pixels, and its edges only while it is selected', () => {
    expect(hit(503, middle(goal, 0))).toEqual(['tick', 'body']);
    expect(hit(503, middle(goal, 0), ['tick'])).toEqual(['tick', 'end']);
    expect(hit(498, middle(goal, 0), ['tick'])).toEqual(['tick', 'start']);
    expect(hit(512, middle(goal, 0), ['tick'])).toBeNull();
  });

  it('takes with a box what it touches, in rows and in time', () => {
    const wholeHeight = { top: 0, bottom: 1000 };
    expect(itemsInBox(rows, { start: 190, end: 600 }, wholeHeight).toSorted()).toEqual([
      'long',
      'over',
      'tick',
    ]);
    expect(itemsInBox(rows, { start: 205, end: 600 }, { top: 0, bottom: touch.height - 2 })).toEqual([
      'over',
    ]);
    expect(itemsInBox(rows, { start: 300, end: 400 }, wholeHeight)).toEqual([]);
  });

  it('walks by arrows along a row and to what is nearest in the next one', () => {
    const walk = (from: string | null, key: string) => neighbourInRows(rows, from, key, 480)?.id;
    expect(walk('long', 'ArrowRight')).toBe('over');
    expect(walk('over', 'ArrowRight')).toBeUndefined();
    expect(walk('long', 'ArrowDown')).toBe('tick');
    expect(walk('tick', 'ArrowUp')).toBe('over');
    expect(walk(null, 'ArrowDown')).toBe('over');
    expect(neighbourInRows(rows, 'long', 'KeyA', 0)).toBeNull();
  });
});
