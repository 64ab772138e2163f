import type { Code, Label, ProjectEvent, Proposal, RecordItems } from '#common/domain/index.ts';

/** A line of the list. */
export type ListEntry = {
  readonly id: string;
  readonly item: ProjectEvent | Proposal;
  readonly code: string;
  readonly colour: string | null;
  readonly labels: string;
};

export type ListFilter = {
  /** Part of a code's name, a label or a note, in any case. */
  readonly text: string;
  /** A code's name; null for all. */
  readonly code: string | null;
  readonly author: 'all' | 'person' | 'model' | 'proposal';
};

export const noFilter: ListFilter = { text: '', code: null, author: 'all' };

/** `Foot: left, hard`. */
export const writeLabels = (labels: readonly Label[]): string =>
  labels.map(({ group, text }) => (group === '' ? text : `${group}: ${text}`)).join(', ');

/** The other way round; what is empty is left out. */
export const readLabels = (words: string): readonly Label[] =>
  words.split(',').flatMap((part) => {
    const at = part.indexOf(':');
    const group = at < 0 ? '' : part.slice(0, at).trim();
    const text = part.slice(at + 1).trim();
    return text === '' ? [] : [{ group, text }];
  });

/** All events and open proposals of a clip, by time. */
export function listEntries(items: RecordItems, clipId: string): readonly ListEntry[] {
  const byName = new Map<string, Code>([...items.code.values()].map((code) => [code.name, code]));
  const entries: ListEntry[] = [];
  for (const item of items.event.values()) {
    if (item.clipId !== clipId) continue;
    const code = items.code.get(item.codeId);
    entries.push(entryOf(item, code?.name ?? '', code?.colour ?? null));
  }
  for (const item of items.proposal.values()) {
    if (item.clipId !== clipId || item.status !== 'open') continue;
    entries.push(entryOf(item, item.codeName, byName.get(item.codeName)?.colour ?? null));
  }
  return entries.sort(
    (a, b) => a.item.range.start - b.item.range.start || a.item.range.end - b.item.range.end,
  );
}

/** Those of the list that are named, where they are on this clip. */
export function entriesAmong(entries: readonly ListEntry[], ids: readonly string[]): readonly ListEntry[] {
  const wanted = new Set(ids);
  return entries.filter(({ id }) => wanted.has(id));
}

const entryOf = (item: ProjectEvent | Proposal, code: string, colour: string | null): ListEntry => ({
  id: item.id,
  item,
  code,
  colour,
  labels: writeLabels(item.labels),
});

/** The entries that a filter lets through, in their order. */
export function filterEntries(entries: readonly ListEntry[], filter: ListFilter): readonly ListEntry[] {
  const wanted = filter.text.trim().toLowerCase();
  return entries.filter(({ item, code, labels }) => {
    if (filter.code !== null && code !== filter.code) return false;
    const author = item.kind === 'proposal' ? 'proposal' : item.by.kind;
    if (filter.author !== 'all' && author !== filter.author) return false;
    return wanted === '' || `${code}\n${labels}\n${item.note}`.toLowerCase().includes(wanted);
  });
}
