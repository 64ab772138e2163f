import { expect, test } from 'vitest';
import { applyChanges, type NewEvent, noItems, tagEvents } from '#common/domain/index.ts';
import {
  entriesAmong,
  filterEntries,
  listEntries,
  noFilter,
  readLabels,
  writeLabels,
} from '#renderer/events/list-entries.ts';
import { stepsTo } from '#renderer/history/steps-to.ts';
import { coverageOf } from '#renderer/timeline/coverage.ts';

const event = (id: string, codeName: string, start: number, more: Partial<NewEvent> = {}): NewEvent => ({
  id,
  clipId: 'clip',
  codeName,
  range: { start, end: start + 5 },
  labels: [],
  note: '',
  by: { kind: 'person' },
  evidence: [],
  createdAt: '',
  ...more,
});

test('the list shows a clip’s events by time and filters by code, words and author', () => {
  let count = 0;
  const changes = tagEvents(
    noItems,
    [
      event('late', 'Touch', 90, { labels: [{ group: 'Foot', text: 'left' }] }),
      event('early', 'Goal', 10, { by: { kind: 'model', trajectoryId: 't', engine: 'nano' } }),
      event('noted', 'Touch', 50, { note: 'Off the post' }),
      event('other', 'Touch', 1, { clipId: 'another' }),
    ],
    () => `code${count++}`,
  );
  const entries = listEntries(applyChanges(noItems, changes), 'clip');
  const ids = (filter: Partial<typeof noFilter>) =>
    filterEntries(entries, { ...noFilter, ...filter }).map(({ id }) => id);
  expect(ids({})).toEqual(['early', 'noted', 'late']);
  expect(ids({ code: 'Touch' })).toEqual(['noted', 'late']);
  expect(ids({ text: ' LEFT ' })).toEqual(['late']);
  expect(ids({ text: 'post' })).toEqual(['noted']);
  expect(ids({ author: 'model' })).toEqual(['early']);
  expect(entriesAmong(entries, ['noted', 'other', 'gone']).map(({ id }) => id)).toEqual(['noted']);
});

test('labels written as words are read as the same labels', () => {
  const labels = [
    { group: 'Foot', text: 'left' },
    { group: '', text: 'hard' },
  ];
  expect(writeLabels(labels)).toBe('Foot: left, hard');
  expect(readLabels(writeLabels(labels))).toEqual(labels);
  expect(readLabels(' , Foot: , ')).toEqual([]);
});

test('an edit in the history is as many steps away as lie between', () => {
  const entries = [{ undone: true }, { undone: true }, { undone: false }, { undone: false }];
  expect([0, 1, 2, 3, 4].map((place) => stepsTo(entries, place))).toEqual([2, 1, 0, -1, -2]);
});

test('a stretch counts as seen by nobody where neither a person nor a model looked', () => {
  const looks = {
    looks: [{ range: { start: 20, end: 29 }, by: 'model', turn: 1, waiting: false, lane: 0 } as const],
    seen: [{ frame: 22, by: 'model' } as const],
    laneCount: 1,
  };
  const { unseen, sent, personFrames, unseenFrames } = coverageOf([{ start: 0, end: 9 }], looks, 40);
  expect(unseen).toEqual([
    { start: 10, end: 19 },
    { start: 30, end: 39 },
  ]);
  expect([sent, personFrames, unseenFrames]).toEqual([[22], 10, 20]);
});
