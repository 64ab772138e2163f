import { describe, expect, it } from 'vitest';
import { putItem } from '#common/domain/index.ts';
import { createRandom, type Random } from '../random.ts';
import { evenTimes, openTwo } from './two-clips.ts';

const times = { a: evenTimes(100, 25), b: evenTimes(200, 50), c: evenTimes(60, 30, 1.5) };

/** Two clips synced at frames of each. */
async function synced(left: number, right: number) {
  const two = await openTwo(times);
  await two.compare.getState().open({ clip: two.clip('b'), mode: 'side' });
  two.review.getState().goTo(left);
  two.right.getState().goTo(right);
  two.compare.getState().syncHere();
  return two;
}

describe('Two pictures', () => {
  it('move by themselves until they are synced, then together by their times', async () => {
    const { compare, review, right, clip, frames } = await openTwo(times);
    await compare.getState().open({ clip: clip('b'), mode: 'side' });
    expect(compare.getState()).toMatchObject({ mode: 'side', linked: false, sync: null, focus: 'right' });
    right.getState().step(30);
    expect(frames()).toEqual([0, 30]);
    review.getState().goTo(10);
    expect(frames()).toEqual([10, 30]);
    compare.getState().syncHere();
    review.getState().step(1);
    expect(frames()).toEqual([11, 32]);
    right.getState().step(1);
    expect(frames()).toEqual([11, 33]);
    right.getState().step(1);
    expect(frames()).toEqual([12, 34]);
  });

  it('stay at their ends where one clip does not reach as far as the other, and come back in step', async () => {
    const { review, right, frames } = await synced(50, 10);
    review.getState().goTo(20);
    expect(frames()).toEqual([20, 0]);
    review.getState().goTo(52);
    expect(frames()).toEqual([52, 14]);
    right.getState().goTo(199);
    expect(frames()).toEqual([99, 199]);
    right.getState().goTo(12);
    expect(frames()).toEqual([51, 12]);
  });

  it('play on one clock: the other goes along in its direction and rests where the first one rests', async () => {
    const { review, right, frames } = await synced(0, 0);
    review.getState().togglePlay();
    review.getState().playedTo(7);
    expect(frames()).toEqual([7, 14]);
    expect(right.getState()).toMatchObject({ playing: false, led: 1 });
    review.getState().pictureShown(7);
    review.getState().pause();
    expect(right.getState()).toMatchObject({ led: null, target: 14 });
    right.getState().shuttle(-1);
    right.getState().playedTo(11);
    expect(frames()).toEqual([5, 11]);
    expect(review.getState()).toMatchObject({ playing: false, led: -1 });
  });

  it('go on playing when the other one is taken in hand, with its speed and direction', async () => {
    const { compare, review, right } = await synced(20, 40);
    compare.getState().focusOn('left');
    review.getState().shuttle(-1);
    review.getState().changeSpeed(-1);
    compare.getState().focusOn('right');
    expect(review.getState()).toMatchObject({ playing: false, led: -1 });
    expect(right.getState()).toMatchObject({ playing: true, direction: -1, speed: 0.5 });
  });

  it('keep their sync point in the record, where it is undone and found again, either way round', async () => {
    const { compare, record, edits, clip, frames, review } = await synced(30, 12);
    expect(edits()).toHaveLength(1);
    expect(edits()[0]?.changes[0]?.item).toMatchObject({
      kind: 'sync',
      left: { clipId: 'a', frame: 30 },
      right: { clipId: 'b', frame: 12 },
    });
    compare.getState().close();
    expect(compare.getState().mode).toBe('off');
    await compare.getState().open({ clip: clip('b'), mode: 'overlay' });
    expect(compare.getState()).toMatchObject({ linked: true, sync: { left: 30, right: 12 } });
    compare.getState().swap();
    await expect.poll(() => review.getState().times).not.toBeNull();
    expect(review.getState().clip?.id).toBe('b');
    expect(compare.getState()).toMatchObject({ linked: true, sync: { left: 12, right: 30 } });
    expect(frames()).toEqual([12, 30]);
    compare.getState().close();
    await compare.getState().open({ clip: clip('a'), mode: 'side' });
    expect(compare.getState().sync).toEqual({ left: 12, right: 30 });
    // As another window, or undo, takes it away.
    const id = [...record.getState().items.sync.keys()][0] ?? '';
    record.getState().edit('Undo', [{ kind: 'sync', id, item: null }]);
    expect(compare.getState()).toMatchObject({ sync: null, linked: false });
  });

  it('are nudged by moving the right one alone, as one step of the history', async () => {
    const { compare, edits, frames, review } = await synced(30, 12);
    compare.getState().nudge(1);
    compare.getState().nudge(1);
    compare.getState().nudge(-1);
    expect(frames()).toEqual([30, 13]);
    await expect.poll(() => edits().length).toBe(4);
    const [, first, second, third] = edits();
    expect(first?.mergeKey).toBeDefined();
    expect([second?.mergeKey, third?.mergeKey]).toEqual([first?.mergeKey, first?.mergeKey]);
    review.getState().step(1);
    expect(frames()).toEqual([31, 15]);
    compare.getState().toggleLink();
    compare.getState().nudge(5);
    expect(frames()).toEqual([31, 20]);
    expect(edits()).toHaveLength(4);
  });

  it('compare two events at their starts, looped over the shorter, without an entry in the history', async () => {
    const { compare, review, right, clip, frames, edits } = await openTwo(times);
    await compare.getState().open({
      clip: clip('a'),
      mode: 'side',
      events: { left: { start: 10, end: 49 }, right: { start: 60, end: 69 } },
    });
    expect(frames()).toEqual([10, 60]);
    expect(review.getState().loop).toEqual({ start: 10, end: 19 });
    expect(right.getState().loop).toEqual({ start: 60, end: 69 });
    expect(edits()).toEqual([]);
    compare.getState().nudge(1);
    compare.getState().close();
    expect(review.getState().loop).toBeNull();
    await compare.getState().open({
      clip: clip('a'),
      mode: 'side',
      events: { left: { start: 10, end: 49 }, right: { start: 60, end: 69 } },
    });
    expect(frames()).toEqual([10, 61]);
  });

  it('zoom alike, or each by itself', async () => {
    const { compare, review, right, clip } = await synced(0, 0);
    right.setState({ clip: { ...clip('b'), width: 400, height: 200 } });
    review.getState().setZoom({ scale: 4, centre: { x: 50, y: 25 } });
    expect(right.getState().zoom).toEqual({ scale: 2, centre: { x: 100, y: 50 } });
    right.getState().setZoom(null);
    expect(review.getState().zoom).toBeNull();
    compare.getState().toggleZoomLink();
    review.getState().setZoom({ scale: 4, centre: { x: 50, y: 25 } });
    expect(right.getState().zoom).toBeNull();
  });

  it('are one again when another clip is opened, and come back by the same key for the same clip', async () => {
    const { compare, review, clip } = await synced(3, 4);
    review.getState().showClip(clip('c'));
    expect(compare.getState().mode).toBe('off');
    expect(compare.getState().toggle('overlay')).toBe(false);
    review.getState().showClip(clip('a'));
    expect(compare.getState().toggle('overlay')).toBe(true);
    expect(compare.getState().mode).toBe('overlay');
    expect(compare.getState().toggle('overlay')).toBe(true);
    expect(compare.getState().mode).toBe('off');
  });

  it('can be synced where the project is read-only, though it is not kept', async () => {
    const { compare, record, edits, clip, right, frames } = await openTwo(times);
    record.setState({ readOnly: 'Another window edits this project.' });
    await compare.getState().open({ clip: clip('b'), mode: 'side' });
    right.getState().goTo(20);
    compare.getState().syncHere();
    right.getState().step(2);
    expect(frames()).toEqual([1, 22]);
    expect(edits()).toEqual([]);
  });

  it('say that they are to be synced, and that there is nothing to link before', async () => {
    const { compare, notices, clip } = await openTwo(times);
    await compare.getState().open({ clip: clip('b'), mode: 'side' });
    expect(notices.getState().current?.text).toMatch(/press F8/);
    compare.getState().toggleLink();
    expect(compare.getState().linked).toBe(false);
  });
});

