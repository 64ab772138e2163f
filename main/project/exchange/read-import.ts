import { type CodeWindow, DeepSportError } from '#common/domain/index.ts';
import { codeWindowMark, readCodeWindow } from './code-window-file.ts';
import { decodeText, type TextSource } from './decode-text.ts';
import type { FoundEvents } from './found-event.ts';
import { readJsonLines } from './read-json-lines.ts';
import { readSportscode } from './read-sportscode.ts';
import { readTable } from './read-table.ts';

export type ReadImport =
  | { readonly kind: 'events'; readonly found: FoundEvents }
  | { readonly kind: 'code-window'; readonly codeWindow: CodeWindow };

/**
 * What a file from elsewhere holds, by what is in it and not by its name: Sportscode's XML, a table, JSON lines or
 * a code window. Of a file that is damaged, what could be read, and a remark. Throws FILE_EMPTY, BAD_INPUT where
 * there is nothing of the kind in it, and CANCELLED.
 */
export async function readImport(
  fileName: string,
  bytes: AsyncIterable<Uint8Array>,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<ReadImport> {
  const decoded = decodeText(bytes, signal);
  const { head, source } = await peek(decoded);
  const begin = head.replace(/^\ufeff/, '').trimStart();
  if (begin === '') throw new DeepSportError('FILE_EMPTY', `${fileName} is empty.`, { fileName });
  if (begin.startsWith('<')) {
    const { isSportscode, ...found } = await readSportscode(source);
    if (!isSportscode) throw noEvents(fileName, 'holds no instances of Sportscode');
    return { kind: 'events', found };
  }
  if (/^[{[]/.test(begin)) {
    if (begin.slice(0, 400).includes(codeWindowMark)) {
      return { kind: 'code-window', codeWindow: await readCodeWindow(fileName, source.pieces) };
    }
    const { isEvents, ...found } = await readJsonLines(source);
    if (!isEvents) throw noEvents(fileName, 'has no events as JSON, one a line');
    return { kind: 'events', found };
  }
  if (begin.includes('\0')) throw noEvents(fileName, 'is no text');
  const found = await readTable(source);
  if (!found.events.some(({ start }) => start !== null)) {
    throw noEvents(fileName, 'has no column with the times at which events start');
  }
  return { kind: 'events', found };
}

const noEvents = (fileName: string, what: string): DeepSportError =>
  new DeepSportError(
    'BAD_INPUT',
    `${fileName} ${what}. Choose a Sportscode XML file, a table (CSV or TSV), JSON lines, or a code window.`,
    { fileName },
  );

/** The beginning of a text, and the whole of it again. */
async function peek({ pieces, remarks }: TextSource): Promise<{ head: string; source: TextSource }> {
  const iterator = pieces[Symbol.asyncIterator]();
  let head = '';
  while (head.trim() === '' || head.length < 400) {
    const next = await iterator.next();
    if (next.done) break;
    // A file of nothing but white space must not be kept.
    head = head.trim() === '' ? next.value : head + next.value;
  }
  async function* again(): AsyncGenerator<string, void, void> {
    yield head;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  }
  return { head, source: { remarks, pieces: again() } };
}
