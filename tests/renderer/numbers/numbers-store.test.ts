import { describe, expect, it } from 'vitest';
import type { ClipInfo } from '#common/domain/index.ts';
import { createNumbersStore } from '#renderer/app/state/numbers-store.ts';
import type { Client } from '#renderer/client/client.ts';

const clip = (id: string, durationSeconds = 3) =>
  ({ id, firstTimestampSeconds: 0, durationSeconds }) as ClipInfo;

/** A host of which the clips named are gone. */
function hostWithout(...gone: readonly string[]) {
  const asked: string[] = [];
  const missing = new Set(gone);
  const frameTimes = async ({ clipId }: { clipId: string }) => {
    asked.push(clipId);
    if (missing.has(clipId)) throw new Error(`${clipId} is gone.`);
    return { timestampsSeconds: [0, 1, 2], keyFrames: [0] };
  };
  const client = { clips: { frameTimes } } as unknown as Client;
  return { asked, missing, store: createNumbersStore({ client }) };
}

describe('The times that numbers are counted in', () => {
  it('are asked for once for each clip, and again when its times change', async () => {
    const { asked, store } = hostWithout();
    await store.getState().load([clip('a'), clip('b')]);
    await store.getState().load([clip('a'), clip('b')]);
    expect(asked).toEqual(['a', 'b']);
    await store.getState().load([clip('a', 24)]);
    expect(asked).toEqual(['a', 'b', 'a']);
    expect(store.getState().times.get('a')?.endSeconds).toBe(24);
  });

  it('of a clip that cannot be read are told and keep no other clip from being counted', async () => {
    const { missing, store } = hostWithout('a');
    await expect(store.getState().load([clip('a'), clip('b')])).rejects.toThrow('a is gone.');
    expect([...store.getState().times.keys()]).toEqual(['b']);
    expect([...store.getState().unread]).toEqual(['a']);
    missing.clear();
    await store.getState().load([clip('a'), clip('b')]);
    expect(store.getState().unread.size).toBe(0);
    expect(store.getState().times.has('a')).toBe(true);
  });
});
