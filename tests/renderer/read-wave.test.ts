import { describe, expect, it } from 'vitest';
import { toWave } from '#main/rpc/wave-file.ts';
import { readWave } from '#renderer/viewer/read-wave.ts';

const wave = (samples: readonly number[], channelCount: number) =>
  toWave({ samples: Int16Array.from(samples), channelCount, sampleRate: 48_000, startSeconds: 0 }).slice()
    .buffer;

describe('A WAV file from main', () => {
  it('gives each channel by itself', () => {
    const { sampleRate, channels } = readWave(wave([0, 16_384, -16_384, 32_767, -32_768, 0], 2), false);
    expect(sampleRate).toBe(48_000);
    expect(channels.map((channel) => [...channel])).toEqual([
      [0, -0.5, -1],
      [0.5, 32_767 / 32_768, 0],
    ]);
  });

  it('is turned round for playing backwards', () => {
    const { channels } = readWave(wave([8192, 16_384, -16_384], 1), true);
    expect([...(channels[0] ?? [])]).toEqual([-0.5, 0.5, 0.25]);
  });

  it('may be empty, but must be one', () => {
    expect(readWave(wave([], 2), false).channels[0]).toHaveLength(0);
    expect(() => readWave(new TextEncoder().encode('{"code":"NO_SOUND"}').buffer, false)).toThrow();
  });
});
