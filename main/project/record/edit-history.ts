import { authorSchema, recordItemSchema } from '#common/contract/index.ts';
import type { Author, HistoryEnds, HistoryEntry, ItemEdit, RecordKind } from '#common/domain/index.ts';
import type { WriteStatement } from '../file/open-for-editing.ts';
import type { ProjectFile, Row } from '../file/open-project-file.ts';

/** What a person states of a clip. A clip that is not listed keeps its row, and all that was said of it. */
export type ClipState = { readonly listed: boolean; readonly captureRate: number | null };

/** A change with what it replaced, as the history keeps it: items as JSON values, null for none. */
export type KeptChange =
  | { readonly kind: RecordKind; readonly id: string; readonly before: unknown; readonly after: unknown }
  | { readonly kind: 'clip'; readonly id: string; readonly before: ClipState; readonly after: ClipState };

/** A step to be kept. */
export type HistoryStep = {
  readonly id: string;
  readonly title: string;
  readonly by: Author;
  readonly mergeKey?: string | undefined;
};

/** A step that is undone or done again. */
export type MovedStep = {
  readonly sequence: number;
  readonly editId: string;
  readonly title: string;
  readonly changes: readonly KeptChange[];
};

export type HistoryParts = {
  readonly file: ProjectFile;
  readonly now: () => string;
  /** Milliseconds that have passed since some moment: not the time of day, which a person can set back. */
  readonly elapsed: () => number;
  /** The oldest steps beyond either are forgotten; never the newest one. */
  readonly limits?: { readonly steps: number; readonly bytes: number } | undefined;
};

/** Edits in a row with one key become one step while no longer than this apart. */
const mergeMilliseconds = 2000;
const pruneEvery = 100;
const pageOfSteps = 200;
const entryColumns = 'edit_id, title, author, happened_at, undone';
const largeStep = 2 ** 20;

