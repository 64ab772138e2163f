import { Readable } from 'node:stream';
import Papa from 'papaparse';
import { type Author, type Label, labelsOfText, splitTexts, toDeepSportError } from '#common/domain/index.ts';
import type { TextSource } from './decode-text.ts';
import {
  type FoundEvent,
  type FoundEvents,
  type FoundTime,
  fitting,
  mostEvents,
  tooManyEvents,
} from './found-event.ts';
import { readFrame, readTime } from './read-time.ts';
import { type Column, columnsByPosition, columnsOf, knownColumns } from './table-columns.ts';
import { withoutGuard } from './write-table.ts';

const separators = ['\t', ';', ',', '|'] as const;
/** A row longer than this is a quotation mark that nobody closed. */
const longestRow = 2 * 2 ** 20;
const unclosed = 'A quotation mark is never closed: what comes after it was not read.';

/**
 * A table with any separator: columns by their names in several wordings, else by position (start, end, code,
 * labels, note). Numbers may have a decimal comma.
 */
export async function readTable({ pieces, remarks: encodingRemarks }: TextSource): Promise<FoundEvents> {
  const events: FoundEvent[] = [];
  const remarks = new Set<string>();
  const source = pieces[Symbol.asyncIterator]();
  const head = await headOf(source);
  const separator = separatorOf(head);
  let columns: readonly Column[] | null = null;
  let sinceRow = 0;

  async function* rest(): AsyncGenerator<string, void, void> {
    if (head !== '') yield head;
    for (let next = await source.next(); !next.done; next = await source.next()) {
      sinceRow += next.value.length;
      if (sinceRow > longestRow) {
        remarks.add(unclosed);
        return;
      }
      if (next.value !== '') yield next.value;
    }
  }

  const takeRow = (cells: readonly string[], parser: { abort: () => void }) => {
    sinceRow = 0;
    if (cells.every((cell) => cell.trim() === '')) return;
    if (columns === null) {
      columns = columnsOf(cells);
      if (columns) return;
      columns = columnsByPosition(cells.length);
      remarks.add(
        'The first line names no column for a start: columns are taken as start, end, code, labels, note.',
      );
    }
    if (events.length >= mostEvents) {
      remarks.add(tooManyEvents);
      parser.abort();
      return;
    }
    events.push(eventOf(cells, columns));
  };

  const stream = Readable.from(rest(), { objectMode: false, encoding: 'utf8' });
  try {
    await new Promise<void>((resolve, reject) => {
      stream.on('error', reject);
      Papa.parse<string[]>(stream, {
        delimiter: separator,
        newline: newlineOf(head),
        step: ({ data, errors }, parser) => {
          if (errors.some(({ code }) => code === 'MissingQuotes')) remarks.add(unclosed);
          takeRow(data, parser);
        },
        complete: () => resolve(),
        error: reject,
      });
    });
  } catch (error) {
    throw toDeepSportError(error);
  } finally {
    stream.destroy();
  }
  const format = separator === '\t' ? 'tsv' : 'csv';
  return { format, events, codes: [], remarks: [...encodingRemarks, ...remarks] };
}

/** Enough of the beginning to tell separator and line ends by. */
async function headOf(source: AsyncIterator<string>): Promise<string> {
  let head = '';
  while (head.length < 16_384) {
    const next = await source.next();
    if (next.done) break;
    head += next.value;
  }
  return head.replace(/^\ufeff/, '');
}

/** The separator that finds most named columns in the first line, else the most columns that lines agree on. */
function separatorOf(head: string): string {
  const score = (separator: string) => {
    const { data } = Papa.parse<string[]>(head.slice(0, 16_384), { delimiter: separator, preview: 10 });
    const [first = []] = data;
    const isEven = data.slice(0, -1).every((row) => row.length === first.length);
    return knownColumns(first) * 100 + (isEven ? first.length : first.length / 100);
  };
  return separators.toSorted((a, b) => score(b) - score(a))[0] ?? ',';
}

/** How lines end, by the first end that stands outside quotation marks. */
function newlineOf(head: string): '\r\n' | '\n' | '\r' {
  let isQuoted = false;
  for (let at = 0; at < head.length; at += 1) {
    const sign = head[at];
    if (sign === '"') isQuoted = !isQuoted;
    else if (!isQuoted && sign === '\n') return '\n';
    else if (!isQuoted && sign === '\r') return head[at + 1] === '\n' ? '\r\n' : '\r';
  }
  return '\n';
}

function eventOf(cells: readonly string[], columns: readonly Column[]): FoundEvent {
  const text = (kind: Column['kind']) => {
    const at = columns.findIndex((column) => column.kind === kind);
    return withoutGuard(cells[at] ?? '');
  };
  const labels = columns.flatMap((column, index): readonly Label[] => {
    const cell = withoutGuard(cells[index] ?? '');
    if (column.kind === 'labels') return labelsOfText(cell);
    return column.kind === 'group'
      ? splitTexts(cell).map((each) => ({ group: column.group, text: each }))
      : [];
  });
  const start = readTime(text('start')) ?? readFrame(text('startFrame'));
  return fitting({
    codeName: text('code'),
    start,
    end: readTime(text('end')) ?? readFrame(text('endFrame')) ?? endAfter(start, readTime(text('duration'))),
    labels,
    note: text('note'),
    clipName: text('clip'),
    by: authorOf(text('author')),
    evidence: (text('evidence').match(/\d{1,9}/g) ?? []).map(Number),
    notes: cells.length > columns.length ? ['more cells than columns: the last are left out'] : [],
  });
}

const endAfter = (start: FoundTime | null, duration: FoundTime | null): FoundTime | null =>
  start?.kind === 'seconds' && duration?.kind === 'seconds'
    ? { kind: 'seconds', seconds: start.seconds + duration.seconds }
    : null;

/** A table says which engine, but not in which question. */
const authorOf = (text: string): Author | null =>
  text === '' || text === 'person' ? null : { kind: 'model', trajectoryId: '', engine: text.slice(0, 200) };
