import { describe, expect, it } from 'vitest';
import { type BurnIn, chronometerText, type Drawing } from '#common/domain/index.ts';
import { writeAssScript } from '#main/video/export/ass-script.ts';

/** What is drawn on frames 100 to 109. */
const lines = (drawings: readonly Drawing[], timeSecondsOf: (frame: number) => number): readonly string[] => {
  const burnIn: BurnIn = { frameNumbers: false, times: false, events: [], drawings };
  return writeAssScript({
    burnIn,
    size: { width: 320, height: 180 },
    range: { start: 100, end: 109 },
    timeSecondsOf,
  })
    .split('\n')
    .filter((line) => line.startsWith('Dialogue:'));
};

describe('The script of a burn-in', () => {
  it('shows on a chronometer what the viewer shows on the same frame, whatever the pace of the frames', () => {
    const range = { start: 97, end: 107 };
    // Uneven, and close enough for two frames to share a hundredth.
    const times = Array.from({ length: 120 }, (_, frame) => 3 + frame / 240 + Math.floor(frame / 4) / 50);
    const timeSecondsOf = (frame: number) => times[frame] ?? 0;
    const chronometer: Drawing = {
      ...{ kind: 'chronometer', range, colour: '#ffffff', size: 0.05, text: '' },
      points: [[0.1, 0.1]],
    };
    const written = lines([chronometer], timeSecondsOf).map((line) => ({
      from: secondsOf(line.split(',')[1] ?? ''),
      to: secondsOf(line.split(',')[2] ?? ''),
      text: /\}([^}]*)$/.exec(line)?.[1],
    }));
    for (let frame = 100; frame <= 109; frame++) {
      const shownAt = (frame - 100) / 10;
      const texts = written.filter(({ from, to }) => from <= shownAt && shownAt < to).map(({ text }) => text);
      expect(texts).toEqual(frame > range.end ? [] : [chronometerText({ range }, frame, timeSecondsOf)]);
    }
  });

  it('draws a path piece by piece, each from its frame to the end of the path', () => {
    const track: Drawing = {
      ...{ kind: 'track', range: { start: 98, end: 103 }, colour: '#ff8000', size: 0.02, text: '' },
      points: [98, 99, 101, 102, 103].map((frame) => [(frame - 90) / 20, 0.5]),
      frames: [98, 99, 101, 102, 103],
    };
    const places = lines([track], (frame) => frame / 25).map((line) => line.split(',').slice(0, 3).join());
    // What lies before the clip in one, then for each point its piece and the larger dot of its frame; edges beneath.
    expect(places.filter((place) => place.startsWith('Dialogue: 1'))).toEqual([
      'Dialogue: 1,0:00:00.00,0:00:00.35',
      'Dialogue: 1,0:00:00.05,0:00:00.35',
      'Dialogue: 1,0:00:00.05,0:00:00.15',
      'Dialogue: 1,0:00:00.15,0:00:00.35',
      'Dialogue: 1,0:00:00.15,0:00:00.25',
      'Dialogue: 1,0:00:00.25,0:00:00.35',
      'Dialogue: 1,0:00:00.25,0:00:00.35',
    ]);
    expect(places.filter((place) => place.startsWith('Dialogue: 0'))).toHaveLength(7);
    expect(lines([{ ...track, points: [], frames: [] }], (frame) => frame / 25)).toEqual([]);
  });
});

/** Of `H:MM:SS.cc`. */
const secondsOf = (time: string): number => time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
