import { describe, expect, it } from 'vitest';
import { namedFrames, segmentRanges, segmentText } from '#renderer/app/state/named-frames.ts';

describe('Frames named in a text', () => {
  it.each([
    ['At frame 35 the hands leave the board.', [35]],
    ['Frames 35, 36 and 40 show it.', [35, 36, 40]],
    ['I look at frames 35–59 and frames 61 to 66.', [35, 59, 61, 66]],
    ['#0 frame 0 board, #1 frame 23 board. take-off lies between 46 and 69: frame 57.', [0, 23, 46, 69, 57]],
    ['frame_extraction_tool(35, 59)', [35, 59]],
    ['frames 61 to 91', [61, 91]],
    ['take-off at frame 61, entry at frame 92', [61, 92]],
    ['31 frames', []],
    ['It takes 8 frames, 3 s, about 40 %.', []],
    ['cannot tell: these frames show no take-off.', []],
    ['frame 35, 8 frames later', [35]],
    ['frame 4000', []],
  ])('%s', (text, frames) => {
    expect(namedFrames(text, 1000)).toEqual(frames);
  });

  it('and ranges stay whole in what a tool told', () => {
    const text =
      'shot 2: frames 59–99, begins with a cut at frame 59\nframes 90–120: 5\nPeaks: frame 61, frame 70.';
    const segments = segmentRanges(text, 100);
    expect(segments.map((segment) => segment.text).join('')).toBe(text);
    expect(segments.flatMap((segment) => (segment.kind === 'range' ? [segment.text] : []))).toEqual([
      ...['59–99', '59', '61', '70'],
    ]);
  });

  it('leave the text as it is when joined again', () => {
    const text = 'Between frames 46 and 69, at frame 57, 12 frames pass.';
    const segments = segmentText(text, 100);
    expect(segments.map((segment) => segment.text).join('')).toBe(text);
    expect(segments.filter(({ kind }) => kind === 'frame').map(({ text: digits }) => digits)).toEqual([
      '46',
      '69',
      '57',
    ]);
  });
});
