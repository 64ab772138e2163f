import { describe, expect, it } from 'vitest';
import { DeepSportError } from '#common/domain/index.ts';
import type { AudioOutput } from '#renderer/viewer/audio-output.ts';
import type { LoadedSound } from '#renderer/viewer/load-sound.ts';
import { createSoundPlayer } from '#renderer/viewer/sound-player.ts';
import { mostPieces, type SoundStart } from '#renderer/viewer/sound-schedule.ts';

type Started = SoundStart & { readonly firstSample: number; stopped: boolean };

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

/** A loudspeaker whose clock is `performance.now()` in seconds, and sound that tells its own second. */
function open({ load, running = true }: { load?: () => Promise<LoadedSound>; running?: boolean } = {}) {
  const started: Started[] = [];
  const asked: { from: number; reversed: boolean }[] = [];
  let closed = 0;
  let clock = 0;
  const output: AudioOutput = {
    heardAt: (performanceTime) => (running ? performanceTime / 1000 : undefined),
    now: () => clock / 1000,
    prepare:
      ({ channels }) =>
      (start) => {
        const entry: Started = { ...start, firstSample: channels[0]?.[0] ?? Number.NaN, stopped: false };
        started.push(entry);
        return () => {
          entry.stopped = true;
        };
      },
    setVolume: () => undefined,
    close: () => {
      closed += 1;
    },
  };
  const player = createSoundPlayer({
    clip: { startSeconds: 0, durationSeconds: 600 },
    load: (from, seconds, reversed) => {
      asked.push({ from, reversed });
      const sample = reversed ? from + seconds : from;
      const wave = { sampleRate: 48_000, channels: [Float32Array.of(sample)] };
      return load?.() ?? Promise.resolve({ startSeconds: from, durationSeconds: seconds, wave });
    },
    openOutput: () => output,
  });
  /** Plays on for a number of pictures, 16 ms each, from a moment of the file. */
  const play = async (fileSeconds: number, rate: number, pictures: number, volume = 1) => {
    const began = clock;
    for (let picture = 0; picture < pictures; picture += 1) {
      clock += 16;
      const targetSeconds = fileSeconds + ((clock - began) / 1000) * rate;
      player.follow({ clock, targetSeconds, rate, volume });
      await settle();
    }
    return fileSeconds + ((clock - began) / 1000) * rate;
  };
  const sounding = () => started.filter(({ stopped }) => !stopped);
  return { player, play, started, asked, sounding, closed: () => closed, clock: () => clock };
}

describe('The sound of a clip', () => {
  it('runs beside the picture piece after piece without a seam', async () => {
    const { play, player, sounding, clock } = open();
    const reached = await play(1, 1, 300);
    expect(player.heard(clock())).toBeCloseTo(reached, 3);
    const [first, second, third] = sounding();
    expect(first?.offsetSeconds).toBeGreaterThan(0.9);
    expect(second).toMatchObject({ firstSample: 2, offsetSeconds: 0, rate: 1 });
    expect((third?.when ?? 0) - (second?.when ?? 0)).toBeCloseTo(2, 6);
  });

  it('is turned round backwards and slowed down with the picture', async () => {
    const { play, player, sounding, asked, clock } = open();
    const reached = await play(9, -0.5, 200);
    expect(player.heard(clock())).toBeCloseTo(reached, 3);
    expect(asked.every(({ reversed }) => reversed)).toBe(true);
    expect(sounding()[0]).toMatchObject({ rate: 0.5, firstSample: 10 });
    await play(reached, 0.5, 30);
    expect(sounding().every(({ firstSample }) => firstSample % 2 === 0)).toBe(true);
    expect(asked.at(-1)?.reversed).toBe(false);
  });

  it('falls silent while the picture waits and joins it again where it goes on', async () => {
    const { play, player, sounding, started, clock } = open();
    const reached = await play(1, 1, 60);
    await play(reached, 0.0001, 1);
    for (let picture = 0; picture < 30; picture += 1) await play(reached, 1, 1);
    expect(sounding()).toHaveLength(0);
    const before = started.length;
    const later = await play(reached, 1, 40);
    expect(started.length).toBeGreaterThan(before);
    expect(Math.abs((player.heard(clock()) ?? 0) - later)).toBeLessThan(0.03);
  });

  it('lies ready where a frame rests, and begins with the first picture', async () => {
    const { player, play, started, asked } = open();
    player.expect(5);
    await settle();
    await settle();
    expect(asked.map(({ from }) => from)).toEqual([4, 6]);
    await play(5, 1, 1);
    expect(started[0]).toMatchObject({ firstSample: 4 });
    expect(started[0]?.offsetSeconds).toBeCloseTo(1.016, 3);
  });

  it('goes on when the picture is late for a moment only', async () => {
    const { play, player, started, clock } = open();
    const reached = await play(1, 1, 60);
    const before = started.length;
    await play(reached - 0.05, 1, 3);
    await play(reached + 0.048, 1, 20);
    expect(started.length).toBe(before);
    expect(player.heard(clock())).toBeDefined();
  });

  it('keeps few pieces however long it plays', async () => {
    const { play, asked } = open();
    await play(0, 8, 400);
    expect(asked.length).toBeGreaterThan(mostPieces);
    expect(new Set(asked.map(({ from }) => from)).size).toBe(asked.length);
    const again = asked.length;
    await play(0, 8, 2);
    expect(asked.length).toBeGreaterThan(again);
  });

  it('goes on at the start of a loop at once, with what it has ready for it', async () => {
    const { player, asked, started, clock, play } = open();
    await play(9, 1, 1);
    const loop = { entrySeconds: 3, newRound: false };
    for (let picture = 0; picture < 40; picture += 1) {
      const targetSeconds = 9 + (picture * 16) / 1000;
      player.follow({ clock: clock() + picture * 16, targetSeconds, rate: 1, volume: 1, loop });
      await settle();
    }
    expect(asked.map(({ from }) => from)).toContain(2);
    const before = started.length;
    const at = clock() + 40 * 16;
    player.follow({ clock: at, targetSeconds: 3, rate: 1, volume: 1, loop: { ...loop, newRound: true } });
    expect(started.slice(before)).toContainEqual(expect.objectContaining({ firstSample: 2, rate: 1 }));
    expect(player.heard(at)).toBeCloseTo(3, 3);
  });

  it('asks for nothing when muted, and only once where a clip has no sound', async () => {
    const muted = open();
    await muted.play(0, 1, 20, 0);
    expect(muted.asked).toEqual([]);
    const none = open({
      load: () => Promise.reject(new DeepSportError('NO_SOUND', 'This clip has no sound.')),
    });
    await none.play(0, 1, 50);
    expect(none.asked.length).toBeLessThanOrEqual(2);
    expect(none.started).toEqual([]);
  });

  it('goes on trying, slowly, when a piece cannot be had', async () => {
    const { play, asked } = open({ load: () => Promise.reject(new Error('broken')) });
    await play(0, 1 / 16, 30);
    expect(asked).toHaveLength(1);
    await play(0, 1 / 16, 400);
    expect(asked.length).toBeGreaterThan(1);
    expect(asked.length).toBeLessThan(5);
  });

  it('stays silent where a browser lets nothing be heard yet, and stops with its clip', async () => {
    const waiting = open({ running: false });
    await waiting.play(0, 1, 20);
    expect(waiting.started).toEqual([]);
    expect(waiting.player.heard(320)).toBeUndefined();
    const { play, player, sounding, closed } = open();
    await play(0, 1, 20);
    player.pause();
    expect(sounding()).toEqual([]);
    player.close();
    expect(closed()).toBe(1);
  });
});
