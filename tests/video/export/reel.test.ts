import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VideoService } from '#main/video/video-service.ts';
import { ffmpegNote, hasFfmpeg } from '../support/ffmpeg.ts';
import { createLocal, temporaryFolder } from '../support/services.ts';
import { trapClips } from '../support/trap-clips.ts';
import { exporterHere, shownBy, shownByFfmpeg } from './harness.ts';

describe.skipIf(!hasFfmpeg)(`A reel${ffmpegNote}`, () => {
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

  it('shows its ranges one after the other in the size of the first, each frame at its own pace', async () => {
    const ranges = [
      { name: 'variable-rate.mp4', range: { start: 4, end: 20 } },
      { name: 'second-track.mp4', range: { start: 30, end: 39 } },
      { name: 'rotation-90.mp4', range: { start: 0, end: 0 } },
      { name: 'offset.ts', range: { start: 25, end: 35 } },
      { name: 'variable-rate.mp4', range: { start: 0, end: 5 } },
    ];
    const parts = [];
    const expected: number[] = [];
    const times: number[] = [];
    let offset = 0;
    for (const { name, range } of ranges) {
      const clip = trapClips.find((candidate) => candidate.name === name);
      if (!clip) throw new Error(`there is no clip ${name}`);
      const source = clip.source(await clip.make(folder.path('.')));
      parts.push({ source, range, burnIn: null });
      expected.push(...clip.shown.slice(range.start, range.end + 1));
      const { timestampsSeconds } = await video.frameTimes(source);
      const first = timestampsSeconds[range.start] ?? 0;
      for (const at of timestampsSeconds.slice(range.start, range.end + 1)) times.push(offset + at - first);
      offset += (timestampsSeconds[range.end + 1] ?? (timestampsSeconds[range.end] ?? 0) + 1 / 30) - first;
    }
    await using exporter = exporterHere(video);
    const target = folder.path('reel.mp4');
    const result = await exporter.export({ kind: 'reel', parts, sound: false }, target);
    expect(result).toMatchObject({ frameCount: expected.length, fileName: 'reel.mp4' });
    expect(await shownBy(video, target)).toEqual(expected);
    expect(await shownByFfmpeg(target)).toEqual(expected);
    expect(await video.probe(target)).toMatchObject({ width: 128, height: 96, codec: 'H.264' });
    const { timestampsSeconds } = await video.frameTimes(target);
    for (const [i, seconds] of timestampsSeconds.entries()) {
      expect(Math.abs(seconds - (times[i] ?? Number.NaN))).toBeLessThan(0.0005);
    }
  });
});
