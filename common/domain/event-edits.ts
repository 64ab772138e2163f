import { codeNamed, newCode } from './code-edits.ts';
import type { FrameRange } from './frame-range.ts';
import { putItem, type RecordChange, type RecordItems, removeItem } from './project-record.ts';
import type { Code, Label, ProjectEvent } from './record-items.ts';

/** Evidence that one event may carry, as the contract has it. */
const mostEvidence = 1000;
const mostNote = 4000;

/** The nearest range that lies inside a clip and holds at least one frame. */
export function rangeInside({ start, end }: FrameRange, frameCount: number): FrameRange {
  const clamp = (frame: number) => Math.max(0, Math.min(frameCount - 1, Math.round(frame)));
  const first = clamp(Math.min(start, end));
  return { start: first, end: Math.max(first, clamp(Math.max(start, end))) };
}

/** An event as whoever makes it knows it: its code by name, for that may not exist yet. */
export type NewEvent = Omit<ProjectEvent, 'kind' | 'codeId'> & { readonly codeName: string };

/**
 * New events with the codes that are missing, each made once. Ranges are taken as they are: see `rangeInside`. An
 * event under a locked code is left out, so an id that no change names was refused.
 */
export function tagEvents(
  items: RecordItems,
  events: readonly NewEvent[],
  createId: () => string,
): readonly RecordChange[] {
  const codes: Code[] = [...items.code.values()];
  return events.flatMap(({ codeName, ...event }) => {
    const known = codeNamed(codes, codeName);
    if (known?.locked) return [];
    const code = known ?? newCode(codes, { id: createId(), name: codeName });
    if (!known) codes.push(code);
    return [...(known ? [] : [putItem(code)]), putItem({ kind: 'event', ...event, codeId: code.id })];
  });
}

/** The events of some ids that may be changed: they exist, and their codes are not locked. */
export function changeableEvents(items: RecordItems, ids: Iterable<string>): readonly ProjectEvent[] {
  const found: ProjectEvent[] = [];
  for (const id of new Set(ids)) {
    const event = items.event.get(id);
    if (event && !items.code.get(event.codeId)?.locked) found.push(event);
  }
  return found;
}

const putWhereChanged = (
  events: readonly ProjectEvent[],
  change: (event: ProjectEvent) => FrameRange,
): readonly RecordChange[] =>
  events.flatMap((event) => {
    const range = change(event);
    const same = range.start === event.range.start && range.end === event.range.end;
    return same ? [] : [putItem({ ...event, range })];
  });

/** One event over another range. */
export const setEventRange = (
  items: RecordItems,
  id: string,
  range: FrameRange,
  frameCount: number,
): readonly RecordChange[] =>
  putWhereChanged(changeableEvents(items, [id]), () => rangeInside(range, frameCount));

/** Events moved together by some frames, just so far that all of them stay inside the clip with their lengths. */
export function moveEvents(
  items: RecordItems,
  ids: Iterable<string>,
  by: number,
  frameCount: number,
): readonly RecordChange[] {
  const events = changeableEvents(items, ids);
  const moved = moveWithin(
    events.map(({ range }) => range),
    by,
    frameCount,
  );
  return putWhereChanged(events, ({ range }) => ({ start: range.start + moved, end: range.end + moved }));
}

/** How far ranges can move together when they are to move so far. */
export function moveWithin(ranges: readonly FrameRange[], by: number, frameCount: number): number {
  if (ranges.length === 0) return 0;
  const first = ranges.reduce((least, { start }) => Math.min(least, start), Number.POSITIVE_INFINITY);
  const last = ranges.reduce((most, { end }) => Math.max(most, end), 0);
  return Math.max(-first, Math.min(Math.max(0, frameCount - 1 - last), Math.round(by)));
}

export type Edge = 'start' | 'end';

/** A range with one edge put to a frame; it does not pass the other edge and stays inside the clip. */
export function trimRange(range: FrameRange, edge: Edge, frame: number, frameCount: number): FrameRange {
  const to = Math.max(0, Math.min(frameCount - 1, Math.round(frame)));
  return edge === 'start'
    ? { start: Math.min(to, range.end), end: range.end }
    : { start: range.start, end: Math.max(to, range.start) };
}

/** One edge of events put to a frame. */
export const trimEvents = (
  items: RecordItems,
  ids: Iterable<string>,
  edge: Edge,
  frame: number,
  frameCount: number,
): readonly RecordChange[] =>
  putWhereChanged(changeableEvents(items, ids), ({ range }) => trimRange(range, edge, frame, frameCount));

