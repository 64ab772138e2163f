import type { Author, ItemOf, RecordItem, RecordKind } from './record-items.ts';

/** One item as it will be; null takes it away. */
export type RecordChange = {
  readonly kind: RecordKind;
  readonly id: string;
  readonly item: RecordItem | null;
};

/** What a person, or an engine for them, does at one go: done, undone and redone as a whole. */
export type RecordEdit = {
  /** Made by whoever edits, so that they know their own edit again when it comes back. */
  readonly id: string;
  /** For the history: `Tag Touch`, `Accept 3 proposals`. */
  readonly title: string;
  readonly changes: readonly RecordChange[];
  /** Edits in a row of the same key, each within two seconds of the last, are one step of the history. */
  readonly mergeKey?: string;
};

/** An edit as the history keeps it. */
export type HistoryEntry = {
  readonly editId: string;
  readonly title: string;
  readonly by: Author;
  /** ISO 8601, UTC. */
  readonly happenedAt: string;
  readonly undone: boolean;
};

/** What one edit did to one item: null where it was not there before, or is not afterwards. */
export type ItemEdit = HistoryEntry & {
  readonly kind: RecordKind;
  readonly id: string;
  readonly before: RecordItem | null;
  readonly after: RecordItem | null;
};

/** What Ctrl+Z and Ctrl+Shift+Z would do, by title; null for nothing. */
export type HistoryEnds = { readonly undo: string | null; readonly redo: string | null };

/** What of a project changes; what a page is told, in order. The first word is always a snapshot. */
export type RecordUpdate =
  | {
      readonly type: 'snapshot';
      /** The project that this is; absent within the store, which knows of one only. */
      readonly projectId?: string;
      readonly revision: number;
      readonly items: readonly RecordItem[];
      readonly history: HistoryEnds;
      /** Why nothing can be changed, in one sentence; null where everything can. */
      readonly readOnly: string | null;
    }
  | {
      readonly type: 'change';
      /** One more than that of the update before. */
      readonly revision: number;
      readonly cause: 'edit' | 'undo' | 'redo';
      readonly editId: string;
      readonly title: string;
      readonly changes: readonly RecordChange[];
      /** True where a clip was put on the project's list, taken off it, or given another capture rate. */
      readonly clipsChanged?: boolean;
      readonly history: HistoryEnds;
    };

/** Items by kind and id. */
export type RecordItems = { readonly [Kind in RecordKind]: ReadonlyMap<string, ItemOf<Kind>> };

export const noItems: RecordItems = {
  code: new Map(),
  event: new Map(),
  proposal: new Map(),
  drawing: new Map(),
  calibration: new Map(),
  'code-window': new Map(),
  sync: new Map(),
  'hidden-question': new Map(),
  'key-image': new Map(),
  playlist: new Map(),
  track: new Map(),
  reveal: new Map(),
};

/** The items after changes, in order. Maps of kinds that no change names stay the same objects. */
export function applyChanges(items: RecordItems, changes: readonly RecordChange[]): RecordItems {
  const changed: Partial<Record<RecordKind, Map<string, RecordItem>>> = {};
  for (const { kind, id, item } of changes) {
    changed[kind] ??= new Map<string, RecordItem>(items[kind]);
    if (item) changed[kind].set(id, item);
    else changed[kind].delete(id);
  }
  return { ...items, ...changed } as RecordItems;
}

/** Changes that put an item there, or in the place of what has its id. */
export const putItem = (item: RecordItem): RecordChange => ({ kind: item.kind, id: item.id, item });

export const removeItem = ({ kind, id }: Pick<RecordItem, 'kind' | 'id'>): RecordChange => ({
  kind,
  id,
  item: null,
});

/** Codes as their rows stand. */
export const codesInOrder = (codes: Iterable<ItemOf<'code'>>): readonly ItemOf<'code'>[] =>
  [...codes].sort((a, b) => a.order - b.order || a.name.localeCompare(b.name));
