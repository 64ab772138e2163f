import { joinTexts, labelGroups } from '#common/domain/index.ts';
import { type EventsDocument, placeEvents } from './events-document.ts';
import { decimalSeconds } from './exchange-text.ts';

/** Before the name of a group in the head of its column. */
export const groupPrefix = 'label: ';

/**
 * Events as a table (RFC 4180), one column for each group of labels. Seconds are the file's own; the end is where
 * the last frame ends, while the frame numbers are both part of the event. CSV begins with a byte order mark, for
 * without one spreadsheets take UTF-8 for something else; tab-separated text goes to programs and has none.
 */
export function* writeTable(document: EventsDocument, separator: ',' | '\t'): Generator<string> {
  const groups = labelGroups(document.events);
  const row = (cells: readonly string[]) =>
    `${cells.map((cell) => quoted(cell, separator)).join(separator)}\r\n`;
  if (separator === ',') yield '\ufeff';
  const labelHeads = groups.map((group) => (group === '' ? 'label' : `${groupPrefix}${group}`));
  yield row([
    ...['clip', 'code', 'start frame', 'end frame', 'start seconds', 'end seconds'],
    ...labelHeads,
    ...['note', 'author', 'evidence'],
  ]);
  for (const { event, code, clip, start, end } of placeEvents(document)) {
    const { range, labels, note, by, evidence } = event;
    const texts = groups.map((group) =>
      joinTexts(labels.filter((label) => label.group === group).map(({ text }) => text)),
    );
    yield row([
      harmless(clip.info.name),
      harmless(code.name),
      String(range.start),
      String(range.end),
      decimalSeconds(start),
      decimalSeconds(end),
      ...texts.map(harmless),
      harmless(note),
      harmless(by.kind === 'person' ? 'person' : by.engine),
      evidence.join(' '),
    ]);
  }
}

/** What a spreadsheet would take for a formula has an apostrophe before it; so has what begins with one. */
const harmless = (cell: string): string => (/^[=+\-@\t\r']/.test(cell) ? `'${cell}` : cell);

/** The cell as it was before `harmless`. */
export const withoutGuard = (cell: string): string => (/^'[=+\-@\t\r']/.test(cell) ? cell.slice(1) : cell);

const quoted = (cell: string, separator: string): string =>
  /["\r\n]|^\s|\s$/.test(cell) || cell.includes(separator)
    ? `"${cell.toWellFormed().replaceAll('"', '""')}"`
    : cell.toWellFormed();
