import { describe, expect, it } from 'vitest';
import {
  type ClipInfo,
  type CurrentProject,
  DeepSportError,
  type RecordUpdate,
} from '#common/domain/index.ts';
import { createAppState } from '#renderer/app/state/app-state.ts';
import { clip } from '../rpc/fake-services.ts';
import { createFakeClient, type FakeClientOptions } from './fake-client.ts';

const project = (id: string, more: Partial<CurrentProject> = {}): CurrentProject => ({
  id,
  name: `Project ${id}`,
  readOnly: null,
  notice: null,
  ...more,
});
const other: ClipInfo = { ...clip, id: 'clip-2', name: 'match.mp4' };

/** A stream that a test feeds. */
function feed<T>(first: T) {
  const waiting: T[] = [first];
  let wake = () => {};
  return {
    push: (value: T) => {
      waiting.push(value);
      wake();
    },
    async *stream(signal: AbortSignal | undefined): AsyncGenerator<T> {
      signal?.addEventListener('abort', () => wake());
      while (!signal?.aborted) {
        const next = waiting.shift();
        if (next !== undefined) yield next;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    },
  };
}

const snapshot: RecordUpdate = {
  type: 'snapshot',
  revision: 0,
  items: [],
  history: { undo: null, redo: null },
  readOnly: null,
};

function start(options: Partial<FakeClientOptions> = {}) {
  const clips: ClipInfo[] = [clip];
  const projects = feed(project('one'));
  const record = feed<RecordUpdate>(snapshot);
  const fake = createFakeClient({
    get clips() {
      return [...clips];
    },
    onProjects: projects.stream,
    onRecord: record.stream,
    ...options,
  });
  const app = createAppState({ client: fake.client, storage: undefined });
  app.actions.onConnection('open');
  const shown = () => app.stores.review.getState().clip?.id ?? null;
  return {
    ...fake,
    app,
    clips,
    projects,
    record,
    shown,
    notices: () => app.stores.notices.getState().notices,
  };
}

describe('When another project is opened', () => {
  it('its first clip is shown, and what belonged to the one before is gone', async () => {
    const { app, clips, projects, shown } = start();
    const { review, playlists, events, host } = app.stores;
    await expect.poll(shown).toBe(clip.id);
    await expect.poll(() => app.stores.projects.getState().current?.id).toBe('one');
    review.getState().select({ start: 1, end: 2 });
    playlists.setState({ chosen: 'playlist-1', selected: 'entry-1' });
    events.getState().select(['event-1']);
    clips.splice(0, 1, other);
    projects.push(project('two'));
    await expect.poll(shown).toBe('clip-2');
    expect(review.getState().selection).toBeNull();
    expect(playlists.getState()).toMatchObject({ chosen: null, selected: null });
    expect(events.getState().selected).toEqual([]);
    expect(host.getState().clips).toEqual([other]);
  });

  it('and it is empty, no clip is shown', async () => {
    const { app, clips, projects, shown } = start();
    await expect.poll(shown).toBe(clip.id);
    clips.length = 0;
    projects.push(project('two'));
    await expect.poll(shown).toBeNull();
    expect(app.stores.questions.getState().clipId).toBeNull();
  });

  it('only its name may be another: then everything stays', async () => {
    const { app, projects, shown } = start();
    await expect.poll(shown).toBe(clip.id);
    app.stores.review.getState().select({ start: 1, end: 2 });
    projects.push(project('one', { name: 'Renamed' }));
    await expect.poll(() => app.stores.projects.getState().current?.name).toBe('Renamed');
    expect(app.stores.review.getState().selection).toEqual({ start: 1, end: 2 });
  });

  it('what happened on the way is told', async () => {
    const { projects, notices } = start();
    projects.push(project('two', { notice: 'Recovered up to 14:02.' }));
    await expect.poll(() => notices().map(({ text }) => text)).toContain('Recovered up to 14:02.');
  });
});

describe('A clip put on the list or taken off it', () => {
  const change = (revision: number): RecordUpdate => ({
    type: 'change',
    revision,
    cause: 'undo',
    editId: `edit-${revision}`,
    title: 'Remove dive.mp4',
    changes: [],
    clipsChanged: true,
    history: { undo: null, redo: null },
  });

  it('elsewhere or by undo leaves the window and comes back without a reload', async () => {
    const { app, clips, record, shown } = start();
    await expect.poll(shown).toBe(clip.id);
    clips.length = 0;
    record.push(change(1));
    await expect.poll(shown).toBeNull();
    clips.push(other);
    record.push(change(2));
    await expect.poll(shown).toBe('clip-2');
    expect(app.stores.host.getState().clips).toEqual([other]);
  });
});

describe('Another copy of a clip', () => {
  it('shows the clip that the project has already, and says so', async () => {
    const { app, shown, notices } = start();
    await expect.poll(shown).toBe(clip.id);
    // As the desktop application tells where a dropped file lies.
    const page = globalThis as { deepsport?: unknown };
    page.deepsport = { pathForFile: () => '/elsewhere/copy.mp4' };
    try {
      await app.actions.openFile(new File([], clip.name));
      expect(notices()).toEqual([]);
      await app.actions.openFile(new File([], 'copy.mp4'));
      expect(notices().at(-1)?.text).toBe(`copy.mp4 holds the same as ${clip.name}, which is open now.`);
    } finally {
      delete page.deepsport;
    }
  });
});

describe('A project file dropped on the window', () => {
  it('is opened where the host tells where it lies', async () => {
    const { app, calls, shown } = start();
    await expect.poll(shown).toBe(clip.id);
    const page = globalThis as { deepsport?: unknown };
    page.deepsport = { pathForFile: () => '/matches/Cup final.deepsport' };
    try {
      await app.actions.openFile(new File([], 'Cup final.DEEPSPORT'));
    } finally {
      delete page.deepsport;
    }
    expect(calls.find(({ name }) => name === 'projects.openFile')?.input).toEqual({
      path: '/matches/Cup final.deepsport',
    });
    expect(calls.some(({ name }) => name === 'clips.open')).toBe(false);
  });

  it('is not sent as a clip by a browser, which says how to open it', async () => {
    const { app, calls, shown, notices } = start();
    await expect.poll(shown).toBe(clip.id);
    await app.actions.openFile(new File(['SQLite'], 'Cup final.deepsport'));
    expect(notices().at(-1)).toMatchObject({
      kind: 'problem',
      text: expect.stringMatching(/is a project: .*--project/),
    });
    expect(calls.some(({ name }) => name === 'projects.openFile' || name === 'clips.open')).toBe(false);
  });
});

describe('Missing clips', () => {
  const missing = [{ clipId: 'clip-9', name: 'gone.mp4', reason: 'Its file is not where it was.' }];

  it('are looked for once without being asked, and told where they were found', async () => {
    let found = 1;
    const { app, calls, notices } = start({
      onMissing: () => (found > 0 ? missing : []),
      onFind: () => found--,
    });
    await expect.poll(() => notices().map(({ text }) => text)).toContain('A missing clip was found again.');
    await expect.poll(() => app.stores.projects.getState().missing).toEqual([]);
    expect(calls.filter(({ name }) => name === 'clips.findMissing')).toHaveLength(1);
  });

  it('that are not found say nothing by themselves, and what to do when a person asked', async () => {
    const { app, calls, notices } = start({ onMissing: () => missing });
    const { projects } = app.stores;
    await expect.poll(() => calls.some(({ name }) => name === 'clips.findMissing')).toBe(true);
    await expect.poll(() => projects.getState().finding).toBe(false);
    expect(notices().map(({ text }) => text)).toEqual([]);
    await projects.getState().findMissing(true);
    expect(notices().at(-1)?.text).toMatch(/None of the missing clips was found/);
  });

  it('of a project that can only be looked at are not looked for', async () => {
    const { app, calls } = start({
      onMissing: () => missing,
      onProjects: feed(project('one', { readOnly: 'Open elsewhere.' })).stream,
    });
    await expect.poll(() => app.stores.projects.getState().missing).toEqual(missing);
    expect(calls.some(({ name }) => name === 'clips.findMissing')).toBe(false);
  });
});

describe('A project’s name', () => {
  it('that is refused says why where it is written', async () => {
    const { app, client } = start();
    const refusing = {
      ...client.projects,
      rename: () => Promise.reject(new DeepSportError('BAD_INPUT', 'Taken.')),
    };
    Object.assign(client, { projects: refusing });
    expect(await app.stores.projects.getState().rename('one', 'Other')).toBe('Taken.');
  });
});
