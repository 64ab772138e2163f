import {
  type ItemEdit,
  isSameLabel,
  type ProjectEvent,
  type Proposal,
  type RecordItem,
  type RecordItems,
} from '#common/domain/index.ts';
import { itemHistoryTexts } from '../texts/history.ts';
import { formatCount, formatRange } from '../ui/format.ts';

const { parts } = itemHistoryTexts;
type Told = ProjectEvent | Proposal;

const isTold = (item: RecordItem | null): item is Told => item?.kind === 'event' || item?.kind === 'proposal';

/** What an edit did to an event or a proposal, in words: before → after, part by part. */
export function editWords({ before, after }: Pick<ItemEdit, 'before' | 'after'>, items: RecordItems): string {
  const nameOf = (item: Told): string =>
    item.kind === 'proposal' ? item.codeName : (items.code.get(item.codeId)?.name ?? parts.goneCode);
  if (isTold(before) && isTold(after)) return changes(before, after, nameOf).join(', ') || parts.nothing;
  if (isTold(before)) return parts.removed;
  if (!isTold(after)) return parts.nothing;
  const range = parts.frames(formatRange(after.range), after.range.start === after.range.end);
  const made = after.kind === 'event' ? parts.made : parts.proposed;
  return made(nameOf(after), range);
}

function changes(before: Told, after: Told, nameOf: (item: Told) => string): readonly string[] {
  const words: string[] = [];
  const [wasName, isName] = [nameOf(before), nameOf(after)];
  if (wasName !== isName) words.push(parts.code(wasName, isName));
  const [wasRange, isRange] = [formatRange(before.range), formatRange(after.range)];
  if (wasRange !== isRange) words.push(parts.range(wasRange, isRange));
  const has = ({ labels }: Told, label: Told['labels'][number]) =>
    labels.some((each) => isSameLabel(each, label));
  const name = ({ group, text }: Told['labels'][number]) => (group === '' ? text : `${group}: ${text}`);
  for (const label of after.labels) if (!has(before, label)) words.push(parts.labelAdded(name(label)));
  for (const label of before.labels) if (!has(after, label)) words.push(parts.labelRemoved(name(label)));
  if (before.note !== after.note) words.push(noteWords(before.note, after.note));
  const [wasFrames, areFrames] = [before, after].map(({ evidence }) =>
    evidence.length === 0 ? parts.noEvidence : evidence.map(formatCount).join(', '),
  );
  if (wasFrames !== areFrames) words.push(parts.evidence(wasFrames ?? '', areFrames ?? ''));
  if (before.kind === 'proposal' && after.kind === 'proposal' && before.status !== after.status) {
    words.push(parts.status[after.status]);
  }
  return words;
}

function noteWords(before: string, after: string): string {
  if (before === '') return parts.noteAdded(after);
  return after === '' ? parts.noteRemoved(before) : parts.note(before, after);
}
