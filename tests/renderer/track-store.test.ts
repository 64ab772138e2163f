import { describe, expect, it, vi } from 'vitest';
import {
  DeepSportError,
  noItems,
  pointOn,
  putItem,
  type Track,
  type TrackPoint,
  type TrackSearch,
  type TrackSearchEvent,
} from '#common/domain/index.ts';
import { createNoticesStore } from '#renderer/app/state/notices-store.ts';
import { createRecordStore } from '#renderer/app/state/record-store.ts';
import { createTrackStore } from '#renderer/app/state/track-store.ts';
import type { Client } from '#renderer/client/client.ts';
import { createFakeClient } from './fake-client.ts';

type Search = (search: TrackSearch, signal: AbortSignal | undefined) => AsyncGenerator<TrackSearchEvent>;

const size = { width: 100, height: 100 };
const person = (frame: number, x = frame / 100): TrackPoint => ({ frame, x, y: 0.5, by: 'person' });
const trackWith = (points: readonly TrackPoint[]): Track => ({
  ...{ kind: 'track', id: 't', clipId: 'c', points, colour: '#ffffff', size: 0.004, text: '' },
});

/** Finds the thing one pixel to the right on each frame, from wherever it was set; lost at a frame, if it is. */
const straight = (lostAt = Number.POSITIVE_INFINITY): Search =>
  async function* ({ from, range }) {
    const at = (frame: number): TrackSearchEvent => ({
      type: 'point',
      point: { frame, x: from.x + (frame - from.frame) / 100, y: from.y, by: 'search' },
      score: 1,
    });
    for (let frame = from.frame + 1; frame <= range.end; frame++) {
      if (frame === lostAt) {
        yield { type: 'lost', frame, direction: 1, reason: 'unlike' };
        break;
      }
      yield at(frame);
    }
    for (let frame = from.frame - 1; frame >= range.start; frame--) yield at(frame);
  };

function open(points: readonly TrackPoint[], search: Search, now?: () => number) {
  const { client: fake, calls } = createFakeClient();
  const searches: TrackSearch[] = [];
  const client = {
    ...fake,
    clips: {
      ...fake.clips,
      track: async (input: { search: TrackSearch }, { signal }: { signal?: AbortSignal } = {}) => {
        searches.push(input.search);
        return search(input.search, signal);
      },
    },
  } as unknown as Client;
  const notices = createNoticesStore();
  const record = createRecordStore({ client, notices });
  record.getState().edit('Begin a path', [putItem(trackWith(points))]);
  const tracks = createTrackStore({ client, record, notices, ...(now ? { now } : {}) });
  const follow = (frame: number, range = { start: 0, end: 20 }) =>
    tracks.getState().follow({ trackId: 't', frame, range, radius: 10, size, mergeKey: 'path 1' });
  const pointsNow = () => record.getState().items.track.get('t')?.points ?? [];
  const edits = () => calls.filter(({ name }) => name === 'record.edit').map(({ input }) => input);
  return { follow, pointsNow, searches, tracks, record, notices, edits };
}

