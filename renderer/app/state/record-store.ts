import { createStore } from 'zustand/vanilla';
import {
  applyChanges,
  type HistoryEnds,
  noItems,
  type RecordChange,
  type RecordItems,
  type RecordUpdate,
} from '#common/domain/index.ts';
import type { Client } from '../../client/client.ts';
import { describeError } from '../../client/describe-error.ts';
import { recordTexts as texts } from '../../texts/record.ts';
import type { NoticesStore } from './notices-store.ts';

export type RecordState = {
  /** What the page shows: what the host keeps, with the page's own edits that are still on their way. */
  readonly items: RecordItems;
  readonly history: HistoryEnds;
  /** Why nothing can be changed, in one sentence; null where everything can. */
  readonly readOnly: string | null;
  /** False until the host has told what there is. */
  readonly ready: boolean;
  /** Grows each time the project's list of clips may be another. */
  readonly clipsChanged: number;

  /** Follows the host's record from now on; once more after the connection came back. */
  readonly follow: () => void;
  /** Shown at once, kept by the host; taken back with a notice where that fails. False where nothing can be changed. */
  readonly edit: (title: string, changes: readonly RecordChange[], mergeKey?: string) => boolean;
  readonly undo: () => Promise<void>;
  readonly redo: () => Promise<void>;
};

export type RecordStoreParts = {
  readonly client: Client;
  readonly notices: NoticesStore;
  readonly createId?: () => string;
  /** Pause before the record is asked for again when its stream broke, in milliseconds. */
  readonly retryMilliseconds?: number;
};

/** An edit of this page that the host has not told back yet. */
type Pending = {
  readonly id: string;
  readonly changes: readonly RecordChange[];
  readonly of: OfProject;
};

/** Which project something is meant for: the one that the page shows. */
type OfProject = { readonly projectId?: string };

/** Everything of the project that a person edits, the same on every page; edits are shown before they are kept. */
export function createRecordStore({
  client,
  notices,
  createId = () => crypto.randomUUID(),
  retryMilliseconds = 1000,
}: RecordStoreParts) {
  let following: AbortController | null = null;
  /** As the host has it. */
  let kept: RecordItems = noItems;
  let pending: readonly Pending[] = [];
  let shown: OfProject = {};
  /** Edits, undo and redo reach the host in the order in which they were made. */
  let queue: Promise<unknown> = Promise.resolve();

  return createStore<RecordState>()((set, get) => {
    const show = () => ({
      items: pending.reduce((items, { changes }) => applyChanges(items, changes), kept),
    });

    const take = (update: RecordUpdate): void => {
      const { history } = update;
      if (update.type === 'change' && update.clipsChanged) set({ clipsChanged: get().clipsChanged + 1 });
      if (update.type === 'snapshot') {
        shown = update.projectId === undefined ? {} : { projectId: update.projectId };
        // What was meant for another project is refused by the host.
        pending = pending.filter(({ of }) => (of.projectId ?? shown.projectId) === shown.projectId);
        kept = applyChanges(
          noItems,
          update.items.map((item) => ({ kind: item.kind, id: item.id, item })),
        );
        const clipsChanged = get().clipsChanged + (get().ready ? 1 : 0);
        set({ ...show(), history, readOnly: update.readOnly, ready: true, clipsChanged });
        return;
      }
      kept = applyChanges(kept, update.changes);
      const own = pending.some(({ id }) => id === update.editId) && update.cause === 'edit';
      if (own) pending = pending.filter(({ id }) => id !== update.editId);
      // An own edit alone changes nothing that is shown, so nothing is drawn again for it.
      set(
        own && pending.length === 0 && update.changes.every(isShown) ? { history } : { ...show(), history },
      );
    };

    const isShown = ({ kind, id, item }: RecordChange): boolean =>
      item ? get().items[kind].has(id) : !get().items[kind].has(id);

    const listen = async (signal: AbortSignal): Promise<void> => {
      while (!signal.aborted) {
        try {
          for await (const update of await client.record.watch(undefined, { signal })) take(update);
        } catch {
          // A lost connection is told elsewhere; the record comes again with it.
        }
        if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, retryMilliseconds));
      }
    };

    const inOrder = <T>(work: () => Promise<T>): Promise<T> => {
      const done = queue.then(work, work);
      queue = done.catch(() => undefined);
      return done;
    };
    const told = (error: unknown) => notices.getState().tell('problem', describeError(error).message);

    return {
      items: noItems,
      history: { undo: null, redo: null },
      readOnly: null,
      ready: false,
      clipsChanged: 0,
      follow: () => {
        following?.abort();
        following = new AbortController();
        void listen(following.signal);
      },
      edit: (title, changes, mergeKey) => {
        const { readOnly } = get();
        if (changes.length === 0) return false;
        if (readOnly !== null) {
          notices.getState().tell('problem', readOnly);
          return false;
        }
        const id = createId();
        const of = shown;
        pending = [...pending, { id, changes, of }];
        set({ ...show(), history: { undo: title, redo: null } });
        const merging = mergeKey === undefined ? {} : { mergeKey };
        const request = { id, title, changes: [...changes], ...merging, ...of };
        inOrder(() => client.record.edit(request)).catch((error: unknown) => {
          pending = pending.filter((each) => each.id !== id);
          set(show());
          told(error);
        });
        return true;
      },
      undo: async () => {
        const of = shown;
        try {
          const title = await inOrder(() => client.record.undo(of));
          notices.getState().tell('note', title === null ? texts.nothingToUndo : texts.undone(title));
        } catch (error) {
          told(error);
        }
      },
      redo: async () => {
        const of = shown;
        try {
          const title = await inOrder(() => client.record.redo(of));
          notices.getState().tell('note', title === null ? texts.nothingToRedo : texts.redone(title));
        } catch (error) {
          told(error);
        }
      },
    };
  });
}

export type RecordStore = ReturnType<typeof createRecordStore>;
