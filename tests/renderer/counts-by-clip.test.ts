import { describe, expect, it } from 'vitest';
import { noItems, type ProjectEvent, type Proposal } from '#common/domain/index.ts';
import { countsByClip } from '#renderer/library/counts-by-clip.ts';

const event = (id: string, clipId: string) => [id, { id, clipId } as ProjectEvent] as const;
const proposal = (id: string, clipId: string, status: Proposal['status']) =>
  [id, { id, clipId, status } as Proposal] as const;

describe('The library', () => {
  it('counts the events of each clip, and the proposals that wait for an answer', () => {
    const counts = countsByClip(
      new Map([event('1', 'a'), event('2', 'a'), event('3', 'b')]),
      new Map([proposal('4', 'a', 'open'), proposal('5', 'a', 'accepted'), proposal('6', 'c', 'open')]),
    );
    expect(Object.fromEntries(counts)).toEqual({
      a: { events: 2, proposals: 1 },
      b: { events: 1, proposals: 0 },
      c: { events: 0, proposals: 1 },
    });
    expect(countsByClip(noItems.event, noItems.proposal).size).toBe(0);
  });
});