/** Times that lie unevenly, as a telephone's do. */
function unevenTimes(random: Random): readonly number[] {
  const list = [random.next() * 2];
  const spacing = 0.004 + random.next() * 0.06;
  const count = 40 + random.integer(160);
  while (list.length < count) {
    const pause = random.integer(12) === 0 ? 4 : 1;
    list.push((list.at(-1) ?? 0) + spacing * (0.5 + random.next()) * pause);
  }
  return list;
}

/** The frame at the instant of another clip's frame, by looking at every one. */
function byLooking(from: readonly number[], to: readonly number[], frame: number, synced: [number, number]) {
  const instant = (from[frame] ?? 0) - (from[synced[0]] ?? 0) + (to[synced[1]] ?? 0);
  const last = to.findLastIndex((time) => time <= instant + 1e-9);
  return Math.max(0, last);
}

describe('Any sequence of steps', () => {
  it('leaves both pictures at the same instant, whatever the times of their frames are', async () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const random = createRandom(seed);
      const clips = { a: unevenTimes(random), b: unevenTimes(random) };
      const { compare, review, right, clip, frames, record } = await openTwo(clips);
      await compare.getState().open({ clip: clip('b'), mode: 'side' });
      review.getState().goTo(random.integer(clips.a.length));
      right.getState().goTo(random.integer(clips.b.length));
      compare.getState().syncHere();
      for (let round = 0; round < 60; round += 1) {
        const side = random.pick(['left', 'right'] as const);
        const moved = side === 'left' ? review : right;
        let leads: 'left' | 'right' = side;
        const before = moved.getState().target;
        const what = random.integer(6);
        if (what <= 1) moved.getState().step(random.pick([1, -1, 10, -10]));
        if (what === 2) moved.getState().goTo(random.integer(250));
        if (what === 3) {
          moved.getState().shuttle(random.pick([1, -1]));
          moved.getState().playedTo(before + random.integer(9) - 4);
          moved.getState().pictureShown(moved.getState().target);
          moved.getState().pause();
        }
        if (what === 4) {
          compare.getState().nudge(random.pick([1, -1]));
          leads = 'left';
        }
        if (what === 5) {
          compare.getState().toggleLink();
          moved.getState().step(random.integer(21) - 10);
          if (random.integer(2) === 0) compare.getState().syncHere();
          else compare.getState().toggleLink();
          leads = 'left';
        }
        const sync = compare.getState().sync;
        expect(sync).not.toBeNull();
        const [a, b] = frames();
        const pair: [number, number] = [sync?.left ?? 0, sync?.right ?? 0];
        const at = `seed ${seed}, round ${round}: ${what} ${side}`;
        if (moved.getState().target === before && what <= 3) continue;
        if (leads === 'left') expect(within(clips.a, clips.b, a, b, pair), at).toBe(true);
        else expect(within(clips.b, clips.a, b, a, [pair[1], pair[0]]), at).toBe(true);
      }
      expect([...record.getState().items.sync.values()]).toHaveLength(1);
    }
  });

  const within = (
    from: readonly number[],
    to: readonly number[],
    frame: number,
    paired: number,
    synced: [number, number],
  ): boolean => {
    const expected = byLooking(from, to, frame, synced);
    if (expected === paired) return true;
    // A frame that begins within the rounding of files counts as begun.
    const instant = (from[frame] ?? 0) - (from[synced[0]] ?? 0) + (to[synced[1]] ?? 0);
    return paired === expected + 1 && (to[paired] ?? 0) - instant <= 2.6e-5;
  };
});

describe('A sync point', () => {
  it('of a clip with itself is found when it is asked for, and the latest of a pair of clips without', async () => {
    const { compare, record, clip, frames } = await openTwo(times);
    const point = (id: string, left: number, right: number) =>
      putItem({
        kind: 'sync',
        id,
        left: { clipId: 'a', frame: left },
        right: { clipId: 'a', frame: right },
      });
    record.getState().edit('Two', [point('s1', 5, 50), point('s2', 7, 70)]);
    await compare.getState().open({ clip: clip('a'), mode: 'side' });
    expect(compare.getState().sync).toBeNull();
    await compare.getState().open({ clip: clip('a'), mode: 'side', syncId: 's1' });
    expect(compare.getState().sync).toEqual({ left: 5, right: 50 });
    expect(frames()).toEqual([0, 45]);
  });
});
