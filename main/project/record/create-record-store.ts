import { questionBatchSchema, recordItemSchema } from '#common/contract/index.ts';
import {
  type Author,
  type FrameRange,
  mergeRanges,
  type RecordChange,
  type RecordEdit,
  type RecordKind,
  type RecordUpdate,
} from '#common/domain/index.ts';
import type { WriteStatement } from '../file/open-for-editing.ts';
import type { ProjectFile } from '../file/open-project-file.ts';
import { type ClipState, createEditHistory, type HistoryParts, type KeptChange } from './edit-history.ts';
import type { ProjectRecordStore } from './project-record-store.ts';

export type RecordStore = Omit<ProjectRecordStore, 'readOnly' | 'notice'> & {
  /** Keeps a change of a clip in the same history; `prepare` writes what it needs in the same transaction. */
  changeClip(change: ClipChange, prepare?: (write: WriteStatement) => void): void;
  /** Gives all who listen what there is now: somebody else has changed it, or it may be changed from now on. */
  tellAnew(): void;
};

export type ClipChange = {
  readonly editId: string;
  readonly title: string;
  readonly clipId: string;
  readonly before: ClipState;
  readonly after: ClipState;
};

type Told = Omit<Extract<RecordUpdate, { type: 'change' }>, 'type' | 'revision' | 'history'>;

export type RecordStoreParts = HistoryParts & { readonly file: ProjectFile };

export function createRecordStore(parts: RecordStoreParts): RecordStore {
  const { file } = parts;
  const history = createEditHistory(parts);
  const listeners = new Set<(update: RecordUpdate) => void>();
  let revision = 0;

  const tellAll = (update: RecordUpdate) => {
    for (const listener of [...listeners]) listener(update);
  };
  const tell = (told: Told) => {
    revision += 1;
    tellAll({ type: 'change', revision, ...told, history: history.ends() });
  };

  const stored = (kind: RecordKind, id: string): unknown => {
    const [row] = file.rows('SELECT item FROM items WHERE kind = ? AND item_id = ?', kind, id);
    return row ? (parsed(row.item) ?? null) : null;
  };
  const put = (write: WriteStatement, kind: RecordKind, id: string, item: unknown) => {
    if (item === null) write('removeItem', kind, id);
    else write('putItem', kind, id, JSON.stringify(item));
  };

  /** Undoes the last step, or does the first undone one again. */
  const move = (cause: 'undo' | 'redo'): string | null => {
    const side = cause === 'undo' ? 'before' : 'after';
    const moved = file.transaction((write) => {
      const step = history.next(cause);
      if (!step) return undefined;
      const changes: RecordChange[] = [];
      let clipsChanged = false;
      for (const change of cause === 'undo' ? step.changes.toReversed() : step.changes) {
        if (change.kind === 'clip') {
          const { listed, captureRate } = change[side];
          write('stateClip', listed ? 1 : 0, captureRate, change.id);
          clipsChanged = true;
        } else {
          const { kind, id } = change;
          put(write, kind, id, change[side]);
          changes.push({ kind, id, item: recordItemSchema.safeParse(change[side]).data ?? null });
        }
      }
      history.markMoved(write, cause, step.sequence);
      return {
        cause,
        editId: step.editId,
        title: step.title,
        changes,
        ...(clipsChanged && { clipsChanged }),
      };
    });
    if (!moved) return null;
    tell(moved);
    return moved.title;
  };

  const snapshot = () =>
    file.reading(
      (): Extract<RecordUpdate, { type: 'snapshot' }> => ({
        type: 'snapshot',
        revision,
        items: file.rows('SELECT item FROM items').flatMap((row) => {
          const read = recordItemSchema.safeParse(parsed(row.item));
          return read.success ? [read.data] : [];
        }),
        history: history.ends(),
        readOnly: file.readOnly,
      }),
    );

  const seen = (clipId: string): readonly FrameRange[] => {
    const [row] = file.rows('SELECT ranges FROM seen WHERE clip_id = ?', clipId);
    return (parsed(row?.ranges) as readonly FrameRange[] | undefined) ?? [];
  };

  return {
    snapshot,
    item: (kind, id) => recordItemSchema.safeParse(stored(kind, id)).data,
    edit(edit: RecordEdit, by: Author) {
      file.transaction((write) => {
        const kept = edit.changes.map(({ kind, id, item }): KeptChange => {
          const before = stored(kind, id);
          put(write, kind, id, item);
          return { kind, id, before, after: item };
        });
        history.keep(write, { id: edit.id, title: edit.title, by, mergeKey: edit.mergeKey }, kept);
      });
      tell({ cause: 'edit', editId: edit.id, title: edit.title, changes: edit.changes });
      return revision;
    },
    changeClip({ editId, title, clipId, before, after }, prepare) {
      file.transaction((write) => {
        prepare?.(write);
        write('stateClip', after.listed ? 1 : 0, after.captureRate, clipId);
        const kept: KeptChange = { kind: 'clip', id: clipId, before, after };
        history.keep(write, { id: editId, title, by: { kind: 'person' } }, [kept]);
      });
      tell({ cause: 'edit', editId, title, changes: [], clipsChanged: true });
    },
    undo: () => move('undo'),
    redo: () => move('redo'),
    history: history.list,
    editsOf: history.editsOf,
    onUpdate(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tellAnew() {
      revision += 1;
      tellAll(snapshot());
    },
    noteSeen(clipId, ranges) {
      if (file.readOnly !== null) return;
      const before = seen(clipId);
      const merged = JSON.stringify(mergeRanges([...before, ...ranges]));
      if (merged === JSON.stringify(before)) return;
      file.transaction((write) => write('putSeen', clipId, merged));
    },
    seen,
    batches: () =>
      file.rows('SELECT batch FROM batches ORDER BY sequence DESC').flatMap((row) => {
        const read = questionBatchSchema.safeParse(parsed(row.batch));
        return read.success ? [read.data] : [];
      }),
    putBatch(batch) {
      file.transaction((write) => write('putBatch', batch.id, JSON.stringify(batch)));
    },
    removeBatch(batchId) {
      file.transaction((write) => write('removeBatch', batchId));
    },
  };
}

/** What lies in the file as JSON; undefined where it is none. */
function parsed(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
