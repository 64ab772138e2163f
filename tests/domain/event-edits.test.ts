import { expect, test } from 'vitest';
import {
  addLabel,
  applyChanges,
  changeCode,
  codesInOrder,
  frameRangeLength,
  mergeEvents,
  moveCode,
  moveEvents,
  type NewEvent,
  newCode,
  nextColour,
  noItems,
  nudgeEvents,
  placeCode,
  putItem,
  type RecordChange,
  type RecordItems,
  recodeEvents,
  removeCode,
  removeEvents,
  removeLabel,
  setEventRange,
  splitEvents,
  tagEvents,
  trimEvents,
} from '#common/domain/index.ts';
import { createRandom, type Random } from '../random.ts';

const frameCount = 500;

function ids() {
  let count = 0;
  return () => `id${count++}`;
}

const newEvent = (id: string, codeName: string, start: number, end: number): NewEvent => ({
  id,
  clipId: 'clip',
  codeName,
  range: { start, end },
  labels: [],
  note: '',
  by: { kind: 'person' },
  evidence: [],
  createdAt: '2026-01-01T00:00:00.000Z',
});

function tagged(events: readonly NewEvent[], createId = ids()): RecordItems {
  return applyChanges(noItems, tagEvents(noItems, events, createId));
}
const codeOf = (items: RecordItems, name: string) => {
  const code = [...items.code.values()].find((each) => each.name === name);
  if (!code) throw new Error(`No code ${name}.`);
  return code;
};
const lock = (items: RecordItems, name: string) =>
  applyChanges(items, changeCode(items, codeOf(items, name).id, { locked: true }));

test('events under a name that is missing make one code each, in the next colour and place', () => {
  const items = tagged([
    newEvent('a', 'Touch', 1, 2),
    newEvent('b', ' Touch ', 3, 4),
    newEvent('c', 'Goal', 5, 6),
  ]);
  const codes = codesInOrder(items.code.values());
  expect(codes.map(({ name, order }) => [name, order])).toEqual([
    ['Touch', 0],
    ['Goal', 1],
  ]);
  expect(new Set(codes.map(({ colour }) => colour)).size).toBe(2);
  expect(nextColour(codes)).not.toBe(codes[0]?.colour);
});

test('nothing is tagged, moved, trimmed, labelled, merged or removed under a locked code', () => {
  const open = tagged([
    newEvent('a', 'Touch', 10, 20),
    newEvent('b', 'Touch', 30, 40),
    newEvent('c', 'Goal', 5, 6),
  ]);
  const items = lock(open, 'Touch');
  const all = ['a', 'b'];
  const label = { group: 'Foot', text: 'left' };
  expect(tagEvents(items, [newEvent('d', 'Touch', 1, 2)], ids())).toEqual([]);
  expect(moveEvents(items, all, 5, frameCount)).toEqual([]);
  expect(trimEvents(items, all, 'end', 50, frameCount)).toEqual([]);
  expect(splitEvents(items, all, 15, ids())).toEqual([]);
  expect(mergeEvents(items, all)).toEqual([]);
  expect(addLabel(items, all, label)).toEqual([]);
  expect(recodeEvents(items, ['c'], 'Touch', ids())).toEqual([]);
  expect(removeEvents(items, all)).toEqual([]);
  expect(removeCode(items, codeOf(items, 'Touch').id)).toEqual([]);
});

test('a move of several events stops where the first of them meets the end of the clip', () => {
  const items = tagged([newEvent('a', 'Touch', 10, 20), newEvent('b', 'Touch', 480, 490)]);
  const after = applyChanges(items, moveEvents(items, ['a', 'b'], 100, frameCount));
  expect([after.event.get('a')?.range, after.event.get('b')?.range]).toEqual([
    { start: 19, end: 29 },
    { start: 489, end: 499 },
  ]);
});

test('a split gives two events that cover what the one did, and merging them gives it again', () => {
  const items = tagged([newEvent('a', 'Touch', 10, 20)]);
  const split = applyChanges(
    items,
    splitEvents(items, ['a'], 15, () => 'later'),
  );
  expect([split.event.get('a')?.range, split.event.get('later')?.range]).toEqual([
    { start: 10, end: 14 },
    { start: 15, end: 20 },
  ]);
  const merged = applyChanges(split, mergeEvents(split, ['later', 'a']));
  expect([...merged.event.values()]).toEqual([...items.event.values()]);
});

test('events of different codes are not merged with each other', () => {
  const items = tagged([newEvent('a', 'Touch', 10, 20), newEvent('b', 'Goal', 15, 25)]);
  expect(mergeEvents(items, ['a', 'b'])).toEqual([]);
});

test('a label is given once and taken from all', () => {
  const items = tagged([newEvent('a', 'Touch', 10, 20), newEvent('b', 'Touch', 30, 40)]);
  const label = { group: 'Foot', text: 'left' };
  const once = applyChanges(items, addLabel(items, ['a'], label));
  expect(addLabel(once, ['a', 'b'], label).map(({ id }) => id)).toEqual(['b']);
  const both = applyChanges(once, addLabel(once, ['b'], label));
  const none = applyChanges(both, removeLabel(both, ['a', 'b'], label));
  expect([...none.event.values()].flatMap(({ labels }) => labels)).toEqual([]);
});

