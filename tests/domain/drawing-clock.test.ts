import { describe, expect, it } from 'vitest';
import { chronometerText, clockText, type DrawingItem, drawingOnFrame } from '#common/domain/index.ts';

const drawing = (shape: DrawingItem['shape']): DrawingItem => ({
  ...{ kind: 'drawing', id: 'd', clipId: 'c', shape, colour: '#ffffff', size: 0.04, text: 'kept' },
  range: { start: 2, end: 5 },
  points: [[0.1, 0.1]],
});

describe('A chronometer', () => {
  // Uneven frames on a clock that does not begin at zero.
  const times = [10, 10.04, 10.1, 10.11, 10.5, 71.239, 72];
  const timeOf = (frame: number) => times[frame] ?? 0;

  it('counts real time from the first frame of its range and stays within it', () => {
    const shown = times.map((_, frame) => chronometerText(drawing('chronometer'), frame, timeOf));
    expect(shown).toEqual(['0:00.00', '0:00.00', '0:00.00', '0:00.01', '0:00.40', '1:01.14', '1:01.14']);
  });

  it('writes hundredths as a stopwatch does', () => {
    expect([0, 0.004, 0.29, 9.999, 59.994, 59.995, 3599.99, 3600, -1].map(clockText)).toEqual([
      '0:00.00',
      '0:00.00',
      '0:00.29',
      '0:10.00',
      '0:59.99',
      '1:00.00',
      '59:59.99',
      '1:00:00.00',
      '0:00.00',
    ]);
    // A sum that misses a hundredth by its last bit.
    expect(clockText(10.12 - 10)).toBe('0:00.12');
  });

  it('has its time as its text; other drawings stay what they are', () => {
    expect(drawingOnFrame(drawing('chronometer'), 4, timeOf).text).toBe('0:00.40');
    const text = drawing('text');
    expect(drawingOnFrame(text, 4, timeOf)).toBe(text);
  });
});
