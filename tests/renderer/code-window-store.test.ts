import { describe, expect, it } from 'vitest';
import {
  type ClipInfo,
  type CodeWindow,
  changeCode,
  type RecordItem,
  sportLayouts,
} from '#common/domain/index.ts';
import { createCodeWindowStore } from '#renderer/app/state/code-window-store.ts';
import { createEventsStore } from '#renderer/app/state/events-store.ts';
import { createLayoutStore } from '#renderer/app/state/layout-store.ts';
import { createNoticesStore } from '#renderer/app/state/notices-store.ts';
import { createRecordStore } from '#renderer/app/state/record-store.ts';
import { createReviewStore } from '#renderer/app/state/review-store.ts';
import { createFakeClient } from './fake-client.ts';

const clip = { id: 'c1', name: 'match.mp4', frameCount: 500 } as ClipInfo;
const other = { ...clip, id: 'c2', name: 'other.mp4' };
const times = { timestampsSeconds: Array.from({ length: 500 }, (_, frame) => frame / 25), keyFrames: [0] };
const [soccer] = sportLayouts as readonly [CodeWindow];

const memory = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  };
};

function start({ storage = memory(), readOnly = null as string | null, items = [] as RecordItem[] } = {}) {
  const { client, calls } = createFakeClient({
    onRecord: async function* (signal) {
      yield { type: 'snapshot', revision: 0, items, history: { undo: null, redo: null }, readOnly };
      await new Promise((resolve) => signal?.addEventListener('abort', resolve));
    },
  });
  const notices = createNoticesStore();
  const record = createRecordStore({ client, notices });
  const review = createReviewStore();
  const events = createEventsStore();
  const layout = createLayoutStore(undefined);
  const store = createCodeWindowStore({ record, review, events, layout, notices, storage });
  const show = (shown: ClipInfo) => {
    review.getState().showClip(shown);
    review.getState().setTimes(shown.id, times);
  };
  show(clip);
  const edits = () =>
    calls.filter(({ name }) => name === 'record.edit').map(({ input }) => (input as { title: string }).title);
  return {
    record,
    review,
    events,
    layout,
    store,
    state: store.getState,
    storage,
    show,
    edits,
    told: () => notices.getState().current?.text ?? null,
    tagged: () => [...record.getState().items.event.values()],
    follow: async () => {
      record.getState().follow();
      await expect.poll(() => record.getState().ready).toBe(true);
    },
  };
}

const withSoccer = () => {
  const page = start();
  page.state().copyLayout(soccer, 'Use Soccer');
  return page;
};

describe('A layout of a sport', () => {
  it('is copied into the project as one edit, and is the one in use', async () => {
    const { state, record, edits } = withSoccer();
    await expect.poll(edits).toEqual(['Use Soccer']);
    const [copy] = [...record.getState().items['code-window'].values()];
    expect(copy?.id).not.toBe(soccer.id);
    expect(copy?.buttons).toEqual(soccer.buttons);
    expect(state().chosen).toEqual([copy?.id]);
  });

  it('gets a name of its own when it is copied again', () => {
    const { state, record } = withSoccer();
    state().copyLayout(soccer, 'Use Soccer');
    expect([...record.getState().items['code-window'].values()].map(({ name }) => name)).toEqual([
      'Soccer',
      'Soccer 2',
    ]);
  });
});