/** One edge of events moved by some frames. */
export const nudgeEvents = (
  items: RecordItems,
  ids: Iterable<string>,
  edge: Edge,
  by: number,
  frameCount: number,
): readonly RecordChange[] =>
  putWhereChanged(changeableEvents(items, ids), ({ range }) =>
    trimRange(range, edge, range[edge] + by, frameCount),
  );

/** Events cut in two before a frame, where it lies inside them; the later part is new and has the same labels. */
export function splitEvents(
  items: RecordItems,
  ids: Iterable<string>,
  frame: number,
  createId: () => string,
): readonly RecordChange[] {
  return changeableEvents(items, ids).flatMap((event) => {
    const { start, end } = event.range;
    if (frame <= start || frame > end) return [];
    return [
      putItem({ ...event, range: { start, end: frame - 1 } }),
      putItem({ ...event, id: createId(), range: { start: frame, end } }),
    ];
  });
}

/** Events of the same code and clip made one, from the first start to the last end, with all labels and notes. */
export function mergeEvents(items: RecordItems, ids: Iterable<string>): readonly RecordChange[] {
  const groups = Map.groupBy(changeableEvents(items, ids), ({ codeId, clipId }) => `${clipId} ${codeId}`);
  return [...groups.values()].flatMap((group) => {
    const events = group.toSorted((a, b) => a.range.start - b.range.start);
    const [first, ...rest] = events;
    if (!first || rest.length === 0) return [];
    const notes = events.map(({ note }) => note.trim()).filter((note) => note !== '');
    const evidence = new Set(events.flatMap((event) => event.evidence));
    const merged: ProjectEvent = {
      ...first,
      range: { start: first.range.start, end: Math.max(...events.map(({ range }) => range.end)) },
      labels: withoutRepeats(events.flatMap(({ labels }) => labels)),
      note: [...new Set(notes)].join('\n').slice(0, mostNote),
      evidence: [...evidence].sort((a, b) => a - b).slice(0, mostEvidence),
    };
    return [putItem(merged), ...rest.map(removeItem)];
  });
}

/** Events counted under another code, made where it is missing; under a locked one nothing goes. */
export function recodeEvents(
  items: RecordItems,
  ids: Iterable<string>,
  codeName: string,
  createId: () => string,
): readonly RecordChange[] {
  if (codeName.trim() === '') return [];
  const known = codeNamed(items.code.values(), codeName);
  if (known?.locked) return [];
  const events = changeableEvents(items, ids).filter(({ codeId }) => codeId !== known?.id);
  if (events.length === 0) return [];
  const code = known ?? newCode(items.code.values(), { id: createId(), name: codeName });
  return [
    ...(known ? [] : [putItem(code)]),
    ...events.map((event) => putItem({ ...event, codeId: code.id })),
  ];
}

export const isSameLabel = (a: Label, b: Label): boolean => a.group === b.group && a.text === b.text;

const withoutRepeats = (labels: readonly Label[]): readonly Label[] =>
  labels.filter((label, at) => labels.findIndex((other) => isSameLabel(other, label)) === at);

/** A label given to the events that do not have it yet. */
export const addLabel = (items: RecordItems, ids: Iterable<string>, label: Label): readonly RecordChange[] =>
  changeableEvents(items, ids)
    .filter(({ labels }) => !labels.some((each) => isSameLabel(each, label)))
    .map((event) => putItem({ ...event, labels: [...event.labels, label] }));

/** A label taken from the events that have it. */
export const removeLabel = (
  items: RecordItems,
  ids: Iterable<string>,
  label: Label,
): readonly RecordChange[] =>
  changeableEvents(items, ids)
    .filter(({ labels }) => labels.some((each) => isSameLabel(each, label)))
    .map((event) => putItem({ ...event, labels: event.labels.filter((each) => !isSameLabel(each, label)) }));

/** Labels and note of one event as a person wrote them. */
export function describeEvent(
  items: RecordItems,
  id: string,
  { labels, note }: Partial<Pick<ProjectEvent, 'labels' | 'note'>>,
): readonly RecordChange[] {
  return changeableEvents(items, [id]).flatMap((event) => {
    const changed = {
      ...event,
      labels: labels ? withoutRepeats(labels) : event.labels,
      note: note ?? event.note,
    };
    const sameLabels =
      changed.labels.length === event.labels.length &&
      changed.labels.every((label, at) => {
        const before = event.labels[at];
        return before !== undefined && isSameLabel(label, before);
      });
    return sameLabels && changed.note === event.note ? [] : [putItem(changed)];
  });
}

export const removeEvents = (items: RecordItems, ids: Iterable<string>): readonly RecordChange[] =>
  changeableEvents(items, ids).map(removeItem);