describe('Following a path', () => {
  it('looks for every point of the range, to both sides of the one that was set', async () => {
    const { follow, pointsNow, searches, notices, tracks, edits } = open([person(8)], straight());
    expect(await follow(8)).toBeNull();
    expect(pointsNow().map(({ frame }) => frame)).toEqual(Array.from({ length: 21 }, (_, at) => at));
    expect(pointOn(pointsNow(), 8)?.by).toBe('person');
    expect(searches.map(({ range }) => range)).toEqual([
      { start: 8, end: 20 },
      { start: 0, end: 8 },
    ]);
    expect(tracks.getState()).toMatchObject({ searching: null, lost: null });
    expect(notices.getState().jobs).toEqual([]);
    expect(edits().at(-1)).toMatchObject({ title: 'Follow a path', mergeKey: 'path 1' });
  });

  it('goes no further than the next points that a person set, and looks from those as well', async () => {
    const { follow, pointsNow, searches } = open([person(2), person(8), person(12, 0.14)], straight());
    await follow(8);
    expect(searches.map(({ from, range }) => [from.frame, range.start, range.end])).toEqual([
      [8, 8, 12],
      [8, 2, 8],
      [12, 8, 12],
      [2, 2, 8],
    ]);
    const points = pointsNow();
    expect(points.map(({ frame }) => frame)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(points.filter(({ by }) => by === 'person').map(({ frame }) => frame)).toEqual([2, 8, 12]);
    // Between 0.08 at frame 8 and 0.14 at frame 12 both sides differ by two pixels: blended half way.
    expect(pointOn(points, 10)?.x).toBeCloseTo((0.1 + 0.12) / 2, 9);
  });

  it('takes the place of what was found before, and says where it was lost', async () => {
    const old = Array.from({ length: 20 }, (_, at): TrackPoint => ({ ...person(at + 1, 0.9), by: 'search' }));
    const { follow, pointsNow, tracks, notices } = open([person(0), ...old], straight(6));
    expect(await follow(0)).toBe(6);
    expect(pointsNow().map(({ x }) => x)).toEqual(
      [0, 1, 2, 3, 4, 5].map((frame) => expect.closeTo(frame / 100, 9)),
    );
    const words = 'Lost at frame 6: set the point there to go on.';
    expect(tracks.getState().lost).toEqual({ trackId: 't', frame: 6, words });
    expect(notices.getState().current?.text).toBe(words);
  });

  it('withdraws the points that are doubted once it is lost', async () => {
    const doubting: Search = async function* (search, signal) {
      for await (const event of straight()(search, signal)) {
        yield event;
        if (event.type !== 'point' || event.point.frame !== 14) continue;
        yield { type: 'lost', frame: 11, direction: 1, reason: 'unlike' };
        return;
      }
    };
    const { follow, pointsNow } = open([person(8)], doubting);
    expect(await follow(8, { start: 8, end: 20 })).toBe(11);
    expect(pointsNow().map(({ frame }) => frame)).toEqual([8, 9, 10]);
  });

  it('keeps what it found when it is cancelled or fails, and tells of a failure', async () => {
    const cut: Search = async function* ({ from }) {
      for (let frame = from.frame + 1; frame < 5; frame++)
        yield { type: 'point', point: { ...person(frame), by: 'search' }, score: 1 };
      throw new DeepSportError('FILE_MISSING', 'The file is gone.');
    };
    const { follow, pointsNow, notices } = open([person(0), { ...person(15), by: 'search' }], cut);
    expect(await follow(0)).toBeNull();
    expect(pointsNow().map(({ frame }) => frame)).toEqual([0, 1, 2, 3, 4, 15]);
    expect(notices.getState().current?.text).toBe('The file is gone.');

    const endless: Search = async function* ({ from }, signal) {
      for (let frame = from.frame + 1; !signal?.aborted; frame++) {
        yield { type: 'point', point: { ...person(frame), by: 'search' }, score: 1 };
        await new Promise((resolve) => setTimeout(resolve));
      }
      throw new DeepSportError('CANCELLED', 'Cancelled.');
    };
    const other = open([person(0)], endless);
    const following = other.follow(0, { start: 0, end: 5000 });
    await vi.waitFor(() => expect(other.tracks.getState().searching?.frame).toBeGreaterThan(3));
    other.tracks.getState().cancel();
    expect(await following).toBeNull();
    expect(other.pointsNow().length).toBeGreaterThan(3);
    expect(other.notices.getState().notices).toEqual([]);
    expect(other.tracks.getState().searching).toBeNull();
  });

  it('keeps what it finds once a second, and ends when its path is taken back meanwhile', async () => {
    let time = 0;
    const asked: { on: (() => void) | null } = { on: null };
    const slow: Search = async function* ({ from, range }, signal) {
      for (let frame = from.frame + 1; frame <= range.end && !signal?.aborted; frame++) {
        time += 400;
        yield { type: 'point', point: { ...person(frame), by: 'search' }, score: 1 };
        if (frame === 10) asked.on?.();
      }
      if (signal?.aborted) throw new DeepSportError('CANCELLED', 'Cancelled.');
    };
    const { follow, pointsNow, record, edits } = open([person(0)], slow, () => time);
    asked.on = () => {
      // Every third frame a second is over.
      expect(edits().length).toBeGreaterThanOrEqual(3);
      record.setState({ items: noItems });
      record.getState().edit('Undo', [putItem(trackWith([person(0, 0.5)]))]);
    };
    await follow(0);
    expect(pointsNow()).toEqual([person(0, 0.5)]);
  });

  it('begins nothing without a point on the frame', async () => {
    const { follow, searches } = open([person(3)], straight());
    expect(await follow(4)).toBeNull();
    expect(searches).toEqual([]);
  });
});
