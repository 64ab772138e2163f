import { copyFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VideoService } from '#main/video/video-service.ts';
import { ffmpegNote, hasFfmpeg } from '../support/ffmpeg.ts';
import { createLocal, temporaryFolder } from '../support/services.ts';
import { trapClips } from '../support/trap-clips.ts';
import { exporterHere, shownBy, shownByFfmpeg } from './harness.ts';

const cuts = ['copy', 'smart', 'exact'] as const;

describe.skipIf(!hasFfmpeg)(`Cuts of clips with a difficulty${ffmpegNote}`, () => {
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

  const readable = trapClips.filter(({ needsConversion }) => !needsConversion);
  it.each(readable)('show the frames asked for, in two decoders: $what', async (clip) => {
    const path = await clip.make(folder.path('.'));
    const source = clip.source(path);
    await using exporter = exporterHere(video);
    const last = clip.frameCount - 1;
    const range = { start: Math.floor(last / 4), end: Math.floor((3 * last) / 4) };
    for (const cut of cuts) {
      const task = { kind: 'clip', source, range, cut, sound: false, burnIn: null } as const;
      const target = folder.path(`${cut} ${exporter.suggestedName(task)}`);
      const result = await exporter.export(task, target);
      console.log(clip.name, cut, JSON.stringify(result));
      const expected = clip.shown.slice(range.start, range.end + 1);
      const ours = await shownBy(video, target);
      expect(result.frameCount).toBe(ours.length);
      expect(await shownByFfmpeg(target)).toEqual(ours);
      if (cut === 'copy') expect(clip.shown.join()).toContain(ours.join());
      else expect(ours).toEqual(expected);
      expect(ours.join()).toContain(expected.join());
      await video.close(target);
    }
  });
});
