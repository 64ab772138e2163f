import { describe, expect, it } from 'vitest';
import { createPaceStore, longStepOf } from '#renderer/app/state/pace-store.ts';

/** Half a second at ten frames a second, then at a hundred. */
const timestampsSeconds = [
  ...[0, 0.1, 0.2, 0.3, 0.4],
  ...Array.from({ length: 100 }, (_, n) => 0.5 + n / 100),
];
const place = (target: number) => ({
  times: { timestampsSeconds, keyFrames: [0] },
  target,
  shown: target,
  playing: false,
});

describe('A long step', () => {
  it('is so many frames either way', () => {
    expect(longStepOf(place(50), { amount: 25, unit: 'frames' }, 1)).toBe(25);
    expect(longStepOf(place(50), { amount: 25, unit: 'frames' }, -1)).toBe(-25);
  });

  it('in seconds goes by the time of the frames, whatever the frame rate does', () => {
    const half = { amount: 0.5, unit: 'seconds' } as const;
    expect(longStepOf(place(0), half, 1)).toBe(5);
    expect(longStepOf(place(5), half, 1)).toBe(50);
    expect(longStepOf(place(5), half, -1)).toBe(-5);
  });

  it('is never none, however short', () => {
    const short = { amount: 0.01, unit: 'seconds' } as const;
    expect(longStepOf(place(1), short, 1)).toBe(1);
    expect(longStepOf(place(1), short, -1)).toBe(-1);
  });

  it('starts from the picture on the screen while it plays', () => {
    const playing = { ...place(90), shown: 5, playing: true };
    expect(longStepOf(playing, { amount: 0.5, unit: 'seconds' }, 1)).toBe(50);
  });
});

describe('The speeds', () => {
  it('stand in order, each once, with the clip’s own among them', () => {
    const pace = createPaceStore();
    pace.getState().setPace({ longStep: { amount: 1, unit: 'seconds' }, speeds: [4, 0.1, 4, 2] });
    expect(pace.getState().speeds).toEqual([0.1, 1, 2, 4]);
  });
});
