import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readBarCode } from '#main/video/index.ts';
import type { VideoService } from '#main/video/video-service.ts';
import { decodePng } from './support/pictures.ts';

export type VideoServiceSubject = {
  readonly create: () => VideoService;
  /** A clip of 90 frames at 30 per second from time 0 whose frame n shows n as a bar code. */
  readonly clip: string;
  /** The file whose packets hold its frames; the clip's own when left out. */
  readonly playable?: string;
  /** A clip that is not there. */
  readonly missing: string;
  /** A clip with a click at every second; null where none can be made, which skips what needs it. */
  readonly withClicks?: (() => Promise<string>) | null;
};

const size = { width: 96, height: 64 };

/** What every adapter of VideoService must do. */
export function describeVideoService(
  name: string,
  { create, clip, playable = clip, missing, withClicks = null }: VideoServiceSubject,
): void {
  const clicksNote = withClicks ? '' : ' (skipped: no clip with sound)';
  describe(`Video service: ${name}`, () => {
    it('tells how many frames a clip has and when each is shown', async () => {
      await using video = create();
      const info = await video.probe(clip);
      const times = await video.frameTimes(clip);
      expect(info).toMatchObject({ frameCount: 90, variableFrameRate: false, videoTrack: 0 });
      expect(info.averageFrameRate).toBeCloseTo(30, 6);
      expect(info.durationSeconds).toBeCloseTo(3, 6);
      expect(times.timestampsSeconds).toHaveLength(90);
      expect(times.timestampsSeconds[45]).toBeCloseTo(1.5, 6);
      expect(times.keyFrames).toEqual([0, 30, 60]);
      expect(info.keyFrameCount).toBe(3);
    });

    it('gives the frames asked for, in the order asked, repeats included', async () => {
      await using video = create();
      const asked = [40, 3, 89, 3, 0, 41, 60, 59];
      const frames = await video.frames(clip, asked, size);
      expect(frames.map((frame) => frame.index)).toEqual(asked);
      expect(frames.map((frame) => readBarCode(frame.pixels, frame))).toEqual(asked);
    });

    it('gives every frame of the clip under its own number', async () => {
      await using video = create();
      const all = Array.from({ length: 90 }, (_, n) => n);
      const frames = await video.frames(clip, all, size);
      expect(frames.map((frame) => readBarCode(frame.pixels, frame))).toEqual(all);
    });

    it('scales to exactly the size asked and hashes the packed pixels', async () => {
      await using video = create();
      const [frame] = await video.frames(clip, [17], { width: 61, height: 83 });
      expect(frame).toMatchObject({ index: 17, width: 61, height: 83 });
      expect(frame?.timeSeconds).toBeCloseTo(17 / 30, 6);
      expect(frame?.pixels).toHaveLength(61 * 83 * 3);
      expect(frame?.sha256).toBe(
        createHash('sha256')
          .update(frame?.pixels ?? '')
          .digest('hex'),
      );
    });

    it('gives the same pixels however a frame was reached', async () => {
      await using video = create();
      const [alone] = await video.frames(clip, [50], size);
      await video.close(clip);
      const among = await video.frames(clip, [48, 49, 50, 51], size);
      expect(among[2]?.sha256).toBe(alone?.sha256);
    });

    it('reports progress up to all distinct frames', async () => {
      await using video = create();
      const progress: [number, number][] = [];
      const onProgress = (done: number, total: number) => progress.push([done, total]);
      await video.frames(clip, [1, 2, 2, 3], size, { onProgress });
      expect(progress.at(-1)).toEqual([3, 3]);
      await video.frames(clip, [1, 2, 3, 4], size, { onProgress });
      expect(progress.at(-1)).toEqual([4, 4]);
    });

    it('serves hundreds of pictures asked at once, each the right one', async () => {
      await using video = create();
      const all = Array.from({ length: 90 }, (_, n) => (n * 37) % 90);
      const pictures = await Promise.all(all.map((n) => video.picture(clip, n, 'png', size)));
      const numbers = pictures.map(({ bytes }) => {
        const png = decodePng(bytes);
        return readBarCode(png.pixels, png);
      });
      expect(numbers).toEqual(all);
    });

    it('writes PNG and JPEG no larger than the bounds and never enlarged', async () => {
      await using video = create();
      const info = await video.probe(clip);
      const png = await video.picture(clip, 7, 'png', { width: info.width / 2, height: 10_000 });
      expect(png.mediaType).toBe('image/png');
      expect(decodePng(png.bytes)).toMatchObject({ width: info.width / 2, height: info.height / 2 });
      const [frame] = await video.frames(clip, [7], { width: info.width / 2, height: info.height / 2 });
      expect(png.sha256).toBe(frame?.sha256);
      const jpeg = await video.picture(clip, 7, 'jpeg', { width: 10_000, height: 10_000 });
      expect(jpeg.mediaType).toBe('image/jpeg');
      expect([...jpeg.bytes.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
      const whole = await video.picture(clip, 7, 'png', { width: 10_000, height: 10_000 });
      expect(decodePng(whole.bytes)).toMatchObject({ width: info.width, height: info.height });
    });

    it('gives the fingerprint of a frame, the same each time and another for another frame', async () => {
      await using video = create();
      const { width, height } = await video.probe(clip);
      const [frame] = await video.frames(clip, [31], { width, height });
      const fingerprint = await video.fingerprint(clip, 31);
      expect(fingerprint).toMatchObject({ index: 31, rgbSha256: frame?.sha256 });
      expect(fingerprint.rgbSha256).toBe((await video.picture(clip, 31, 'png')).sha256);
      await video.frames(clip, [80], size);
      expect(await video.fingerprint(clip, 31)).toEqual(fingerprint);
      expect((await video.fingerprint(clip, 32)).rgbSha256).not.toBe(fingerprint.rgbSha256);
      expect(fingerprint.planesFormat === null).toBe(fingerprint.planesSha256 === null);
    });

    it('reads a clip by its track and at the rate of its camera, with the same pictures', async () => {
      await using video = create();
      const reading = { path: clip, videoTrack: 0, captureRate: 120 };
      const info = await video.probe(reading);
      expect(info).toMatchObject({ frameCount: 90, captureRate: 120, averageFrameRate: 120, videoTrack: 0 });
      expect(info.timeScale).toBeCloseTo(0.25, 6);
      expect(info.durationSeconds).toBeCloseTo(0.75, 6);
      expect((await video.frameTimes(reading)).timestampsSeconds[40]).toBeCloseTo(1 / 3, 6);
      const [slow] = await video.frames(reading, [40], size);
      const [stored] = await video.frames(clip, [40], size);
      expect(slow?.timeSeconds).toBeCloseTo(1 / 3, 6);
      expect(stored?.timeSeconds).toBeCloseTo(4 / 3, 6);
      expect(slow?.sha256).toBe(stored?.sha256);
      await video.close(clip);
      await expect(video.probe({ path: clip, videoTrack: 1 })).rejects.toMatchObject({ code: 'BAD_INPUT' });
    });

    it('says NO_SOUND for a clip without sound', async () => {
      await using video = create();
      expect((await video.probe(clip)).hasAudio).toBe(false);
      const stretch = { startSeconds: 0, durationSeconds: 1 };
      await expect(video.sound(clip, stretch)).rejects.toMatchObject({ code: 'NO_SOUND' });
    });

    it.skipIf(!withClicks)(`gives sound on the time axis of the frames${clicksNote}`, async () => {
      await using video = create();
      const path = (await withClicks?.()) ?? '';
      expect((await video.probe(path)).hasAudio).toBe(true);
      for (const second of [2, 1]) {
        const sound = await video.sound(path, { startSeconds: second - 0.1, durationSeconds: 0.2 });
        const { sampleRate, channelCount, startSeconds, samples } = sound;
        expect(sampleRate).toBe(48_000);
        expect(startSeconds).toBeCloseTo(second - 0.1, 4);
        expect(samples).toBeInstanceOf(Int16Array);
        expect(samples).toHaveLength(0.2 * sampleRate * channelCount);
        const click = samples.findIndex((sample) => Math.abs(sample) > 6000);
        expect(startSeconds + Math.floor(click / channelCount) / sampleRate).toBeCloseTo(second, 3);
      }
      const nothing = await video.sound(path, { startSeconds: 100, durationSeconds: 1 });
      expect(nothing.samples).toHaveLength(0);
    });

    it('refuses a stretch of sound that is empty or too long', async () => {
      await using video = create();
      const refusal = {
        code: 'RANGE_INVALID',
        message:
          'This stretch of sound cannot be given. Ask for more than 0 and at most 60 seconds at a time.',
      };
      for (const durationSeconds of [0, -1, 61, Number.NaN]) {
        await expect(video.sound(clip, { startSeconds: 0, durationSeconds })).rejects.toMatchObject(refusal);
      }
    });

    it('names the file whose packets hold the frames', async () => {
      await using video = create();
      expect(await video.playablePath(clip)).toBe(playable);
    });

    it('refuses a frame outside the clip and says which frames there are', async () => {
      await using video = create();
      const sentence = 'Frame 90 is outside the clip, which has frames 0–89.';
      const refusal = { code: 'FRAME_OUT_OF_RANGE', message: sentence };
      await expect(video.frames(clip, [0, 90], size)).rejects.toMatchObject(refusal);
      await expect(video.picture(clip, 90, 'png')).rejects.toMatchObject(refusal);
      await expect(video.fingerprint(clip, 90)).rejects.toMatchObject(refusal);
      await expect(video.frames(clip, [-1], size)).rejects.toMatchObject({
        message: 'Frame -1 is outside the clip, which has frames 0–89.',
      });
    });

    it('refuses an empty list, a broken number and an impossible size', async () => {
      await using video = create();
      await expect(video.frames(clip, [], size)).rejects.toMatchObject({
        code: 'RANGE_INVALID',
        message: 'No frames were asked for. Name at least one frame.',
      });
      await expect(video.frames(clip, [1.5], size)).rejects.toMatchObject({
        code: 'RANGE_INVALID',
        message: '1.5 is not a frame number. Frames are whole numbers from 0.',
      });
      await expect(video.frames(clip, [1], { width: 0, height: 64 })).rejects.toMatchObject({
        code: 'BAD_INPUT',
        message: 'A picture of 0×64 pixels cannot be made. Ask for whole numbers from 1 to 16384.',
      });
    });

    it('says FILE_MISSING for a clip that is not there, by each of its calls', async () => {
      await using video = create();
      await expect(video.probe(missing)).rejects.toMatchObject({ code: 'FILE_MISSING' });
      await expect(video.frameTimes(missing)).rejects.toMatchObject({ code: 'FILE_MISSING' });
      await expect(video.frames(missing, [0], size)).rejects.toMatchObject({ code: 'FILE_MISSING' });
      await expect(video.picture(missing, 0, 'png')).rejects.toMatchObject({ code: 'FILE_MISSING' });
      await expect(video.fingerprint(missing, 0)).rejects.toMatchObject({ code: 'FILE_MISSING' });
      await expect(video.playablePath(missing)).rejects.toMatchObject({ code: 'FILE_MISSING' });
      const stretch = { startSeconds: 0, durationSeconds: 1 };
      await expect(video.sound(missing, stretch)).rejects.toMatchObject({ code: 'FILE_MISSING' });
    });

    it('stops at once when cancelled, before or during the work, and works on afterwards', async () => {
      await using video = create();
      await expect(video.probe(clip, { signal: AbortSignal.abort() })).rejects.toMatchObject({
        code: 'CANCELLED',
      });
      await video.probe(clip);
      const controller = new AbortController();
      const all = Array.from({ length: 90 }, (_, n) => n);
      const work = video.frames(clip, all, { width: 640, height: 480 }, { signal: controller.signal });
      controller.abort();
      await expect(work).rejects.toMatchObject({ code: 'CANCELLED' });
      const [frame] = await video.frames(clip, [5], size);
      expect(frame && readBarCode(frame.pixels, frame)).toBe(5);
    });

    it('cancels one of two callers of the same frame and serves the other', async () => {
      await using video = create();
      const controller = new AbortController();
      const first = video.frames(clip, [80], size, { signal: controller.signal });
      const second = video.frames(clip, [80], size);
      controller.abort();
      await expect(first).rejects.toMatchObject({ code: 'CANCELLED' });
      expect((await second)[0]?.index).toBe(80);
    });

    it('closes a clip that was open, one that never was, and opens it again', async () => {
      await using video = create();
      await video.close(clip);
      await video.probe(clip);
      await video.close(clip);
      await video.close(missing);
      expect((await video.probe(clip)).frameCount).toBe(90);
    });

    it('refuses calls after it was disposed', async () => {
      const video = create();
      await video.probe(clip);
      await video[Symbol.asyncDispose]();
      await expect(video.probe(clip)).rejects.toMatchObject({ code: 'WORKER_STOPPED' });
    });
  });
}
