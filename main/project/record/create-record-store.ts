import type { DatabaseSync } from 'node:sqlite';
import { authorSchema, questionBatchSchema, recordItemSchema } from '#common/contract/index.ts';
import {
  type Author,
  DeepSportError,
  type FrameRange,
  type HistoryEnds,
  type HistoryEntry,
  mergeRanges,
  type RecordChange,
  type RecordEdit,
  type RecordItem,
  type RecordKind,
  type RecordUpdate,
} from '#common/domain/index.ts';
import type { Clock } from '#main/platform/index.ts';
import type { ProjectRecordStore } from './project-record-store.ts';

export type RecordStoreParts = {
  readonly database: DatabaseSync;
  readonly clock: Clock;
  readonly readOnly: string | null;
  /** Runs work in one transaction, and gives its failures as DeepSportErrors. */
  readonly transaction: <T>(work: () => T) => T;
};

/** A change with what it replaced, as the history keeps it. */
type KeptChange = {
  readonly kind: RecordKind;
  readonly id: string;
  readonly before: RecordItem | null;
  readonly after: RecordItem | null;
};

/** Edits in a row with one key become one step while no longer than this apart. */
const mergeMilliseconds = 2000;

export function createRecordStore(parts: RecordStoreParts): ProjectRecordStore {
  const { database, clock, readOnly, transaction } = parts;
  const listeners = new Set<(update: RecordUpdate) => void>();
  let revision = 0;

  const one = (sql: string, ...values: readonly (string | number)[]) => database.prepare(sql).get(...values);
  const run = (sql: string, ...values: readonly (string | number | null)[]) =>
    database.prepare(sql).run(...values);
  const writable = () => {
    if (readOnly !== null) throw new DeepSportError('PROJECT_READ_ONLY', readOnly);
  };

  const item = (kind: RecordKind, id: string): RecordItem | undefined => {
    const row = one('SELECT item FROM items WHERE kind = ? AND item_id = ?', kind, id);
    return row ? recordItemSchema.parse(JSON.parse(String(row.item))) : undefined;
  };
  const put = ({ kind, id, item: after }: RecordChange) => {
    if (after)
      run(
        'INSERT OR REPLACE INTO items (kind, item_id, item) VALUES (?, ?, ?)',
        kind,
        id,
        JSON.stringify(after),
      );
    else run('DELETE FROM items WHERE kind = ? AND item_id = ?', kind, id);
  };
  const lastDone = () => one('SELECT * FROM edits WHERE undone = 0 ORDER BY sequence DESC LIMIT 1');
  const firstUndone = () => one('SELECT * FROM edits WHERE undone = 1 ORDER BY sequence LIMIT 1');
  const ends = (): HistoryEnds => {
    const [done, undone] = [lastDone(), firstUndone()];
    return { undo: done ? String(done.title) : null, redo: undone ? String(undone.title) : null };
  };

  const tell = (change: Omit<Extract<RecordUpdate, { type: 'change' }>, 'type' | 'revision' | 'history'>) => {
    revision += 1;
    const update: RecordUpdate = { type: 'change', revision, ...change, history: ends() };
    for (const listener of listeners) listener(update);
  };

  /** Applies the last edit backwards, or the first undone one forwards. */
  const move = (cause: 'undo' | 'redo'): string | null => {
    writable();
    const moved = transaction(() => {
      const row = cause === 'undo' ? lastDone() : firstUndone();
      if (!row) return null;
      const kept = JSON.parse(String(row.changes)) as readonly KeptChange[];
      const changes = (cause === 'undo' ? kept.toReversed() : kept).map(
        ({ kind, id, before, after }): RecordChange => ({
          kind,
          id,
          item: cause === 'undo' ? before : after,
        }),
      );
      for (const change of changes) put(change);
      run('UPDATE edits SET undone = ? WHERE sequence = ?', cause === 'undo' ? 1 : 0, Number(row.sequence));
      return { changes, title: String(row.title), editId: String(row.edit_id) };
    });
    if (!moved) return null;
    tell({ cause, ...moved });
    return moved.title;
  };

  const keep = (edit: RecordEdit, by: Author, kept: readonly KeptChange[]): void => {
    run('DELETE FROM edits WHERE undone = 1');
    const now = new Date(clock()).toISOString();
    const last = edit.mergeKey === undefined ? undefined : lastDone();
    const age = last ? clock() - Date.parse(String(last.happened_at)) : Number.NaN;
    // A clock that was set back gives a negative age: then nothing is merged.
    if (last && last.merge_key === edit.mergeKey && age >= 0 && age <= mergeMilliseconds) {
      const before = JSON.parse(String(last.changes)) as readonly KeptChange[];
      run(
        'UPDATE edits SET changes = ?, title = ?, happened_at = ? WHERE sequence = ?',
        JSON.stringify(mergeKept(before, kept)),
        edit.title,
        now,
        Number(last.sequence),
      );
      return;
    }
    run(
      'INSERT INTO edits (edit_id, title, author, merge_key, happened_at, changes) VALUES (?, ?, ?, ?, ?, ?)',
      edit.id,
      edit.title,
      JSON.stringify(by),
      edit.mergeKey ?? null,
      now,
      JSON.stringify(kept),
    );
  };

  return {
    readOnly,
    snapshot: () =>
      transaction(() => ({
        type: 'snapshot',
        revision,
        items: database
          .prepare('SELECT item FROM items')
          .all()
          .flatMap((row) => {
            const read = recordItemSchema.safeParse(JSON.parse(String(row.item)));
            return read.success ? [read.data] : [];
          }),
        history: ends(),
        readOnly,
      })),
    item,
    edit(edit, by) {
      writable();
      transaction(() => {
        const kept = edit.changes.map((change): KeptChange => {
          const before = item(change.kind, change.id) ?? null;
          put(change);
          return { kind: change.kind, id: change.id, before, after: change.item };
        });
        keep(edit, by, kept);
      });
      tell({ cause: 'edit', editId: edit.id, title: edit.title, changes: edit.changes });
      return revision;
    },
    undo: () => move('undo'),
    redo: () => move('redo'),
    history: (limit) =>
      database
        .prepare('SELECT * FROM edits ORDER BY sequence DESC LIMIT ?')
        .all(limit)
        .map(
          (row): HistoryEntry => ({
            editId: String(row.edit_id),
            title: String(row.title),
            by: authorSchema.parse(JSON.parse(String(row.author))),
            happenedAt: String(row.happened_at),
            undone: row.undone === 1,
          }),
        ),
    onUpdate(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    noteSeen(clipId, ranges) {
      if (readOnly !== null) return;
      transaction(() => {
        const merged = mergeRanges([...seen(clipId), ...ranges]);
        run('INSERT OR REPLACE INTO seen (clip_id, ranges) VALUES (?, ?)', clipId, JSON.stringify(merged));
      });
    },
    seen: (clipId) => seen(clipId),
    batches: () =>
      database
        .prepare('SELECT batch FROM batches ORDER BY sequence DESC')
        .all()
        .flatMap((row) => {
          const read = questionBatchSchema.safeParse(JSON.parse(String(row.batch)));
          return read.success ? [read.data] : [];
        }),
    putBatch(batch) {
      writable();
      transaction(() =>
        run(
          `INSERT INTO batches (batch_id, batch) VALUES (?, ?)
           ON CONFLICT (batch_id) DO UPDATE SET batch = excluded.batch`,
          batch.id,
          JSON.stringify(batch),
        ),
      );
    },
    removeBatch(batchId) {
      writable();
      transaction(() => run('DELETE FROM batches WHERE batch_id = ?', batchId));
    },
  };

  function seen(clipId: string): readonly FrameRange[] {
    const row = one('SELECT ranges FROM seen WHERE clip_id = ?', clipId);
    return row ? (JSON.parse(String(row.ranges)) as readonly FrameRange[]) : [];
  }
}

/** Two edits of one step: what was there before the first, and what is there after the second. */
function mergeKept(first: readonly KeptChange[], second: readonly KeptChange[]): readonly KeptChange[] {
  const merged = new Map<string, KeptChange>();
  for (const change of [...first, ...second]) {
    const key = `${change.kind} ${change.id}`;
    const known = merged.get(key);
    merged.set(key, known ? { ...known, after: change.after } : change);
  }
  return [...merged.values()];
}
