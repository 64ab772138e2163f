import { describe, expect, it, vi } from 'vitest';
import {
  type Code,
  putItem,
  type RecordChange,
  type RecordUpdate,
  removeItem,
} from '#common/domain/index.ts';
import { createNoticesStore } from '#renderer/app/state/notices-store.ts';
import { createRecordStore } from '#renderer/app/state/record-store.ts';
import { createFakeClient } from './fake-client.ts';

const code = (id: string, name = id): Code => ({
  kind: 'code',
  id,
  name,
  colour: '#e69f00',
  order: 0,
  role: 'event',
  hidden: false,
  locked: false,
});

/** A host whose updates the test sends by hand. */
function createHost(items: readonly Code[] = [], readOnly: string | null = null) {
  const history = { undo: null, redo: null };
  const waiting: RecordUpdate[] = [
    { type: 'snapshot', projectId: 'one', revision: 0, items, history, readOnly },
  ];
  let wake = () => {};
  let revision = 0;
  async function* stream(signal: AbortSignal | undefined): AsyncGenerator<RecordUpdate> {
    signal?.addEventListener('abort', () => wake());
    while (!signal?.aborted) {
      const next = waiting.shift();
      if (next) yield next;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  }
  const send = (editId: string, changes: readonly RecordChange[], cause: 'edit' | 'undo' = 'edit') => {
    revision += 1;
    waiting.push({ type: 'change', revision, cause, editId, title: 'x', changes, history });
    wake();
  };
  const switchTo = (projectId: string) => {
    waiting.push({ type: 'snapshot', projectId, revision: 0, items: [], history, readOnly });
    wake();
  };
  return { stream, send, switchTo };
}

function createStore(host: ReturnType<typeof createHost>, onEdit?: () => number) {
  const { client, calls } = createFakeClient({ onRecord: host.stream, ...(onEdit ? { onEdit } : {}) });
  const notices = createNoticesStore();
  let id = 0;
  const store = createRecordStore({ client, notices, createId: () => `edit-${++id}`, retryMilliseconds: 5 });
  store.getState().follow();
  return { store, notices, calls };
}

const codesOf = (store: ReturnType<typeof createStore>['store']) =>
  [...store.getState().items.code.values()].map(({ name }) => name);

describe('The record on the page', () => {
  it('shows an edit at once and sends it in the order in which it was made', async () => {
    const { store, calls } = createStore(createHost());
    await vi.waitFor(() => expect(store.getState().ready).toBe(true));
    store.getState().edit('Add a', [putItem(code('a'))]);
    store.getState().edit('Add b', [putItem(code('b'))], 'typing');
    expect(codesOf(store)).toEqual(['a', 'b']);
    expect(store.getState().history.undo).toBe('Add b');
    void store.getState().undo();
    await vi.waitFor(() => expect(calls.filter(({ name }) => name.startsWith('record.')).length).toBe(4));
    expect(calls.map(({ name }) => name).slice(-3)).toEqual(['record.edit', 'record.edit', 'record.undo']);
    expect(calls.at(-2)?.input).toMatchObject({ id: 'edit-2', mergeKey: 'typing' });
  });

  it('keeps what others did meanwhile below its own edit', async () => {
    const host = createHost([code('a')]);
    const { store } = createStore(host);
    await vi.waitFor(() => expect(codesOf(store)).toEqual(['a']));
    store.getState().edit('Rename a', [putItem(code('a', 'mine'))]);
    host.send('elsewhere', [putItem(code('a', 'theirs')), putItem(code('b'))]);
    await vi.waitFor(() => expect(codesOf(store)).toEqual(['mine', 'b']));
    host.send('edit-1', [putItem(code('a', 'mine'))]);
    host.send('elsewhere-2', [removeItem(code('b'))]);
    await vi.waitFor(() => expect(codesOf(store)).toEqual(['mine']));
  });

  it('takes an edit back that the host could not keep, and says why', async () => {
    const { store, notices } = createStore(createHost(), () => {
      throw new Error('The disk is full.');
    });
    await vi.waitFor(() => expect(store.getState().ready).toBe(true));
    store.getState().edit('Add a', [putItem(code('a'))]);
    expect(codesOf(store)).toEqual(['a']);
    await vi.waitFor(() => expect(codesOf(store)).toEqual([]));
    expect(notices.getState().current?.kind).toBe('problem');
  });

  it('says of which project its edits are, and shows none of them on another', async () => {
    const host = createHost([code('a')]);
    const { store, calls } = createStore(host);
    await vi.waitFor(() => expect(codesOf(store)).toEqual(['a']));
    store.getState().edit('Add b', [putItem(code('b'))]);
    host.switchTo('two');
    await vi.waitFor(() => expect(codesOf(store)).toEqual([]));
    void store.getState().undo();
    await vi.waitFor(() => expect(calls.at(-1)?.name).toBe('record.undo'));
    expect(calls.slice(-2).map(({ input }) => input)).toMatchObject([
      { title: 'Add b', projectId: 'one' },
      { projectId: 'two' },
    ]);
  });

  it('changes nothing where the project can only be looked at, and says so', async () => {
    const { store, notices, calls } = createStore(createHost([], 'It is open in another DeepSport.'));
    await vi.waitFor(() => expect(store.getState().ready).toBe(true));
    expect(store.getState().edit('Add a', [putItem(code('a'))])).toBe(false);
    expect(codesOf(store)).toEqual([]);
    expect(notices.getState().current?.text).toBe('It is open in another DeepSport.');
    expect(calls.some(({ name }) => name === 'record.edit')).toBe(false);
  });

  it('follows an undo that comes from the host', async () => {
    const host = createHost([code('a')]);
    const { store } = createStore(host);
    await vi.waitFor(() => expect(codesOf(store)).toEqual(['a']));
    host.send('long-ago', [removeItem(code('a'))], 'undo');
    await vi.waitFor(() => expect(codesOf(store)).toEqual([]));
  });
});
