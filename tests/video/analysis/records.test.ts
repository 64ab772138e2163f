import { describe, expect, it } from 'vitest';
import {
  lumaOf,
  motionEnergy,
  recordBytes,
  signatureBytes,
  signatureOf,
} from '#main/video/analysis/frame-record.ts';
import { type ShotSearch, searchShots } from '#main/video/analysis/search-shots.ts';
import { shotsBetween } from '#main/video/analysis/shots.ts';
import { waveformPeaks } from '#main/video/analysis/waveform-peaks.ts';

const flat = (red: number, green: number, blue: number, pixels: number) =>
  Uint8Array.from({ length: 3 * pixels }, (_, i) => [red, green, blue][i % 3] ?? 0);

describe('What is kept of a frame', () => {
  it('is motion 0 for the same picture, 1 from black to white, and in between by brightness', () => {
    const black = lumaOf(flat(0, 0, 0, 100));
    const white = lumaOf(flat(255, 255, 255, 100));
    expect(motionEnergy(black, black)).toBe(0);
    expect(motionEnergy(black, white)).toBe(1);
    expect(motionEnergy(black, lumaOf(flat(51, 51, 51, 100)))).toBeCloseTo(0.2, 5);
  });

  it('is 128 luma cells and 64 of colour for every shape of picture, down to a single pixel', () => {
    for (const size of [
      { width: 160, height: 90 },
      { width: 90, height: 160 },
      { width: 7, height: 3 },
      { width: 1, height: 1 },
    ]) {
      const rgb = flat(200, 0, 0, size.width * size.height);
      const signature = signatureOf(rgb, lumaOf(rgb), size);
      expect(signature).toHaveLength(signatureBytes);
      expect(new Set(signature.subarray(0, 128)).size).toBe(1);
      expect(signature[128]).toBeLessThan(128);
      expect(signature[191]).toBeGreaterThan(200);
    }
  });
});

describe('The waveform', () => {
  const sampleRate = 48_000;
  const sound = (samples: Int16Array, startSeconds: number, channelCount = 1) => ({
    sampleRate,
    channelCount,
    samples,
    startSeconds,
  });

  it('holds the lowest and highest sample of all channels of each hundredth of a second', () => {
    const samples = new Int16Array(2 * 960);
    samples[2 * 100] = 32_767;
    samples[2 * 200 + 1] = -32_768;
    samples[2 * 600] = 16_384;
    expect([...waveformPeaks(sound(samples, 0, 2), 0, 2)]).toEqual([-127, 127, 0, 64]);
  });

  it('is still where the sound begins late or ends early, and leaves out what lies before', () => {
    const loud = new Int16Array(480).fill(32_767);
    expect([...waveformPeaks(sound(loud, 0.01), 0, 3)]).toEqual([0, 0, 127, 127, 0, 0]);
    expect([...waveformPeaks(sound(loud, 1.99), 2, 1)]).toEqual([0, 0]);
    expect([...waveformPeaks(sound(new Int16Array(), 0), 0, 1)]).toEqual([0, 0]);
  });

  it('gives the same peaks for a stretch as for its parts, at rates that a hundredth does not divide', () => {
    const samples = Int16Array.from({ length: 44_100 }, (_, i) => Math.round(20_000 * Math.sin(i * i)));
    const whole = waveformPeaks({ sampleRate: 44_100, channelCount: 1, samples, startSeconds: 5 }, 5, 100);
    const half = {
      sampleRate: 44_100,
      channelCount: 1,
      samples: samples.subarray(22_050),
      startSeconds: 5.5,
    };
    expect([...waveformPeaks(half, 5.5, 50)]).toEqual([...whole.subarray(100)]);
  });
});

describe('Shots', () => {
  it('hold every frame once and begin with the transition that leads to them', () => {
    const transitions = [
      { kind: 'cut', range: { start: 40, end: 40 } },
      { kind: 'wipe', range: { start: 70, end: 79 } },
    ] as const;
    expect(shotsBetween(transitions, 100)).toEqual([
      { start: 0, end: 39 },
      { start: 40, end: 69 },
      { start: 70, end: 99 },
    ]);
  });

  it('are one where a clip only fades in and out, and none where there is no frame yet', () => {
    const fades = [
      { kind: 'fade', range: { start: 0, end: 12 } },
      { kind: 'fade', range: { start: 90, end: 99 } },
    ] as const;
    expect(shotsBetween(fades, 100)).toEqual([{ start: 0, end: 99 }]);
    expect(shotsBetween([], 0)).toEqual([]);
  });
});

describe('The search for shots', () => {
  /** Scenes of 90 frames, each a still picture of its own with a little noise; every third gives way slowly. */
  function signaturesOfScenes(frameCount: number): Uint8Array {
    const picture = (scene: number, i: number) =>
      (Math.imul(scene * 131 + i + 7, 2_654_435_761) >>> 16) % 200;
    return Uint8Array.from({ length: frameCount * recordBytes }, (_, at) => {
      const frame = Math.floor(at / recordBytes);
      const i = at % recordBytes;
      // The camera stands.
      if (i >= signatureBytes) return 0;
      const scene = Math.floor(frame / 90);
      const since = frame % 90;
      const share = scene % 3 === 2 && since < 20 ? since / 20 : 1;
      const noise = Math.imul(at, 40_503) & 3;
      return Math.round(share * picture(scene, i) + (1 - share) * picture(scene - 1, i)) + noise;
    });
  }

  it('finds the same in pieces, however often it is asked on the way, and nothing twice', () => {
    const frameCount = 3300;
    const signatures = signaturesOfScenes(frameCount);
    const none: ShotSearch = { settled: 0, transitions: [] };
    const atOnce = searchShots(signatures, none, true);
    expect(atOnce.settled).toBe(frameCount);
    expect(atOnce.transitions).toHaveLength(Math.ceil(frameCount / 90) - 1);
    for (const [i, { kind, range }] of atOnce.transitions.entries()) {
      const begins = 90 * (i + 1);
      expect(kind).toBe((i + 1) % 3 === 2 ? 'dissolve' : 'cut');
      expect(range.start).toBeGreaterThanOrEqual(begins);
      expect(range.end).toBeLessThan(begins + 20);
    }
    let search = none;
    for (let count = 1; count < frameCount; count += 217) {
      search = searchShots(signatures.subarray(0, count * recordBytes), search, false);
      expect(search.settled).toBeLessThan(count);
    }
    expect(search.transitions.length).toBeGreaterThan(10);
    expect(searchShots(signatures, search, true)).toEqual(atOnce);
  });
});