/** The steps of a project in the order in which they are done; those undone are the last of them. */
export function createEditHistory(parts: HistoryParts) {
  const { file, now, elapsed, limits = { steps: 10_000, bytes: 256 * 2 ** 20 } } = parts;
  let mergeable: { readonly key: string; readonly at: number; readonly author: string } | undefined;
  let keptSincePruning = 0;
  /** Items that the undone steps name, while those stay the same: they may be many. */
  let undoneNames: ReadonlySet<string> | undefined;

  const lastDone = () =>
    file.rows('SELECT sequence, title FROM edits WHERE undone = 0 ORDER BY sequence DESC LIMIT 1')[0];
  const firstUndone = () =>
    file.rows('SELECT sequence, title FROM edits WHERE undone = 1 ORDER BY sequence LIMIT 1')[0];
  const titleOf = (row: Row | undefined) => (row ? String(row.title) : null);

  const namesOfUndone = (): ReadonlySet<string> => {
    undoneNames ??= new Set(
      file
        .rows('SELECT changes FROM edits WHERE undone = 1')
        .flatMap(({ changes }) => (JSON.parse(String(changes)) as readonly KeptChange[]).map(nameOf)),
    );
    return undoneNames;
  };

  /** What an engine adds beside them takes nothing of a person's undone steps away. */
  const leavesUndone = (by: Author, changes: readonly KeptChange[]): boolean =>
    by.kind === 'model' && !changes.some((change) => namesOfUndone().has(nameOf(change)));

  const prune = (write: WriteStatement): void => {
    let [steps, bytes] = [0, 0];
    for (const row of file.rows(
      'SELECT sequence, octet_length(changes) AS bytes FROM edits ORDER BY sequence DESC',
    )) {
      steps += 1;
      bytes += Number(row.bytes);
      if (steps > 1 && (steps > limits.steps || bytes > limits.bytes)) {
        write('dropEdits', Number(row.sequence));
        return;
      }
    }
  };

  return {
    ends: (): HistoryEnds => ({ undo: titleOf(lastDone()), redo: titleOf(firstUndone()) }),

    /** What had been undone is forgotten, except beside an engine's edit of other items: that goes before it. */
    keep(write: WriteStatement, step: HistoryStep, changes: readonly KeptChange[]): void {
      const author = JSON.stringify(step.by);
      const last = lastDone();
      const merges =
        last !== undefined &&
        mergeable !== undefined &&
        mergeable.key === step.mergeKey &&
        mergeable.author === author &&
        elapsed() - mergeable.at <= mergeMilliseconds;
      const undone = firstUndone();
      const goesBefore = undone !== undefined && leavesUndone(step.by, changes);
      if (undone && !goesBefore) {
        write('dropUndone');
        undoneNames = undefined;
      }
      let size = 0;
      if (merges) {
        const sequence = Number(last.sequence);
        const row = file.rows('SELECT changes FROM edits WHERE sequence = ?', sequence)[0];
        const before = JSON.parse(String(row?.changes)) as readonly KeptChange[];
        const merged = JSON.stringify(mergeChanges(before, changes));
        size = merged.length;
        write('mergeEdit', step.title, now(), merged, sequence);
      } else {
        const kept = JSON.stringify(changes);
        size = kept.length;
        write('addEdit', step.id, step.title, author, step.mergeKey ?? null, now(), kept);
        keptSincePruning += 1;
        if (goesBefore) {
          const sequence = Number(lastDone()?.sequence);
          write('moveUndoneUp', sequence - Number(undone.sequence) + 1);
        }
      }
      mergeable = step.mergeKey === undefined ? undefined : { key: step.mergeKey, at: elapsed(), author };
      if (keptSincePruning >= pruneEvery || size > largeStep) {
        keptSincePruning = 0;
        prune(write);
      }
    },

    /** The step that would be undone or done again. */
    next(cause: 'undo' | 'redo'): MovedStep | undefined {
      const end = cause === 'undo' ? lastDone() : firstUndone();
      if (!end) return undefined;
      const row = file.rows('SELECT edit_id, changes FROM edits WHERE sequence = ?', Number(end.sequence))[0];
      return {
        sequence: Number(end.sequence),
        editId: String(row?.edit_id),
        title: String(end.title),
        changes: JSON.parse(String(row?.changes)) as readonly KeptChange[],
      };
    },

    markMoved(write: WriteStatement, cause: 'undo' | 'redo', sequence: number): void {
      mergeable = undefined;
      undoneNames = undefined;
      write('setUndone', cause === 'undo' ? 1 : 0, sequence);
    },

    list: (limit: number): readonly HistoryEntry[] =>
      file.rows(`SELECT ${entryColumns} FROM edits ORDER BY sequence DESC LIMIT ?`, limit).map(entryOf),

    /** Read a page of steps at a time: a long history would not fit into memory at once. */
    editsOf(
      isWanted: (change: Pick<ItemEdit, 'kind' | 'id' | 'before' | 'after'>) => boolean,
      id?: string,
    ): readonly ItemEdit[] {
      const found: ItemEdit[] = [];
      for (let last = -1; ; ) {
        const rows = file.rows(
          `SELECT sequence, ${entryColumns}, changes FROM edits
            WHERE sequence > ? AND instr(changes, ?) > 0 ORDER BY sequence LIMIT ?`,
          last,
          id ?? '',
          pageOfSteps,
        );
        for (const row of rows) {
          const changes = JSON.parse(String(row.changes)) as readonly KeptChange[];
          for (const change of changes) {
            const read = itemChange(change);
            if (read && isWanted(read)) found.push({ ...entryOf(row), ...read });
          }
        }
        if (rows.length < pageOfSteps) return found;
        last = Number(rows.at(-1)?.sequence);
      }
    },
  };
}

const nameOf = ({ kind, id }: KeptChange): string => `${kind} ${id}`;

const entryOf = (row: Row): HistoryEntry => ({
  editId: String(row.edit_id),
  title: String(row.title),
  by: authorOf(String(row.author)),
  happenedAt: String(row.happened_at),
  undone: row.undone === 1,
});

/** Undefined for a change of a clip, and for items of which only a later version knows. */
function itemChange(change: KeptChange): Pick<ItemEdit, 'kind' | 'id' | 'before' | 'after'> | undefined {
  if (change.kind === 'clip') return undefined;
  const { kind, id } = change;
  const [before, after] = [change.before, change.after].map(
    (item) => recordItemSchema.safeParse(item).data ?? null,
  );
  return before || after ? { kind, id, before: before ?? null, after: after ?? null } : undefined;
}

/** An author of a later version is somebody all the same. */
function authorOf(text: string): Author {
  const read = authorSchema.safeParse(JSON.parse(text));
  return read.success ? read.data : { kind: 'person' };
}

/** Two edits of one step: what was there before the first, and what is there after the second. */
function mergeChanges(first: readonly KeptChange[], second: readonly KeptChange[]): readonly KeptChange[] {
  const merged = new Map<string, KeptChange>();
  for (const change of [...first, ...second]) {
    const key = nameOf(change);
    const known = merged.get(key);
    merged.set(key, known ? ({ ...known, after: change.after } as KeptChange) : change);
  }
  return [...merged.values()];
}
