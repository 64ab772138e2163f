import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sound, VideoService } from '#main/video/video-service.ts';
import { clickFrames, makeClickFile } from './support/click-file.ts';
import { ffmpegNote, hasFfmpeg, runFfmpeg } from './support/ffmpeg.ts';
import { barCodedFixture, createLocal, temporaryFolder } from './support/services.ts';

/** Seconds of the clip's time at which the loudest click of a stretch begins. */
function clickSeconds({ samples, channelCount, sampleRate, startSeconds }: Sound): number {
  const peak = samples.reduce((loudest, sample) => Math.max(loudest, Math.abs(sample)), 0);
  const first = samples.findIndex((sample) => Math.abs(sample) > peak * 0.3);
  return startSeconds + Math.floor(first / channelCount) / sampleRate;
}

const peakOf = ({ samples }: Sound) => samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);

/** Containers that keep times in milliseconds are off by up to one, at both ends. */
const roundedMilliseconds = 0.0015;
const exact = 0.0005;

const codecs: readonly (readonly [name: string, output: string, toleranceSeconds: number])[] = [
  ['aac.mp4', '-c:a aac', exact],
  ['aac-44100.mp4', '-c:a aac -ar 44100', exact],
  ['aac-surround.mp4', '-c:a aac -ac 6', exact],
  ['aac-fragments.mp4', '-c:a aac -movflags +frag_keyframe+empty_moov', exact],
  ['mp3.mp4', '-c:a libmp3lame', exact],
  ['opus.mp4', '-c:a libopus -strict -2', exact],
  ['ac3.mp4', '-c:a ac3', exact],
  ['eac3.mp4', '-c:a eac3', exact],
  ['flac.mp4', '-c:a flac -strict -2', exact],
  ['pcm.mov', '-c:a pcm_s24be', exact],
  ['ulaw.mov', '-c:a pcm_mulaw', exact],
  ['aac.ts', '-c:a aac', exact],
  ['mp3.ts', '-c:a libmp3lame', exact],
  ['ac3.ts', '-c:a ac3', exact],
  ['aac.mkv', '-c:a aac', roundedMilliseconds],
  ['pcm.mkv', '-c:a pcm_s16le', roundedMilliseconds],
  ['flac.mkv', '-c:a flac', roundedMilliseconds],
  ['vorbis.webm', '-c:a libvorbis', roundedMilliseconds],
  // Its writer moves the picture, not the sound, by the 6.5 ms that the encoder needs to start.
  ['opus.webm', '-c:a libopus', 0.0065 + roundedMilliseconds],
];

