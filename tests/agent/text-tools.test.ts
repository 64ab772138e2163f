import { describe, expect, test } from 'vitest';
import type { ClipAnalysis, Transition } from '#common/domain/index.ts';
import { listShots } from '#main/agent/toolbox/list-shots.ts';
import { motionProfile } from '#main/agent/toolbox/motion-profile.ts';
import { analysisOf, knowing, range } from './harness.ts';

const whole = 230;
const cutAt = (frame: number): Transition => ({ kind: 'cut', range: range(frame, frame) });
const wipe: Transition = { kind: 'wipe', range: range(59, 66) };

describe('The list of shots', () => {
  const list = (change: Partial<ClipAnalysis>) =>
    listShots({ analyser: knowing(analysisOf(change)), source: { path: 'a' } });

  test('names each shot with its frames and what it begins with', async () => {
    const text = await list({
      framesDone: whole,
      shots: [range(0, 58), range(59, 120), range(121, 229)],
      transitions: [
        { kind: 'fade', range: range(0, 9) },
        wipe,
        cutAt(121),
        { kind: 'fade', range: range(225, 229) },
      ],
    });
    expect(text).toBe(
      [
        '3 shots in frames 0–229:',
        'shot 1: frames 0–58, begins with a fade over frames 0–9',
        'shot 2: frames 59–120, begins with a wipe over frames 59–66',
        'shot 3: frames 121–229, begins with a cut at frame 121, has a fade over frames 225–229',
      ].join('\n'),
    );
  });

  test('says so where there is a single one', async () => {
    expect(await list({ framesDone: whole, shots: [range(0, 229)] })).toBe(
      'No cut, fade, dissolve or wipe in frames 0–229: one shot.',
    );
  });

  test('says how far it is while the analysis runs', async () => {
    expect(
      await list({ framesDone: 100, shots: [range(0, 58), range(59, 99)], transitions: [cutAt(59)] }),
    ).toBe(
      [
        '2 shots in frames 0–99:',
        'shot 1: frames 0–58',
        'shot 2: frames 59–99, begins with a cut at frame 59',
        'The clip is analysed up to frame 99 so far. Later shots are not known yet.',
      ].join('\n'),
    );
    expect(await list({})).toBe(
      'The clip is not analysed yet. Its shots are not known; look at frames instead.',
    );
  });

  test('stays short for a clip of a thousand shots: the longest are listed in their order', async () => {
    const shots = Array.from({ length: 1000 }, (_, shot) => range(100 * shot, 100 * shot + 99));
    const long = [range(100_000, 100_500), range(100_501, 101_200)];
    const text = await list({
      framesDone: 101_201,
      frameCount: 101_201,
      shots: [...shots, ...long],
      transitions: shots.slice(1).map(({ start }) => cutAt(start)),
    });
    const lines = text.split('\n');
    expect(lines).toHaveLength(61);
    expect(lines[0]).toBe('1002 shots in frames 0–101200; the 60 longest in their order:');
    expect(lines.slice(-2)).toEqual(['shot 1001: frames 100000–100500', 'shot 1002: frames 100501–101200']);
  });
});

describe('The motion profile', () => {
  const profile = (
    start: number,
    end: number,
    energy: (frame: number) => number,
    change: Partial<ClipAnalysis> = {},
  ) =>
    motionProfile(range(start, end), {
      analyser: knowing(analysisOf({ framesDone: whole, ...change }), energy),
      source: { path: 'a' },
    });

  test('tells each frame of a short window and names the peaks, strongest first', async () => {
    const energies: Readonly<Record<number, number>> = { 12: 0.3, 15: 0.4, 18: 0.1 };
    const text = await profile(10, 19, (frame) => energies[frame] ?? 0);
    expect(text.split('\n').slice(1)).toEqual([
      ...[0, 0, 75, 0, 0, 100, 0, 0, 25, 0].map((value, place) => `frame ${10 + place}: ${value}`),
      'Peaks: frame 15, frame 12.',
    ]);
    expect(text).toMatch(
      /^Motion in frames 10–19; 100 is the strongest part\. These frames move 23\.0 times as much as the clip on average\.\n/,
    );
  });

  test('parts a longer window into 24 that cover it without gap or overlap', async () => {
    const text = await profile(7, 206, (frame) => (frame === 101 ? 0.5 : 0.1));
    const parts = Array.from(text.matchAll(/^frames (\d+)–(\d+): (\d+)$/gm), (found) =>
      found.slice(1).map(Number),
    );
    expect(parts).toHaveLength(24);
    let next = 7;
    for (const [start, end] of parts) {
      expect(start).toBe(next);
      next = (end ?? 0) + 1;
    }
    expect(next).toBe(207);
    expect(text).toMatch(/^Peaks: frame 101\.$/m);
    expect(parts.filter(([, , value]) => value === 100)).toEqual([[98, 106, 100]]);
  });

  test('does not take a change of shot for motion', async () => {
    const energy = (frame: number) =>
      frame === 50 || (frame >= 59 && frame <= 66) ? 0.9 : frame === 55 ? 0.2 : 0.1;
    const text = await profile(48, 66, energy, { transitions: [cutAt(50), wipe, cutAt(100)] });
    expect(text).toContain('frame 49: 50\nframe 50: change of shot\nframe 51: 50\n');
    expect(text).toContain('\nframe 66: change of shot\nPeaks: frame 55');
    expect(text).toMatch(/Left out as no motion: cut at frame 50, wipe over frames 59–66\.$/);
  });

  test('says where nothing moves, and where nothing stands out', async () => {
    expect(await profile(10, 30, () => 0)).toBe('Nothing moves in frames 10–30.');
    expect(await profile(10, 30, () => 0.2)).toMatch(/\nNo peak: the motion is even\.$/);
  });

  test('says how far it is while the analysis runs', async () => {
    const text = await profile(90, 120, () => 0.1, { framesDone: 100 });
    expect(text).toMatch(/^Motion in frames 90–99;/);
    expect(text).toMatch(
      /The clip is analysed up to frame 99 so far\. The motion in frames 100–120 is not known yet\.$/,
    );
    expect(await profile(110, 120, () => 0.1, { framesDone: 100 })).toBe(
      'The clip is analysed up to frame 99 so far. The motion in frames 110–120 is not known; look at frames instead.',
    );
    expect(await profile(110, 120, () => 0.1, { framesDone: 0 })).toMatch(/^The clip is not analysed yet\. /);
  });

  test('holds for a clip of two hours and many cuts, and stays short', async () => {
    const transitions = Array.from({ length: 1000 }, (_, shot) => cutAt(360 * shot + 200));
    const text = await profile(0, 359_999, (frame) => frame % 97, {
      framesDone: 360_000,
      frameCount: 360_000,
      transitions,
    });
    expect(text.split('\n').length).toBeLessThan(30);
    expect(text).toMatch(/ and 992 more\.$/);
  });
});
