import type { FrameRange } from '#common/domain/index.ts';
import { mostLanes, placesBetween, type RowItem } from './event-lanes.ts';
import { barBox, tickPixels } from './event-places.ts';
import type { EventRow } from './event-rows.ts';
import { pixelsPerFrame, type Scale } from './scale.ts';

/** What is drawn of the rows of events. */
export type EventPicture = {
  readonly rows: readonly EventRow[];
  readonly scale: Scale;
  /** Pixels of the rows above what is seen, and pixels seen. */
  readonly offset: number;
  readonly height: number;
  readonly selected: ReadonlySet<string>;
  readonly pointed: string | null;
  /** Where what is being dragged stands for now. */
  readonly moved: ReadonlyMap<string, FrameRange> | null;
  /** Lines, text and washes of the page's theme. */
  readonly colours: EventColours;
};

export type EventColours = {
  readonly line: string;
  readonly text: string;
  readonly surface: string;
  readonly model: string;
  readonly modelWash: string;
  readonly outline: string;
};

const font = '11px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
/** Text is shown from this width on. */
const roomForText = 26;
/** Events in view for each column of pixels from which on a row is drawn as density. */
const crowdedShare = 0.5;

/** So many dragged events are also looked for outside of what is in view. */
const mostDragged = 200;

/** Draws the rows in view and of them the events in view; crowded ticks as density. */
export function drawEvents(context: CanvasRenderingContext2D, picture: EventPicture): void {
  const { rows, scale, offset, height, colours } = picture;
  context.clearRect(0, 0, scale.width, height);
  context.save();
  context.translate(0, -offset);
  context.font = font;
  context.textBaseline = 'middle';
  const outlined: Outlined[] = [];
  for (const row of rows) {
    if (row.top + row.height <= offset || row.top >= offset + height) continue;
    context.fillStyle = colours.line;
    context.fillRect(0, row.top + row.height - 1, scale.width, 1);
    context.globalAlpha = row.code?.locked ? 0.5 : 1;
    drawRow(context, row, picture, outlined);
    context.globalAlpha = 1;
  }
  for (const each of outlined) drawOutline(context, each, picture);
  context.restore();
}

type Bar = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
type Outlined = Bar & { readonly strong: boolean };

function drawRow(
  context: CanvasRenderingContext2D,
  row: EventRow,
  { scale, selected, pointed, moved, colours }: EventPicture,
  outlined: Outlined[],
): void {
  const perFrame = pixelsPerFrame(scale);
  const views = row.lanes.map((lane) => placesBetween(lane, scale.start, scale.end));
  const inView = views.reduce((sum, { from, to }) => sum + to - from, 0);
  // So many that they would hide each other: how many there are is drawn instead of each.
  const crowded = row.code !== null && inView > scale.width * crowdedShare;
  const counts = crowded ? new Uint16Array(Math.ceil(scale.width) + 1) : null;
  const texts: (Bar & { readonly item: RowItem })[] = [];
  row.lanes.forEach((lane, at) => {
    const { from, to } = views[at] ?? { from: 0, to: 0 };
    const boxes = Array.from({ length: mostLanes + 1 }, (_, share) => barBox(row, at, share));
    let lastTick = -1;
    const draw = (item: RowItem, place: number): void => {
      const range = moved?.get(item.id) ?? item.range;
      const exact = (range.start - scale.start) * perFrame;
      const wide = (range.end - range.start + 1) * perFrame;
      const box = boxes[lane.shares[place] ?? 1];
      if (!box || exact + wide < 0 || exact > scale.width) return;
      const marked = selected.has(item.id) || item.id === pointed;
      if (wide < tickPixels && !marked) {
        const column = Math.max(0, Math.round(exact));
        if (counts) counts[column] = (counts[column] ?? 0) + 1;
        else if (column !== lastTick) {
          lastTick = column;
          context.fillStyle = item.colour || colours.model;
          context.fillRect(column, box.top, 2, box.height);
        }
        return;
      }
      const x = Math.max(-4, Math.round(exact));
      const right = Math.min(scale.width + 4, Math.round(exact + wide));
      // A pixel between neighbours, so that two are not one.
      const bar = { x, y: box.top, width: Math.max(2, right - x - (wide > 5 ? 1 : 0)), height: box.height };
      drawBar(context, item, bar, colours);
      if (bar.width >= roomForText && bar.height >= 10 && item.text !== '') texts.push({ ...bar, item });
      if (marked) outlined.push({ ...bar, strong: selected.has(item.id) });
    };
    for (let place = from; place < to; place += 1) {
      const item = lane.items[place];
      if (item) draw(item, place);
    }
    // What is dragged into view from outside of it.
    if (moved && moved.size <= mostDragged) {
      lane.items.forEach((item, place) => {
        if ((place < from || place >= to) && moved.has(item.id)) draw(item, place);
      });
    }
  });
  if (counts) drawDensity(context, row, counts);
  for (const each of texts) drawText(context, each, colours);
}

