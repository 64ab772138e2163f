import { mediaPaths } from '#common/contract/index.ts';
import { mediaProblem } from './media-problem.ts';
import { readWave, type WaveSound } from './read-wave.ts';
import type { Stretch } from './sound-schedule.ts';

export type LoadedSound = Stretch & { readonly wave: WaveSound };

/** A stretch of a clip's sound in the file's own seconds; shorter, or empty, where the track has no more. */
export async function loadSound(
  clipId: string,
  fromSeconds: number,
  seconds: number,
  reversed: boolean,
  signal: AbortSignal,
): Promise<LoadedSound> {
  const response = await fetch(mediaPaths.sound(clipId, fromSeconds, seconds), { signal });
  if (!response.ok) throw await mediaProblem(response, 'The sound of this clip could not be read.');
  const told = Number(response.headers.get('x-start-seconds') ?? Number.NaN);
  const wave = readWave(await response.arrayBuffer(), reversed);
  return {
    startSeconds: Number.isFinite(told) ? told : fromSeconds,
    durationSeconds: (wave.channels[0]?.length ?? 0) / wave.sampleRate,
    wave,
  };
}
