import { isDeepSportError } from '#common/domain/index.ts';
import type { OpenedClipReader } from '../clip-reader.ts';
import type { Sound } from '../video-service.ts';
import type { Advance, AnalysisWriter } from './analysis-writer.ts';
import { peaksPerSecond, waveformPeaks } from './waveform-peaks.ts';

/** Sound is read in stretches that do not depend on where a run was cut short. */
const stretchPeaks = 20 * peaksPerSecond;

/**
 * Appends the waveform up to where the pictures have come to, in whole stretches; to the end once they have.
 * The first peak begins with the first frame. Returns what the commit says of it.
 */
export async function appendWaveform(
  clip: Pick<OpenedClipReader, 'info' | 'times' | 'sound'>,
  writer: AnalysisWriter,
  framesDone: number,
  signal: AbortSignal,
): Promise<Advance> {
  const { firstTimestampSeconds, durationSeconds, frameCount, hasAudio } = clip.info;
  const peakCount = hasAudio ? Math.ceil(durationSeconds * peaksPerSecond) : 0;
  const reached = (clip.times.timestampsSeconds[framesDone] ?? 0) - firstTimestampSeconds;
  const wanted = framesDone === frameCount ? peakCount : Math.floor(reached * peaksPerSecond);
  let { peaksDone } = writer.state;
  for (;;) {
    const count = Math.min(stretchPeaks, peakCount - peaksDone);
    if (count <= 0 || peaksDone + count > wanted) break;
    const startSeconds = firstTimestampSeconds + peaksDone / peaksPerSecond;
    const sound = await readSound(clip, startSeconds, count / peaksPerSecond, signal);
    if (sound === 'none') break;
    writer.append('waveform', new Uint8Array(waveformPeaks(sound, startSeconds, count).buffer));
    peaksDone += count;
  }
  return peaksDone === 0 ? {} : { waveformRate: peaksPerSecond, peaksDone };
}

async function readSound(
  clip: Pick<OpenedClipReader, 'sound'>,
  startSeconds: number,
  durationSeconds: number,
  signal: AbortSignal,
): Promise<Sound | 'none'> {
  try {
    return await clip.sound({ startSeconds, durationSeconds }, signal);
  } catch (error) {
    if (isDeepSportError(error) && error.code === 'NO_SOUND') return 'none';
    // Damaged sound is no reason to go without pictures: the stretch stays silent.
    if (isDeepSportError(error) && error.code === 'CLIP_DAMAGED') return silence;
    throw error;
  }
}

const silence: Sound = { sampleRate: 48_000, channelCount: 1, samples: new Int16Array(), startSeconds: 0 };
