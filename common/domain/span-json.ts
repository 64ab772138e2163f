import { frameAtTime } from './frame-at-time.ts';
import type { ReadingClip, Span } from './span.ts';
import { secondsOf } from './span-times.ts';

/** Longer text is no list that a person waits for. */
const longestJson = 200_000;

/**
 * The occurrences of a JSON array of `{start, end, label}`, under the names that engines give these, also as the one
 * array of an object, fenced or not; null where the text is no such thing. Whole numbers are frames, unless a name says
 * seconds; fractions and `mm:ss` are times.
 */
export function readJsonSpans(text: string, clip: ReadingClip): readonly Span[] | null {
  const from = text.search(/[[{]/u);
  const to = Math.max(text.lastIndexOf(']'), text.lastIndexOf('}'));
  if (from < 0 || to <= from || to - from > longestJson) return null;
  const list = listOf(parsed(text.slice(from, to + 1)));
  if (!list?.every(isRecord)) return null;
  return list.flatMap((entry): readonly Span[] => {
    const start = place(entry, starts, clip);
    const end = place(entry, ends, clip) ?? start;
    if (start === null || end === null) return [];
    const name = firstOf(entry, names);
    return [
      {
        name: typeof name === 'string' ? name.trim().slice(0, 80) : '',
        range: { start, end },
        words: JSON.stringify(entry),
      },
    ];
  });
}

const starts = [
  'start',
  'startframe',
  'begin',
  'from',
  'first',
  'firstframe',
  'frame',
  'idxstart',
  'starttime',
  'startseconds',
  'time',
  'timestamp',
];
const ends = ['end', 'endframe', 'to', 'last', 'lastframe', 'idxend', 'endtime', 'endseconds'];
const names = ['label', 'name', 'event', 'code', 'action', 'type', 'phase', 'description', 'title'];

type Entry = Readonly<Record<string, unknown>>;

/** The value under the first of some names, whatever its spelling: `start_frame`, `startFrame`. */
function firstOf(entry: Entry, wanted: readonly string[]): unknown {
  const plain = new Map(
    Object.entries(entry).map(([key, value]) => [key.toLowerCase().replace(/[^a-z]/g, ''), value]),
  );
  return wanted.map((key) => plain.get(key)).find((value) => value !== undefined && value !== null);
}

function place(entry: Entry, wanted: readonly string[], { times }: ReadingClip): number | null {
  const value = firstOf(entry, wanted);
  const isClock = typeof value === 'string' && /^\d{1,2}(?::\d{1,2})+(?:[.,]\d+)?$/.test(value.trim());
  const isDigits = typeof value === 'string' && /^\d{1,9}(?:\.\d+)?$/.test(value.trim());
  const number = isClock ? secondsOf(value) : isDigits ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number < 0) return null;
  const key = Object.keys(entry).find((each) => entry[each] === value) ?? '';
  if (!isClock && Number.isInteger(number) && !/time|second/i.test(key)) return number;
  return times ? frameAtTime(times.timestampsSeconds, number) : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function listOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (!isRecord(value)) return undefined;
  const lists = Object.values(value).filter((each) => Array.isArray(each));
  return lists.length === 1 ? lists[0] : undefined;
}
