import { describe, expect, it } from 'vitest';
import { defaultSettings } from '#common/contract/index.ts';
import { readPace, speedsText } from '#renderer/settings/read-pace.ts';

const entry = { amount: '10', unit: 'frames', speeds: '1/4 0,5;1  2' } as const;

describe('Steps and speeds as they are typed', () => {
  it('are fractions or decimals, with a point or a comma', () => {
    expect(readPace(entry)).toEqual({
      longStep: { amount: 10, unit: 'frames' },
      speeds: [0.25, 0.5, 1, 2],
    });
    expect(readPace({ ...entry, amount: '1,5', unit: 'seconds' })?.longStep.amount).toBe(1.5);
  });

  it('are read again as they are shown', () => {
    const speeds = speedsText(defaultSettings.speeds);
    expect(readPace({ ...entry, speeds })?.speeds).toEqual(defaultSettings.speeds);
  });

  it.each([
    { ...entry, amount: '2.5' },
    { ...entry, amount: '0' },
    { ...entry, amount: '' },
    { ...entry, speeds: '' },
    { ...entry, speeds: '1 fast' },
    { ...entry, speeds: '1/0' },
    { ...entry, speeds: '1/2/3' },
    { ...entry, speeds: '-1 1' },
    { ...entry, speeds: '32' },
  ])('are refused where the settings cannot hold them: $amount, $speeds', (bad) => {
    expect(readPace(bad)).toBeUndefined();
  });
});
