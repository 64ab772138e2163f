import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VideoService } from '#main/video/video-service.ts';
import { ffmpegNote, hasFfmpeg, runFfmpeg } from './support/ffmpeg.ts';
import { createLocal, temporaryFolder } from './support/services.ts';
import { trapClips } from './support/trap-clips.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** The format in which ffmpeg writes the planes as they are coded, by the name that WebCodecs has for it. */
const cases: readonly (readonly [name: string, planesFormat: string | null, ffmpegFormat: string])[] = [
  ['pyramid.mp4', 'I420', 'yuv420p'],
  ['rotation-90.mp4', 'I420', 'yuv420p'],
  ['wide-pixels.mp4', 'I420', 'yuv420p'],
  ['interlaced-top-first.mp4', 'I420', 'yuv420p'],
  ['high-444.mkv', 'I444', 'yuv444p'],
  ['high-10.mp4', 'I420P10', 'yuv420p10le'],
  ['hdr-pq.mp4', 'I420P10', 'yuv420p10le'],
  ['twelve-bits.mp4', 'I420P12', 'yuv420p12le'],
  ['prores.mov', 'I422P10', 'yuv422p10le'],
  ['vp9.webm', 'I420', 'yuv420p'],
  ['av1.mp4', 'I420', 'yuv420p'],
];

describe.skipIf(!hasFfmpeg)(`Fingerprints${ffmpegNote}`, () => {
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

  it.each(cases)(
    'are those of the coded planes, as another decoder writes them: %s %s',
    async (name, format, raw) => {
      const trap = trapClips.find((candidate) => candidate.name === name);
      const path = (await trap?.make(folder.path('.'))) ?? '';
      const planes = await runFfmpeg([
        ...['-noautorotate', '-i', path, '-fps_mode', 'passthrough', '-f', 'rawvideo', '-pix_fmt', raw, '-'],
      ]);
      const frameBytes = planes.length / (trap?.frameCount ?? 1);
      expect(frameBytes % 1).toBe(0);
      for (const index of [21, 7, 8]) {
        const { planesFormat, planesSha256 } = await video.fingerprint(path, index);
        expect(planesFormat).toBe(format);
        expect(planesSha256).toBe(sha256(planes.subarray(index * frameBytes, (index + 1) * frameBytes)));
      }
    },
  );

  it('leave out what the coder padded: only what is seen counts', async () => {
    const path = folder.path('odd.mp4');
    await runFfmpeg([
      ...['-f', 'lavfi', '-i', 'testsrc2=s=150x82:r=10:d=1', '-pix_fmt', 'yuv420p', '-c:v', 'libx264'],
      ...['-qp', '0', '-preset', 'ultrafast', path],
    ]);
    const bytes = await runFfmpeg(['-i', path, '-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-']);
    const frameBytes = (150 * 82 * 3) / 2;
    expect((await video.fingerprint(path, 5)).planesSha256).toBe(
      sha256(bytes.subarray(5 * frameBytes, 6 * frameBytes)),
    );
  });

  it('are not made of planes that hold no YUV', async () => {
    const path = folder.path('rgb.mkv');
    await runFfmpeg([
      ...['-f', 'lavfi', '-i', 'testsrc2=s=128x96:r=10:d=1', '-c:v', 'libx264rgb', '-qp', '0'],
      ...['-preset', 'ultrafast', path],
    ]);
    const fingerprint = await video.fingerprint(path, 3);
    expect(fingerprint).toMatchObject({ planesFormat: null, planesSha256: null });
    expect(fingerprint.rgbSha256).toMatch(/^[0-9a-f]{64}$/);
  });
});
