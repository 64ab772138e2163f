import type { WaveSound } from './read-wave.ts';
import type { SoundStart } from './sound-schedule.ts';

/** Sound made ready once, started as often as wanted; the result stops it. */
export type ReadySound = (start: SoundStart) => () => void;

/** The loudspeaker with its own clock, in seconds. */
export interface AudioOutput {
  /** What the clock of the loudspeaker shows at a moment of `performance.now()`; undefined while it is not running. */
  heardAt(performanceTime: number): number | undefined;
  /** The earliest time at which something can still be started. */
  now(): number;
  prepare(wave: WaveSound): ReadySound;
  /** 0 to 1. */
  setVolume(volume: number): void;
  close(): void;
}

const fadeSeconds = 0.004;

/** Undefined where the browser has no sound. One that waits for a person's first key or click stays silent until then. */
export function openAudioOutput(): AudioOutput | undefined {
  let context: AudioContext;
  try {
    context = new AudioContext({ latencyHint: 'interactive', sampleRate: 48_000 });
  } catch {
    return undefined;
  }
  const master = context.createGain();
  master.connect(context.destination);
  const wake = () => void context.resume().catch(() => undefined);
  wake();

  const heardNow = () => {
    const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp();
    if (contextTime > 0 && performanceTime > 0) return { contextTime, performanceTime };
    return {
      contextTime: context.currentTime - (context.outputLatency || 0),
      performanceTime: performance.now(),
    };
  };

  return {
    heardAt: (performanceTime) => {
      if (context.state !== 'running') {
        wake();
        return undefined;
      }
      const known = heardNow();
      return known.contextTime + (performanceTime - known.performanceTime) / 1000;
    },
    now: () => context.currentTime,
    prepare: ({ channels, sampleRate }) => {
      const frames = channels[0]?.length ?? 0;
      if (frames === 0) return () => () => undefined;
      const buffer = context.createBuffer(channels.length, frames, sampleRate);
      for (const [at, channel] of channels.entries()) buffer.copyToChannel(channel, at);
      return ({ when, offsetSeconds, rate }) => {
        const source = context.createBufferSource();
        const fade = context.createGain();
        source.buffer = buffer;
        source.playbackRate.value = rate;
        source.connect(fade).connect(master);
        if (offsetSeconds > 0) {
          fade.gain.setValueAtTime(0, when);
          fade.gain.linearRampToValueAtTime(1, when + fadeSeconds);
        }
        source.onended = () => fade.disconnect();
        source.start(when, offsetSeconds);
        return () => {
          const now = context.currentTime;
          fade.gain.cancelScheduledValues(now);
          fade.gain.setTargetAtTime(0, now, fadeSeconds);
          source.stop(now + 6 * fadeSeconds);
        };
      };
    },
    setVolume: (volume) => master.gain.setTargetAtTime(volume, context.currentTime, fadeSeconds),
    close: () => void context.close().catch(() => undefined),
  };
}