function drawBar(context: CanvasRenderingContext2D, item: RowItem, bar: Bar, colours: EventColours): void {
  const { x, y, width, height } = bar;
  if (item.kind === 'proposal') {
    context.fillStyle = colours.modelWash;
    context.fillRect(x, y, width, height);
    context.strokeStyle = colours.model;
    context.lineWidth = 1;
    context.setLineDash([4, 3]);
    context.strokeRect(x + 0.5, y + 0.5, Math.max(1, width - 1), height - 1);
    context.setLineDash([]);
    return;
  }
  context.fillStyle = item.colour;
  context.fillRect(x, y, width, height);
  if (colours.outline !== '' && width > 3) {
    context.strokeStyle = colours.outline;
    context.lineWidth = 1;
    context.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
  }
}

/** Of each column of pixels, how many ticks stand there, against the most of any. */
function drawDensity(context: CanvasRenderingContext2D, row: EventRow, counts: Uint16Array): void {
  const most = counts.reduce((highest, count) => Math.max(highest, count), 3);
  const box = { top: row.top + 3, height: row.height - 7 };
  context.fillStyle = row.code?.colour ?? '';
  for (let x = 0; x < counts.length; x += 1) {
    const count = counts[x] ?? 0;
    if (count === 0) continue;
    const bar = box.height * (0.2 + (0.8 * count) / most);
    context.fillRect(x, box.top + box.height - bar, 1, bar);
  }
}

function drawOutline(context: CanvasRenderingContext2D, bar: Outlined, { colours }: EventPicture): void {
  const { x, y, width, height, strong } = bar;
  context.lineWidth = strong ? 2 : 1;
  context.strokeStyle = colours.surface;
  if (strong) context.strokeRect(x - 2, y - 2, width + 4, height + 4);
  context.strokeStyle = colours.text;
  const out = strong ? 1 : 0.5;
  context.strokeRect(x - out, y - out, width + 2 * out, height + 2 * out);
}

const widths = new Map<string, number>();

function widthOf(context: CanvasRenderingContext2D, text: string): number {
  let width = widths.get(text);
  if (width === undefined) {
    width = context.measureText(text).width;
    if (widths.size > 5000) widths.clear();
    widths.set(text, width);
  }
  return width;
}

function drawText(
  context: CanvasRenderingContext2D,
  { item, x, y, width, height }: Bar & { readonly item: RowItem },
  colours: EventColours,
): void {
  const left = Math.max(2, x + 5);
  const room = x + width - 4 - left;
  const whole = widthOf(context, item.text);
  const isWhole = whole <= room;
  const letters = Math.floor(((room - widthOf(context, '…')) / whole) * item.text.length);
  if (!isWhole && letters < 2) return;
  const words = isWhole ? item.text : `${item.text.slice(0, letters).trimEnd()}…`;
  context.fillStyle = item.kind === 'proposal' ? colours.model : inkOn(item.colour);
  context.fillText(words, left, y + height / 2 + 0.5);
}

const inks = new Map<string, string>();

/** Black or white, whichever is read better on a colour (WCAG's relative luminance). */
export function inkOn(colour: string): string {
  const known = inks.get(colour);
  if (known) return known;
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
  const ink = luminance > 0.179 ? '#000000' : '#ffffff';
  inks.set(colour, ink);
  return ink;
}
