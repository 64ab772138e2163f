import { describe, expect, it } from 'vitest';
import type { ProjectEvent, Reveal, Step } from '#common/domain/index.ts';
import { runOfTrajectory } from '#renderer/app/state/run.ts';
import { mergeRuns, withTrajectory } from '#renderer/app/state/run-list.ts';
import { isVeiled, lastRevealed, ownEvents, veiledWork } from '#renderer/app/state/veiled.ts';
import { trajectory, turn } from './trajectories.ts';

const veiledSteps: readonly Step[] = [
  { kind: 'veiled', turns: 0, frames: 8, seconds: 0, tokens: 0 },
  { kind: 'veiled', turns: 1, frames: 0, seconds: 1.5, tokens: 420 },
  { kind: 'veiled', turns: 1, frames: 4, seconds: 0.5, tokens: 80 },
];
const veiled = trajectory({ blind: true, status: 'answered', steps: veiledSteps });
const open = { ...veiled, steps: [turn(1)], answer: '10–12: Touch' };
const reveal: Reveal = {
  kind: 'reveal',
  id: 't1',
  clipId: 'c1',
  revealedAt: '2026-01-01T00:00:00.000Z',
  marked: [],
  proposed: [],
};

describe('A question asked blind, on a page', () => {
  it('is veiled until the record has its reveal', () => {
    expect(isVeiled(veiled, new Map())).toBe(true);
    expect(isVeiled(veiled, new Map([['t1', reveal]]))).toBe(false);
    expect(isVeiled({ ...veiled, blind: false }, new Map())).toBe(false);
  });

  it('tells how much was done for it, and when somebody saw the answer', () => {
    expect(veiledWork(veiled)).toEqual({ turns: 2, frames: 12, seconds: 2, tokens: 500 });
    expect(lastRevealed(veiled)).toBeNull();
    const seen: Step = { kind: 'notice', message: 'Revealed.', revealedAt: reveal.revealedAt };
    expect(lastRevealed({ steps: [...veiledSteps, seen] })).toBe(reveal.revealedAt);
  });

  it('counts the person’s own events in what was asked about', () => {
    const event = (
      id: string,
      start: number,
      end: number,
      change: Partial<ProjectEvent> = {},
    ): ProjectEvent => ({
      ...{ kind: 'event', id, clipId: 'c1', codeId: 'touch', range: { start, end }, labels: [], note: '' },
      ...{ by: { kind: 'person' }, evidence: [], createdAt: '' },
      ...change,
    });
    const events = [
      event('inside', 10, 20),
      event('at the edge', 90, 100),
      event('outside', 201, 210),
      event('elsewhere', 110, 120, { clipId: 'c2' }),
      event('accepted', 110, 120, { by: { kind: 'model', trajectoryId: 't0', engine: 'E' } }),
    ];
    const idsIn = (scope: { start: number; end: number } | null) =>
      ownEvents(events, { clipId: 'c1', scope }).map(({ id }) => id);
    expect(idsIn({ start: 100, end: 200 })).toEqual(['at the edge']);
    expect(idsIn(null)).toEqual(['inside', 'at the edge', 'outside']);
  });

  it('is shown as the host tells it: its answer comes with the reveal and goes when that is undone', () => {
    const before = [runOfTrajectory(veiled)];
    const revealed = mergeRuns(before, before, [open]);
    expect(revealed.map((run) => run.trajectory?.answer)).toEqual(['10–12: Touch']);
    expect(mergeRuns(revealed, revealed, [veiled])[0]?.trajectory).toEqual(veiled);
    expect(withTrajectory(before, open)[0]?.trajectory).toEqual(open);
  });
});
