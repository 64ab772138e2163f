import type {
  Author,
  FrameRange,
  HistoryEntry,
  ItemEdit,
  QuestionBatch,
  RecordEdit,
  RecordItem,
  RecordKind,
  RecordUpdate,
} from '#common/domain/index.ts';

/**
 * What a person edits in a project, with one history for people and engines. Each edit, undo and redo is one
 * transaction, durable when it returns. Writing throws PROJECT_READ_ONLY where nothing can be changed.
 */
export interface ProjectRecordStore {
  /**
   * Why nothing can be changed, in one sentence; null where everything can. It becomes null when the other process
   * that had the project open has ended: who listens is then told a new snapshot.
   */
  readonly readOnly: string | null;
  /** What happened to the file that a person should know, in one sentence: a recovery, say; null for nothing. */
  readonly notice: string | null;
  snapshot(): Extract<RecordUpdate, { type: 'snapshot' }>;
  item(kind: RecordKind, id: string): RecordItem | undefined;
  /**
   * What had been undone can no longer be done again afterwards, unless an engine edits items that no undone edit
   * names. Gives the new revision.
   */
  edit(edit: RecordEdit, by: Author): number;
  /** The title of what was undone; null where there was nothing. */
  undo(): string | null;
  redo(): string | null;
  /** Newest first. */
  history(limit: number): readonly HistoryEntry[];
  /**
   * What the edits that are still kept did to the items that `isWanted`, oldest first; items of a later version are
   * left out. `id` alone is asked for fastest.
   */
  editsOf(
    isWanted: (change: Pick<ItemEdit, 'kind' | 'id' | 'before' | 'after'>) => boolean,
    id?: string,
  ): readonly ItemEdit[];
  /**
   * Told of each change after it is on disk, in order, and a snapshot after another process has changed something;
   * gives the function that ends this.
   */
  onUpdate(listener: (update: RecordUpdate) => void): () => void;
  noteSeen(clipId: string, ranges: readonly FrameRange[]): void;
  seen(clipId: string): readonly FrameRange[];
  /** Newest first. */
  batches(): readonly QuestionBatch[];
  putBatch(batch: QuestionBatch): void;
  removeBatch(batchId: string): void;
}