describe('A press', () => {
  it('tags around the picture on the screen while the clock runs ahead of it, and is one edit', async () => {
    const { state, review, tagged, edits } = withSoccer();
    review.getState().togglePlay();
    review.getState().playedTo(104);
    review.getState().pictureShown(100);
    expect(state().pressKey('Digit1')).toBe(true);
    expect(tagged().map(({ range }) => range)).toEqual([{ start: 90, end: 115 }]);
    await expect.poll(edits).toEqual(['Use Soccer', 'Tag Touch']);
  });

  it('is no key’s while the code window is hidden', () => {
    const { state, layout, tagged } = withSoccer();
    layout.getState().change({ leftPanel: 'events' });
    expect(state().pressKey('Digit1')).toBe(false);
    layout.getState().change({ leftPanel: 'codes', view: 'library' });
    expect(state().pressKey('Digit1')).toBe(false);
    expect(tagged()).toEqual([]);
  });

  it('of a label goes to the event selected since the last press', () => {
    const { state, review, events, tagged } = withSoccer();
    for (const frame of [100, 200]) {
      review.getState().goTo(frame);
      state().pressKey('Digit1');
    }
    state().pressKey('KeyW');
    events.getState().select([tagged()[0]?.id ?? '']);
    state().pressKey('KeyC');
    expect(tagged().map(({ labels }) => labels.map(({ text }) => text))).toEqual([
      ['Right foot'],
      ['Left foot'],
    ]);
  });

  it('says what is missing: a clip, an event to label, an unlocked code', () => {
    const page = withSoccer();
    page.state().pressKey('KeyW');
    expect(page.told()).toMatch(/Tag or select an event first/);
    page.state().pressKey('Digit1');
    const { items, edit } = page.record.getState();
    for (const { id } of items.code.values()) edit('Lock', changeCode(items, id, { locked: true }));
    page.state().pressKey('Digit1');
    expect(page.told()).toBe('Touch is locked. Unlock it on the timeline to tag.');
    page.review.getState().showClip(null);
    page.state().pressKey('Digit1');
    expect(page.told()).toMatch(/Open a clip first/);
    expect(page.tagged()).toHaveLength(1);
  });

  it('changes nothing in a project that can only be read, and says why', async () => {
    const page = start({ readOnly: 'It is open elsewhere.', items: [{ ...soccer, id: 'w' }] });
    await page.follow();
    page.state().pressKey('KeyA');
    expect(page.told()).toBe('It is open elsewhere.');
    expect(page.state().tagging.underWay).toEqual([]);
  });
});

describe('What is under way', () => {
  it('outlives the page', () => {
    const page = withSoccer();
    page.state().pressKey('KeyA');
    const again = start({ storage: page.storage });
    expect(again.state().tagging.underWay.map(({ codeName, start: first }) => [codeName, first])).toEqual([
      ['Home ball', 0],
    ]);
    expect(again.state().chosen).toEqual(page.state().chosen);
  });

  it('is forgotten where what was kept makes no sense', () => {
    const storage = memory();
    storage.setItem('deepsport.code-window', '{"chosen":[],"underWay":[{"start":-1}]}');
    expect(start({ storage }).state().tagging.underWay).toEqual([]);
  });

  it('waits for its clip when another one is shown, and is said to', () => {
    const { state, show, told, review, tagged } = withSoccer();
    review.getState().goTo(40);
    state().pressKey('KeyA');
    show(other);
    expect(told()).toBe('Home ball waits on match.mp4 until that clip is shown again.');
    state().end();
    expect(tagged()).toEqual([]);
    show(clip);
    expect(told()).toBe('Home ball goes on, under way since 40.');
    review.getState().goTo(60);
    state().end();
    expect(tagged().map(({ range }) => range)).toEqual([{ start: 40, end: 60 }]);
  });

  it('can be discarded without an event', () => {
    const { state, told, tagged } = withSoccer();
    state().pressKey('KeyA');
    state().discard();
    expect(state().tagging.underWay).toEqual([]);
    expect(tagged()).toEqual([]);
    expect(told()).toBe('Home ball was discarded; no event was made.');
  });
});

describe('A code that is typed', () => {
  it('makes the code and its button in one edit, in a layout of its own where there is none', async () => {
    const { state, record, edits } = start();
    state().addCode('  Header ');
    state().addCode('Throw-in');
    await expect.poll(edits).toEqual(['Add the code Header', 'Add the code Throw-in']);
    const { items } = record.getState();
    const [window] = [...items['code-window'].values()];
    expect(window?.buttons.map(({ text, key }) => [text, key])).toEqual([
      ['Header', 'Digit1'],
      ['Throw-in', 'Digit2'],
    ]);
    expect([...items.code.values()].map(({ name, colour }) => [name, colour])).toEqual(
      window?.buttons.map(({ text, colour }) => [text, colour]),
    );
  });

  it('that has a button already is said to', async () => {
    const { state, edits, told } = start();
    state().addCode('Header');
    state().addCode('Header');
    expect(told()).toBe('There is a button Header already.');
    await expect.poll(edits).toHaveLength(1);
  });
});
