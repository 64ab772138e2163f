import { describe, expect, it } from 'vitest';
import { cancelled, DeepSportError, type TrackSearchEvent } from '#common/domain/index.ts';
import type { Services } from '#main/rpc/services.ts';
import { trackStream } from '#main/rpc/track-stream.ts';

const search = { from: { frame: 0, x: 0.5, y: 0.5 }, range: { start: 0, end: 9 }, radius: 8 };
const point = (frame: number): TrackSearchEvent => ({
  type: 'point',
  point: { frame, x: 0.5, y: 0.5, by: 'search' },
  score: 1,
});

type Track = Services['video']['track'];

const streamOf = (track: Track, signal?: AbortSignal) => {
  const services = { clips: { sourceOf: async () => ({ path: 'a.mp4' }) }, video: { track } };
  return trackStream(services as unknown as Services, { clipId: 'c', search }, signal, () => {});
};
const turn = () => new Promise((resolve) => setTimeout(resolve));

describe('The stream of a search', () => {
  it('tells everything in order, however fast it comes, and then ends', async () => {
    const events = await streamOf(async (_source, _search, { onEvent }) => {
      onEvent(point(1));
      onEvent(point(2));
      await turn();
      onEvent(point(3));
      onEvent({ type: 'lost', frame: 4, direction: 1, reason: 'unlike' });
    });
    const told: TrackSearchEvent[] = [];
    for await (const event of events) told.push(event);
    expect(told.map((event) => (event.type === 'point' ? event.point.frame : 'lost'))).toEqual([
      1,
      2,
      3,
      'lost',
    ]);
  });

  it('fails with the error of the contract after what was found', async () => {
    const events = await streamOf(async (_source, _search, { onEvent }) => {
      onEvent(point(1));
      throw new DeepSportError('FILE_CHANGED', 'The file has changed.');
    });
    expect((await events.next()).value).toEqual(point(1));
    await expect(events.next()).rejects.toMatchObject({
      code: 'FILE_CHANGED',
      message: 'The file has changed.',
    });
  });

  it('ends the search when its reader leaves', async () => {
    const ended = Promise.withResolvers<void>();
    const events = await streamOf(async (_source, _search, { signal, onEvent }) => {
      for (let frame = 1; !signal?.aborted; frame++) {
        onEvent(point(frame));
        await turn();
      }
      ended.resolve();
      throw cancelled();
    });
    await events.next();
    await events.return();
    await ended.promise;
  });
});
