import { expect, test } from 'vitest';
import { dragged, type Hold } from '#renderer/timeline/event-drag.ts';
import { snapPlaces, snapTo } from '#renderer/timeline/snapping.ts';
import { createRandom } from '../random.ts';

const frameCount = 1000;
const hold = (part: Hold['part'], ranges: Readonly<Record<string, readonly [number, number]>>): Hold => ({
  id: Object.keys(ranges)[0] ?? '',
  part,
  ranges: new Map(Object.entries(ranges).map(([id, [start, end]]) => [id, { start, end }])),
});

test('an edge is drawn to the edge of a neighbour, and the place is told', () => {
  const places = snapPlaces([{ start: 300, end: 399 }], 50);
  const free = { places, reach: 0, frameCount };
  const drawn = { places, reach: 6, frameCount };
  const held = hold('end', { a: [100, 199] });
  expect(dragged(held, 97, free)).toEqual({
    moved: new Map([['a', { start: 100, end: 296 }]]),
    snapped: null,
  });
  expect(dragged(held, 97, drawn)).toEqual({
    moved: new Map([['a', { start: 100, end: 299 }]]),
    snapped: { place: 300, frame: 299 },
  });
});

test('both sides of the playhead’s frame draw: an event begins or ends with that frame', () => {
  const places = snapPlaces([], 250);
  const rules = { places, reach: 4, frameCount };
  expect(dragged(hold('end', { a: [100, 199] }), 52, rules).moved.get('a')?.end).toBe(250);
  expect(dragged(hold('start', { a: [200, 299] }), 48, rules).moved.get('a')?.start).toBe(250);
});

test('all that is selected moves by what draws the held one, and stops at the end of the clip', () => {
  const places = snapPlaces([{ start: 500, end: 510 }], 0);
  const held = hold('body', { a: [100, 109], b: [900, 989] });
  expect(dragged(held, 3, { places, reach: 6, frameCount }).moved.get('b')).toEqual({ start: 903, end: 992 });
  const atEnd = dragged(held, 388, { places, reach: 6, frameCount });
  expect([...atEnd.moved.values()]).toEqual([
    { start: 110, end: 119 },
    { start: 910, end: 999 },
  ]);
  expect(atEnd.snapped).toBeNull();
});

test('an edge never passes the other', () => {
  const rules = { places: new Float64Array(0), reach: 6, frameCount };
  expect(dragged(hold('start', { a: [100, 110] }), 50, rules).moved.get('a')).toEqual({
    start: 110,
    end: 110,
  });
  expect(dragged(hold('end', { a: [100, 110] }), -50, rules).moved.get('a')).toEqual({
    start: 100,
    end: 100,
  });
});

test('the nearest of many places draws, as looking at each would find', () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const random = createRandom(seed);
    const ranges = Array.from({ length: 40 }, () => {
      const start = random.integer(900);
      return { start, end: start + random.integer(60) };
    });
    const places = snapPlaces(ranges, random.integer(1000));
    const edges = [random.next() * 1000, random.next() * 1000];
    const reach = 1 + random.integer(20);
    const nearest = Math.min(...edges.flatMap((edge) => [...places].map((place) => Math.abs(place - edge))));
    const found = snapTo(places, edges, reach);
    expect(found ? Math.abs(found.by) : null, `seed ${seed}`).toBe(nearest <= reach ? nearest : null);
  }
});
