import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeepSportError } from '#common/domain/index.ts';
import type { VideoService } from '#main/video/video-service.ts';
import { ffmpegNote, hasFfmpeg } from '../support/ffmpeg.ts';
import { createLocal, temporaryFolder } from '../support/services.ts';
import { trapClips } from '../support/trap-clips.ts';
import { exporterHere, planeHashes, shownBy, shownByFfmpeg } from './harness.ts';

/** Clips of which a smart cut must copy the most part; of others it may have to encode all, and says so. */
const copiedInPart = [
  'rotation-90.mp4',
  'mirrored.mov',
  'wide-pixels.ts',
  'hdr-pq.mp4',
  'open-groups-hevc.mkv',
  'high-10.mp4',
  'prores.mov',
  'vp9.webm',
  'av1.mp4',
  'slow-motion.mp4',
  'offset.ts',
  'fragments.mp4',
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
    const target = folder.path(`${clip.cut} ${clip.name} ${exporter.suggestedName(task)}`);
    // Fields in packets of their own are told to be beyond a copy.
    const outcome = await exporter.export(task, target).catch((error) => error);
    if (clip.cut === 'copy' && clip.name.startsWith('field-coded') && outcome instanceof DeepSportError) {
      expect(outcome).toMatchObject({ code: 'CLIP_DAMAGED', message: /Choose an exact cut\.$/ });
      return;
    }
    const { frameCount, note } = outcome;

    const shown = await shownBy(video, target);
    const asked = clip.shown.slice(range.start, range.end + 1);
    expect(frameCount).toBe(shown.length);
    // Interlaced pictures show two numbers each, of which players choose by their own lights.
    const isInterlaced = clip.info.scan === 'interlaced';
    if (!isInterlaced) expect(await shownByFfmpeg(target)).toEqual(shown);
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

    if (clip.cut === 'smart' && note.startsWith('All frames are encoded anew, for ')) {
      expect(copiedInPart).not.toContain(clip.name);
    } else if (clip.cut === 'smart') {
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
    await video.close(target);
  });
});
