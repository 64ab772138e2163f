import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VideoService } from '#main/video/video-service.ts';
import { ffmpegNote, hasFfmpeg } from '../support/ffmpeg.ts';
import { createLocal, temporaryFolder } from '../support/services.ts';
import { trapClips } from '../support/trap-clips.ts';
import { exporterHere, planeHashes, shownBy, shownByFfmpeg } from './harness.ts';

/** Clips without a key frame to begin a copy at between a quarter and three quarters of them; and VP8. */
const encodedAsWhole = [
  'edit-list.mp4',
  'second-track.mp4',
  'variable-rate.mp4',
  'open-groups.mp4',
  'pyramid.mp4',
  'vp8.webm',
];

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
  const cases = readable.flatMap((clip) =>
    (['copy', 'smart', 'exact'] as const).map((cut) => ({ ...clip, cut })),
  );
  it.each(cases)('show the frames asked for, in two decoders: $cut, $what', async (clip) => {
    const path = await clip.make(folder.path('.'));
    const source = clip.source(path);
    await using exporter = exporterHere(video);
    const last = clip.frameCount - 1;
    const range = { start: Math.floor(last / 4), end: Math.floor((3 * last) / 4) };
    const task = { kind: 'clip', source, range, cut: clip.cut, sound: false, burnIn: null } as const;
    const target = folder.path(`${clip.cut} ${exporter.suggestedName(task)}`);
    const { frameCount, note } = await exporter.export(task, target);

    const shown = await shownBy(video, target);
    const asked = clip.shown.slice(range.start, range.end + 1);
    expect(frameCount).toBe(shown.length);
    expect(await shownByFfmpeg(target)).toEqual(shown);
    const isWidened = clip.cut === 'copy' && clip.name !== 'vp8.webm';
    const start = isWidened ? clip.shown.indexOf(shown[0] ?? -1) : range.start;
    expect(shown).toEqual(clip.shown.slice(start, start + shown.length));
    if (isWidened) expect(shown).toEqual(expect.arrayContaining([...asked]));
    else expect(shown).toEqual(asked);

    const before = (await video.frameTimes(source)).timestampsSeconds;
    const after = (await video.frameTimes(target)).timestampsSeconds;
    const { timeScale } = await video.probe(source);
    for (const [i, seconds] of after.entries()) {
      const expected = ((before[start + i] ?? 0) - (before[start] ?? 0)) / timeScale;
      expect(Math.abs(seconds - expected)).toBeLessThan(0.0011);
    }

    if (clip.cut === 'smart' && !encodedAsWhole.includes(clip.name)) {
      const [, from, to] = /Frames (\d+)–(\d+) are copied/.exec(note) ?? [
        '',
        `${range.start}`,
        `${range.end}`,
      ];
      const copied = { start: Number(from), end: Number(to) };
      expect(copied.end - copied.start).toBeGreaterThan(3);
      const inFile = { start: copied.start - range.start, end: copied.end - range.start };
      expect(await planeHashes(video, target, inFile)).toEqual(await planeHashes(video, source, copied));
    }
    if (clip.cut === 'smart' && encodedAsWhole.includes(clip.name)) {
      expect(note).toMatch(/^All frames are encoded anew, for /);
    }
    await video.close(target);
  });
});