test('a code takes its name to open proposals and buttons, and never the name of another', () => {
  const items = applyChanges(tagged([newEvent('a', 'Touch', 1, 2), newEvent('b', 'Goal', 1, 2)]), [
    putItem({
      kind: 'proposal',
      id: 'p',
      clipId: 'clip',
      codeName: 'Touch',
      range: { start: 1, end: 2 },
      labels: [],
      note: '',
      trajectoryId: 't',
      engine: 'nano',
      evidence: [],
      doubt: null,
      status: 'open',
      eventId: null,
      createdAt: '2026-01-01T00:00:00.000Z',
    }),
  ]);
  const { id } = codeOf(items, 'Touch');
  expect(changeCode(items, id, { name: 'Goal' })).toEqual([]);
  const after = applyChanges(items, changeCode(items, id, { name: 'First touch' }));
  expect(after.proposal.get('p')?.codeName).toBe('First touch');
});

test('codes are put among those of their role, whatever stands between', () => {
  let items: RecordItems = noItems;
  for (const name of ['A', 'B', 'C', 'D']) {
    items = applyChanges(items, [putItem(newCode(items.code.values(), { id: name, name }))]);
  }
  items = applyChanges(items, changeCode(items, 'B', { role: 'phase' }));
  const eventCodes = (now: RecordItems) =>
    codesInOrder(now.code.values()).flatMap(({ id, role }) => (role === 'event' ? [id] : []));
  expect(eventCodes(applyChanges(items, placeCode(items, 'A', 2)))).toEqual(['C', 'D', 'A']);
  expect(eventCodes(applyChanges(items, moveCode(items, 'D', -1)))).toEqual(['A', 'D', 'C']);
  expect(moveCode(items, 'A', -1)).toEqual([]);
});

/** One edit of a kind that a person could make, of what is there. */
function anyEdit(items: RecordItems, random: Random, createId: () => string): readonly RecordChange[] {
  const events = [...items.event.keys()];
  const chosen = events.filter(() => random.next() < 0.3);
  const code = random.pick([...items.code.values()]);
  const frame = random.integer(700) - 100;
  const edge = random.pick(['start', 'end'] as const);
  const name = random.pick(['Touch', 'Goal', 'Pass', 'New']);
  const start = random.integer(frameCount);
  const edits = [
    () =>
      tagEvents(items, [newEvent(createId(), name, start, Math.min(frameCount - 1, start + 9))], createId),
    () => moveEvents(items, chosen, frame, frameCount),
    () => trimEvents(items, chosen, edge, frame, frameCount),
    () => nudgeEvents(items, chosen, edge, frame, frameCount),
    () => splitEvents(items, chosen, frame, createId),
    () => mergeEvents(items, chosen),
    () => recodeEvents(items, chosen, name, createId),
    () => setEventRange(items, random.pick(events) ?? '', { start: frame, end: start }, frameCount),
    () => removeEvents(items, chosen.slice(0, 1)),
    () => (code ? changeCode(items, code.id, { locked: !code.locked, name }) : []),
    () => (code ? placeCode(items, code.id, random.integer(5)) : []),
    () => (code && random.next() < 0.2 ? removeCode(items, code.id) : []),
  ];
  return random.pick(edits)();
}

test('whatever is edited, events stay whole and inside the clip, under codes with names of their own; what is locked stays', () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const random = createRandom(seed);
    const createId = ids();
    let items = tagged([newEvent('a', 'Touch', 1, 20), newEvent('b', 'Goal', 3, 4)], createId);
    for (let step = 0; step < 60; step += 1) {
      const changes = anyEdit(items, random, createId);
      const after = applyChanges(items, changes);
      for (const { kind, id } of changes) {
        const before = kind === 'event' ? items.event.get(id) : undefined;
        if (before) expect(items.code.get(before.codeId)?.locked ?? false, `seed ${seed}`).toBe(false);
      }
      for (const { range, codeId } of after.event.values()) {
        expect(
          frameRangeLength(range) >= 1 && range.start >= 0 && range.end < frameCount,
          `seed ${seed}`,
        ).toBe(true);
        expect(after.code.has(codeId), `seed ${seed}`).toBe(true);
      }
      const names = [...after.code.values()].map(({ name }) => name);
      expect(new Set(names).size, `seed ${seed}`).toBe(names.length);
      items = after;
    }
  }
});

test('moving there and back leaves events as they were, as long as nothing meets the end', () => {
  for (let seed = 1; seed <= 50; seed += 1) {
    const random = createRandom(seed);
    const start = 100 + random.integer(300);
    const items = tagged([newEvent('a', 'Touch', start, start), newEvent('b', 'Touch', 100, start)]);
    const by = random.integer(199) - 99;
    const moved = applyChanges(items, moveEvents(items, ['a', 'b'], by, frameCount));
    const back = applyChanges(moved, moveEvents(moved, ['a', 'b'], -by, frameCount));
    expect([...back.event.values()], `seed ${seed}`).toEqual([...items.event.values()]);
  }
});
