import {
  closeSync,
  fdatasyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { z } from 'zod';
import { syncFolder, writeDurably } from './durable-files.ts';
import { stampOf } from './stamp.ts';
import { type StatementName, statements, type Write } from './statements.ts';

/** What the journal continues: its first line. */
export type JournalHeader = {
  /** The stamp of the last good copy, from which the lines go on. */
  readonly stamp: string;
  /** SHA-256 of that copy's file. */
  readonly copy: string;
  /** SHA-256 of the project's file, where it was closed and holds the same; null while it is open. */
  readonly closed: string | null;
  /** ISO 8601, UTC: when the copy was made. */
  readonly at: string;
};

/** All that one transaction wrote. */
export type JournalLine = {
  readonly stamp: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly writes: readonly Write[];
  /** Where the line ends in the file. */
  readonly end: number;
};

export type JournalContent = { readonly header: JournalHeader; readonly lines: readonly JournalLine[] };

const headerSchema: z.ZodType<JournalHeader> = z.object({
  stamp: z.string(),
  copy: z.string(),
  closed: z.string().nullable(),
  at: z.string(),
});

const names = Object.keys(statements) as [StatementName, ...StatementName[]];
const lineSchema: z.ZodType<Pick<JournalLine, 'at' | 'writes'>> = z.object({
  at: z.string(),
  writes: z.array(z.tuple([z.enum(names)], z.union([z.string(), z.number(), z.null()]))),
});

const lineOf = (before: string, body: string) => `${stampOf(before, body)} ${body}\n`;

/** What can be read of a journal; undefined where not even its first line can. It ends where a line is cut. */
export function readJournal(file: string): JournalContent | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    return undefined;
  }
  let header: JournalHeader | undefined;
  const lines: JournalLine[] = [];
  let stamp = '';
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(10, start);
    if (newline < 0) break;
    const end = newline + 1;
    const text = bytes.toString('utf8', start, newline);
    const body = text.slice(17);
    if (text.slice(0, 16) !== stampOf(stamp, body)) break;
    const value: unknown = JSON.parse(body);
    if (!header) {
      const read = headerSchema.safeParse(value);
      if (!read.success) return undefined;
      header = read.data;
      stamp = header.stamp;
    } else {
      const read = lineSchema.safeParse(value);
      // Written by a later version: what it means is not known here.
      if (!read.success) break;
      stamp = text.slice(0, 16);
      lines.push({ stamp, end, ...read.data });
    }
    start = end;
  }
  return header && { header, lines };
}

/** The journal of the project that is open here. Each line is on disk when `append` returns. */
export interface Journal extends Disposable {
  readonly header: JournalHeader;
  /** Bytes of the lines since the last good copy. */
  readonly grown: number;
  /** Adds a line and gives its stamp. */
  append(line: Pick<JournalLine, 'at' | 'writes'>): string;
  /** Takes the line added last away again: what it tells was not done. */
  takeBack(): void;
  /** Begins anew from another copy; lines that followed it are kept. */
  restart(header: JournalHeader): void;
}

/** Goes on with what was read of a journal; or, where `isNew`, begins one in place of whatever lies there. */
export function openJournal(file: string, content: JournalContent, isNew: boolean): Journal {
  let { header } = content;
  /** Ends of the lines by their stamps, in order. */
  let ends: { readonly stamp: string; readonly end: number }[] = content.lines.map(({ stamp, end }) => ({
    stamp,
    end,
  }));
  let headerEnd = Buffer.byteLength(lineOf('', JSON.stringify(header)));
  let descriptor: number | undefined;
  const size = () => ends.at(-1)?.end ?? headerEnd;
  const lastStamp = () => ends.at(-1)?.stamp ?? header.stamp;

  /** What stays behind where this fails is written over by the next line. */
  const shorten = (length: number): void => {
    try {
      if (descriptor !== undefined) ftruncateSync(descriptor, length);
    } catch {
      // Nothing more can be done.
    }
  };

  const begin = (next: JournalHeader, rest: Uint8Array): void => {
    const first = Buffer.from(lineOf('', JSON.stringify(next)));
    writeDurably(`${file}.part`, Buffer.concat([first, rest]));
    // Closed first: Windows does not replace what is open.
    if (descriptor !== undefined) closeSync(descriptor);
    descriptor = undefined;
    renameSync(`${file}.part`, file);
    descriptor = openSync(file, 'r+');
    syncFolder(file);
    header = next;
    headerEnd = first.byteLength;
  };

  if (isNew) {
    begin(header, new Uint8Array());
  } else {
    descriptor = openSync(file, 'r+');
    // The rest of a line that was cut must not follow the next one.
    shorten(size());
  }

  return {
    get header() {
      return header;
    },
    get grown() {
      return size() - headerEnd;
    },
    append(line) {
      if (descriptor === undefined) throw new Error('The journal is closed.');
      const body = JSON.stringify(line);
      const stamp = stampOf(lastStamp(), body);
      const bytes = Buffer.from(`${stamp} ${body}\n`);
      const start = size();
      try {
        for (let written = 0; written < bytes.length; ) {
          written += writeSync(descriptor, bytes, written, bytes.length - written, start + written);
        }
        fdatasyncSync(descriptor);
      } catch (error) {
        shorten(start);
        throw error;
      }
      ends.push({ stamp, end: start + bytes.length });
      return stamp;
    },
    takeBack() {
      ends.pop();
      shorten(size());
    },
    restart(next) {
      // All of it is in the copy, or what follows the copy's stamp is kept.
      const start =
        next.stamp === header.stamp
          ? headerEnd
          : (ends.find(({ stamp }) => stamp === next.stamp)?.end ?? size());
      const rest = Buffer.alloc(size() - start);
      if (descriptor !== undefined && rest.length > 0) readSync(descriptor, rest, 0, rest.length, start);
      const followers = ends.filter(({ end }) => end > start);
      begin(next, rest);
      ends = followers.map(({ stamp, end }) => ({ stamp, end: end - start + headerEnd }));
    },
    [Symbol.dispose]() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}