describe.skipIf(!hasFfmpeg)(`Sound${ffmpegNote}`, () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let video: VideoService;
  beforeAll(async () => {
    folder = await temporaryFolder();
    video = createLocal();
  });
  afterAll(async () => {
    await video[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });

  it.each(codecs)('has a click where the frame of its moment is: %s', async (name, output, tolerance) => {
    const path = await makeClickFile(folder.path('.'), name, output.split(' '));
    const { timestampsSeconds } = await video.frameTimes(path);
    for (const frame of [...clickFrames].reverse()) {
      const time = timestampsSeconds[frame] ?? 0;
      const sound = await video.sound(path, { startSeconds: time - 0.2, durationSeconds: 0.4 });
      expect(sound).toMatchObject({ sampleRate: 48_000 });
      expect(sound.samples).toHaveLength(0.4 * 48_000 * sound.channelCount);
      expect(peakOf(sound)).toBeGreaterThan(6000);
      expect(Math.abs(clickSeconds(sound) - time), `frame ${frame}`).toBeLessThan(tolerance);
    }
  });

  it('is the same in pieces as in one piece, sample for sample', async () => {
    const path = await makeClickFile(folder.path('.'), 'pieces.mp4', ['-c:a', 'aac']);
    const whole = await video.sound(path, { startSeconds: 0, durationSeconds: 3 });
    const pieces: number[] = [];
    for (let n = 0; n < 6; n++) {
      const { samples } = await video.sound(path, { startSeconds: n / 2, durationSeconds: 0.5 });
      pieces.push(...samples);
    }
    expect(pieces).toEqual([...whole.samples]);
  });

  it('starts with the picture in a clip whose beginning an edit list trims', async () => {
    const whole = await makeClickFile(folder.path('.'), 'untrimmed.mp4', ['-c:a', 'aac', '-g', '60']);
    const trimmed = folder.path('trimmed.mp4');
    await runFfmpeg(['-ss', '1.5', '-i', whole, '-c', 'copy', trimmed]);
    // The click at 2 s of the whole clip is now half a second after the start.
    const sound = await video.sound(trimmed, { startSeconds: 0.4, durationSeconds: 0.2 });
    expect(clickSeconds(sound)).toBeCloseTo(0.5, 2);
  });

  it('is silent before its track begins and ends where the track does', async () => {
    const path = folder.path('late.mp4');
    await runFfmpeg([
      ...['-f', 'lavfi', '-i', 'testsrc=s=128x96:r=30:d=3', '-itsoffset', '1'],
      ...['-f', 'lavfi', '-i', 'sine=d=1:sample_rate=48000', '-c:a', 'pcm_s16le'],
      folder.path('late.mov'),
    ]);
    await runFfmpeg(['-i', folder.path('late.mov'), '-c:v', 'copy', '-c:a', 'aac', path]);
    const before = await video.sound(path, { startSeconds: 0, durationSeconds: 0.9 });
    expect(before.samples).toHaveLength(0.9 * 48_000);
    expect(peakOf(before)).toBe(0);
    const across = await video.sound(path, { startSeconds: 0.9, durationSeconds: 5 });
    expect(peakOf(across)).toBeGreaterThan(1000);
    expect(across.samples.length / 48_000).toBeCloseTo(1.1, 1);
    const after = await video.sound(path, { startSeconds: 10, durationSeconds: 1 });
    expect(after.samples).toHaveLength(0);
  });

  it('is not there in a clip without sound, and the sentence says so', async () => {
    await expect(video.sound(barCodedFixture, { startSeconds: 0, durationSeconds: 1 })).rejects.toMatchObject(
      {
        code: 'NO_SOUND',
        message: 'bar-coded.mp4 has no sound. It can be watched without.',
      },
    );
  });

  it('is refused in a codec that cannot be decoded, while the picture can be seen', async () => {
    const path = await makeClickFile(folder.path('.'), 'lossless.mov', ['-c:a', 'alac']);
    await expect(video.sound(path, { startSeconds: 0, durationSeconds: 1 })).rejects.toMatchObject({
      code: 'NO_SOUND',
      message:
        'The sound in lossless.mov is in a codec that cannot be decoded here. The picture can be watched without it.',
    });
    expect(await video.frames(path, [3], { width: 64, height: 48 })).toHaveLength(1);
  });

  it('is refused when its header is damaged, while the picture can be seen', async () => {
    const whole = await makeClickFile(folder.path('.'), 'whole.mkv', ['-c:a', 'libvorbis']);
    const bytes = await readFile(whole);
    bytes.fill(0, bytes.indexOf('vorbis') + 6, bytes.indexOf('vorbis') + 60);
    const path = folder.path('scratched.mkv');
    await writeFile(path, bytes);
    await expect(video.sound(path, { startSeconds: 0, durationSeconds: 1 })).rejects.toMatchObject({
      code: 'NO_SOUND',
      message:
        'The sound in scratched.mkv is damaged and cannot be decoded. The picture can be watched without it.',
    });
    expect(await video.frames(path, [3], { width: 64, height: 48 })).toHaveLength(1);
  });

  it('does not move the picture decoder, and both give what they give alone', async () => {
    const path = await makeClickFile(folder.path('.'), 'both.mp4', ['-c:a', 'aac']);
    const size = { width: 128, height: 96 };
    const all = Array.from({ length: 120 }, (_, n) => n);
    const alone = await video.frames(path, all, size);
    const soundAlone = await video.sound(path, { startSeconds: 0.5, durationSeconds: 3 });
    await video.close(path);
    const [together, sound] = await Promise.all([
      video.frames(path, all, size),
      video.sound(path, { startSeconds: 0.5, durationSeconds: 3 }),
    ]);
    expect(together.map(({ sha256 }) => sha256)).toEqual(alone.map(({ sha256 }) => sha256));
    expect(sound.samples).toEqual(soundAlone.samples);
  });

  it('stops when cancelled and can be asked again', async () => {
    const path = await makeClickFile(folder.path('.'), 'cancel.mp4', ['-c:a', 'aac']);
    const controller = new AbortController();
    const work = video.sound(path, { startSeconds: 0, durationSeconds: 4 }, { signal: controller.signal });
    controller.abort();
    await expect(work).rejects.toMatchObject({ code: 'CANCELLED' });
    const sound = await video.sound(path, { startSeconds: 0.9, durationSeconds: 0.2 });
    expect(clickSeconds(sound)).toBeCloseTo(1, 2);
  });
});
