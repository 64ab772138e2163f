import { expect, test } from 'vitest';
import { applyChanges, noItems } from '#common/domain/index.ts';
import { drawEvents, type EventPicture, inkOn } from '#renderer/timeline/draw-events.ts';
import { createEventRows } from '#renderer/timeline/event-rows.ts';
import { manyEvents } from '../bench/timeline/many-events.ts';

type Rect = readonly [x: number, y: number, width: number, height: number];

/** A context that notes the rectangles filled with a colour, and the words written. */
function notingContext() {
  const rects: { readonly colour: string; readonly rect: Rect }[] = [];
  const words: string[] = [];
  const context = {
    fillStyle: '',
    fillRect: (...rect: Rect) => rects.push({ colour: context.fillStyle, rect }),
    fillText: (text: string) => words.push(text),
    measureText: (text: string) => ({ width: text.length * 6 }),
    strokeRect: () => {},
    clearRect: () => {},
    save: () => {},
    restore: () => {},
    translate: () => {},
    setLineDash: () => {},
  };
  return { context: context as unknown as CanvasRenderingContext2D, rects, words };
}

const colours = {
  line: 'line',
  text: 'text',
  surface: 'surface',
  model: 'model',
  modelWash: 'wash',
  outline: '',
};
const frameCount = 360_000;
const all = { phases: true, events: true, proposals: true };
const rowsOf = (count: number, codes: number) =>
  createEventRows()(applyChanges(noItems, manyEvents('clip', frameCount, count, codes)), 'clip', all);

function draw(picture: Partial<EventPicture> & Pick<EventPicture, 'rows' | 'scale'>) {
  const noted = notingContext();
  drawEvents(noted.context, {
    offset: 0,
    height: 10_000,
    selected: new Set(),
    pointed: null,
    moved: null,
    colours,
    ...picture,
  });
  return { ...noted, bars: noted.rects.filter(({ colour }) => colour.startsWith('#')) };
}

test('of 5 000 events only those in view are drawn, and only in the rows in view', () => {
  const { rows } = rowsOf(5000, 30);
  const minute = { start: 100_000, end: 103_000, width: 1100 };
  const { bars } = draw({ rows, scale: minute });
  const inView = rows
    .flatMap(({ items }) => items)
    .filter(({ range }) => range.end >= minute.start && range.start < minute.end);
  expect(bars.length).toBe(inView.length);
  const [first, second] = rows;
  if (!first || !second) throw new Error('Rows are expected.');
  const below = draw({ rows, scale: minute, offset: first.height, height: second.height });
  expect(new Set(below.bars.map(({ colour }) => colour))).toEqual(new Set([second.code?.colour]));
});

test('thousands in each column of pixels are drawn as density, one bar a column', () => {
  const { rows } = rowsOf(20_000, 1);
  const width = 400;
  const { bars } = draw({ rows, scale: { start: 0, end: frameCount, width } });
  const ticks = bars.filter(({ rect }) => rect[2] === 1);
  expect(ticks.length).toBeLessThanOrEqual(width + 1);
  expect(new Set(ticks.map(({ rect }) => Math.round(rect[3]))).size).toBeGreaterThan(3);
});

test('words stand in an event where there is room, shortened to it', () => {
  const { rows } = rowsOf(30, 30);
  const row = rows.find(({ items }) => (items[0]?.text.length ?? 0) >= 5);
  const item = row?.items[0];
  if (!row || !item) throw new Error('An event with a label is expected.');
  const start = item.range.start;
  const length = item.range.end - start + 1;
  const wordsAt = (pixels: number) =>
    draw({ rows: [row], scale: { start, end: start + (length * 1000) / pixels, width: 1000 } }).words;
  expect(wordsAt(200)).toEqual([item.text]);
  expect(wordsAt(36)[0]).toMatch(/^[a-z]+…$/);
  expect(wordsAt(20)).toEqual([]);
});

test('words are black or white, whichever is read better', () => {
  expect([inkOn('#f0e442'), inkOn('#0072b2'), inkOn('#000000')]).toEqual(['#000000', '#ffffff', '#ffffff']);
});
