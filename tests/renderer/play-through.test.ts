import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { applyChanges, type ClipInfo, noItems, type PlaylistEntry, putItem } from '#common/domain/index.ts';
import { createAppState } from '#renderer/app/state/app-state.ts';
import { createFakeClient } from './fake-client.ts';

const clipOf = (id: string) =>
  ({
    id,
    name: `${id}.mp4`,
    frameCount: 100,
    durationSeconds: 4,
    firstTimestampSeconds: 0,
    averageFrameRate: 25,
  }) as ClipInfo;
const clips = [clipOf('a'), clipOf('b')];
const entry = (id: string, clipId: string, start: number, end: number): PlaylistEntry => ({
  id,
  clipId,
  range: { start, end },
  eventId: null,
  syncFrame: null,
  note: '',
});
const entries = [
  entry('one', 'a', 10, 12),
  entry('gone', 'c', 0, 5),
  entry('two', 'b', 40, 44),
  entry('three', 'b', 97, 99),
];

const times = { timestampsSeconds: Array.from({ length: 100 }, (_, frame) => frame / 25), keyFrames: [0] };

function start() {
  const { client, calls } = createFakeClient({ clips });
  const timed = {
    ...client,
    clips: {
      ...client.clips,
      frameTimes: async (input: unknown) => {
        calls.push({ name: 'frameTimes', input });
        return times;
      },
    },
  };
  const app = createAppState({ client: timed as unknown as typeof client, storage: undefined });
  const { record, host, playlists, review } = app.stores;
  host.getState().change({ clips });
  const playlist = { kind: 'playlist', id: 'p', name: 'Touches', entries } as const;
  record.setState({ items: applyChanges(noItems, [putItem(playlist)]), ready: true });
  // As the viewer does: what is asked for is soon on the screen.
  review.subscribe(({ target, shown, pictureShown, times: known }) => {
    if (known && shown !== target)
      queueMicrotask(() => review.getState().target === target && pictureShown(target));
  });
  const at = () => {
    const { clip, target, playing } = review.getState();
    return [clip?.id ?? null, target, playing];
  };
  /** As the viewer's clock does. */
  const playTo = async (frame: number) => {
    review.getState().playedTo(frame);
    await vi.advanceTimersByTimeAsync(0);
  };
  const settle = (milliseconds = 0) => vi.advanceTimersByTimeAsync(milliseconds);
  return { app, at, calls, playlists: playlists.getState, review: review.getState, playTo, settle };
}

describe('A playlist played through', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('goes from entry to entry, over what is missing, and stops at the end', async () => {
    const { at, playlists, playTo, settle } = start();
    playlists().play();
    await settle();
    expect(at()).toEqual(['a', 10, true]);
    // The clock's first step may lie a moment before its start.
    await playTo(9);
    await playTo(11);
    await playTo(12);
    // The last frame is shown for its time, and no frame after it is.
    expect(at()).toEqual(['a', 12, false]);
    await settle(1000);
    expect(at()).toEqual(['b', 40, true]);
    expect(playlists().through).toEqual({ playlistId: 'p', entryId: 'two' });
    expect(playlists().selected).toBe('two');
    await playTo(44);
    await settle(1000);
    expect(at()).toEqual(['b', 97, true]);
    // The clip ends there, which stops it by itself.
    await playTo(99);
    await settle(1000);
    expect(at()).toEqual(['b', 99, false]);
    expect(playlists().through).toBeNull();
  });

  it('begins anew at the end when it is to', async () => {
    const { at, playlists, playTo, settle } = start();
    playlists().toggleLoop();
    playlists().play('three');
    await settle();
    await playTo(99);
    await settle(1000);
    expect(at()).toEqual(['a', 10, true]);
  });

  it('keeps the speed, and skips no entry where frames are skipped', async () => {
    const { at, playlists, review, playTo, settle } = start();
    review().changeSpeed(1);
    playlists().play();
    await settle();
    await playTo(14);
    await settle();
    expect(at()).toEqual(['b', 40, true]);
    expect(review().speed).toBe(2);
  });

  it('waits while a person pauses, and goes on from there', async () => {
    const { at, playlists, review, playTo, settle } = start();
    playlists().play('two');
    await settle();
    await playTo(42);
    review().togglePlay();
    await settle(5000);
    expect(playlists().through?.entryId).toBe('two');
    review().step(1);
    review().togglePlay();
    await playTo(44);
    await settle(1000);
    expect(at()).toEqual(['b', 97, true]);
  });

  it('ends where a person goes elsewhere or stops it', async () => {
    const { app, at, playlists, review, settle } = start();
    playlists().play('two');
    await settle();
    review().goTo(90);
    await settle();
    expect(playlists().through).toBeNull();
    playlists().play('two');
    await settle();
    await app.actions.openClip(clips[0] as ClipInfo);
    await settle();
    expect(playlists().through).toBeNull();
    playlists().play('two');
    await settle();
    playlists().stop();
    expect(playlists().through).toBeNull();
    expect(at()).toEqual(['b', 40, false]);
  });

  it('goes to the next and previous entry by key, playing on where it plays', async () => {
    const { app, at, playlists, settle } = start();
    playlists().play();
    await settle();
    playlists().step(1);
    await settle();
    expect(at()).toEqual(['b', 40, true]);
    playlists().step(-1);
    await settle();
    expect(at()).toEqual(['a', 10, true]);
    playlists().step(-1);
    expect(app.stores.notices.getState().current?.text).toBe('This is the first entry.');
  });

  it('reads the index of the next clip meanwhile', async () => {
    const { calls, playlists, settle } = start();
    playlists().play();
    await settle();
    expect(calls.filter(({ name }) => name === 'frameTimes').map(({ input }) => input)).toEqual(
      expect.arrayContaining([{ clipId: 'b' }]),
    );
  });
});
