import { groupPrefix } from './write-table.ts';

/** What a column holds; a group of labels has its name. */
export type Column = { readonly kind: Field } | { readonly kind: 'group'; readonly group: string };

const wordings = {
  clip: ['clip', 'clip name', 'media', 'media file', 'media file name', 'video', 'file', 'source'],
  code: [
    'code',
    'code name',
    'event',
    'event name',
    'category',
    'action',
    'behavior',
    'behaviour',
    'tag',
    'name',
    'row',
    'type',
  ],
  start: [
    'start',
    'start seconds',
    'start time',
    'start s',
    'begin',
    'begin time',
    'begin time ss msec',
    'begin time hh mm ss ms',
    'start sec',
    'from',
    'in',
    'time',
    'timestamp',
    'position',
    'mark in',
    'time s',
  ],
  end: [
    'end',
    'end seconds',
    'end time',
    'end time ss msec',
    'end time hh mm ss ms',
    'end s',
    'end sec',
    'stop',
    'stop s',
    'stop time',
    'finish',
    'to',
    'out',
    'mark out',
  ],
  duration: ['duration', 'duration s', 'duration seconds', 'duration ss msec', 'length', 'length s'],
  startFrame: [
    'start frame',
    'startframe',
    'first frame',
    'frame',
    'frame in',
    'begin frame',
    'image index start',
  ],
  endFrame: ['end frame', 'endframe', 'last frame', 'frame out', 'stop frame', 'image index stop'],
  labels: ['label', 'labels', 'descriptors', 'modifiers', 'tags'],
  note: ['note', 'notes', 'comment', 'comments', 'free text', 'description', 'comment start'],
  author: ['author', 'by'],
  evidence: ['evidence'],
} as const;
type Field = keyof typeof wordings;

const known = new Map<string, Field>(
  (Object.keys(wordings) as Field[]).flatMap((field) =>
    wordings[field].map((word) => [word, field] as const),
  ),
);

/** The order in which tables without a head are read. */
const byPosition: readonly Column[] = [
  { kind: 'start' },
  { kind: 'end' },
  { kind: 'code' },
  { kind: 'labels' },
  { kind: 'note' },
];

const simplified = (head: string): string =>
  head
    .toLowerCase()
    .replace(/[^\p{L}\d]+/gu, ' ')
    .trim();

/** How many of these cells name a column; what a separator is guessed by, too. */
export const knownColumns = (cells: readonly string[]): number =>
  cells.filter((cell) => known.has(simplified(cell)) || cell.startsWith(groupPrefix)).length;

/**
 * The columns that a head names, each field once; any further column is a group of labels. Null where it is no
 * head: then the columns are taken by position.
 */
export function columnsOf(head: readonly string[]): readonly Column[] | null {
  const fields = head.map((cell) => (cell.startsWith(groupPrefix) ? undefined : known.get(simplified(cell))));
  const times = ['start', 'startFrame'] as const;
  if (!times.some((field) => fields.includes(field))) return null;
  // A table may say what it counts as labels by `label` alone.
  const codeAt = fields.includes('code') ? fields.indexOf('code') : fields.indexOf('labels');
  return head.map((cell, index): Column => {
    if (cell.startsWith(groupPrefix)) return { kind: 'group', group: cell.slice(groupPrefix.length) };
    const field = index === codeAt ? 'code' : fields[index];
    const isFirst = field === 'code' ? index === codeAt : fields.indexOf(field) === index;
    // Our own column of labels without a group is told from a list of all labels by its singular.
    if (field === 'labels' && simplified(cell) === 'label' && isFirst) return { kind: 'group', group: '' };
    if (field && isFirst) return { kind: field };
    return { kind: 'group', group: cell.trim() };
  });
}

export const columnsByPosition = (count: number): readonly Column[] =>
  Array.from(
    { length: count },
    (_, index) => byPosition[index] ?? { kind: 'group', group: `Column ${index + 1}` },
  );
