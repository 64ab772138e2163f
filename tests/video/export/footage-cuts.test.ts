import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VideoService } from '#main/video/video-service.ts';
import { type DigitTemplates, digitTemplates, readBurntInNumber } from '../support/burnt-in-number.ts';
import { footage, footageNote, hasFootage } from '../support/footage.ts';
import { meanDifference } from '../support/pictures.ts';
import { createLocal, temporaryFolder } from '../support/services.ts';
import { exporterHere } from './harness.ts';

const size = { width: 960, height: 540 };

/** Files whose frames show their number; frame numbers of a cut that crosses what is hard about each. */
const files = [
  { name: 'flip_h264_bframes_gop120.mp4', start: 100, end: 150 },
  { name: 'flip_h264_pts_offset.ts', start: 110, end: 140 },
  { name: 'flip_hevc_rot90.mov', start: 20, end: 50 },
  { name: 'flip_av1.webm', start: 60, end: 90 },
  { name: 'flip_h264_119p88fps.mp4', start: 101, end: 131 },
];

describe.skipIf(!hasFootage)(`Exports of real clips${footageNote}`, () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let video: VideoService;
  let templates: DigitTemplates;
  beforeAll(async () => {
    folder = await temporaryFolder();
    video = createLocal();
    const digits = Array.from({ length: 10 }, (_, i) => i);
    templates = digitTemplates(await video.frames(footage(`derived/${files[0]?.name}`), digits, size));
  });
  afterAll(async () => {
    await video[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });

  const cases = files.flatMap((file) => (['smart', 'exact'] as const).map((cut) => ({ ...file, cut })));
  it.each(cases)(
    'show the numbers burnt into $name, in its colours: $cut',
    async ({ name, start, end, cut }) => {
      await using exporter = exporterHere(video);
      const source = footage(`derived/${name}`);
      const range = { start, end };
      const task = { kind: 'clip', source, range, cut, sound: true, burnIn: null } as const;
      const target = folder.path(`${cut} ${exporter.suggestedName(task)}`);
      await exporter.export(task, target);
      const indices = Array.from({ length: end - start + 1 }, (_, i) => i);
      const shown = await video.frames(target, indices, size);
      expect(shown.map((frame) => readBurntInNumber(frame, templates))).toEqual(
        indices.map((i) => start + i),
      );
      const [first] = await video.frames(source, [start], size);
      expect(first && shown[0] && meanDifference(first.pixels, shown[0].pixels)).toBeLessThan(2);
      const middle = Math.floor(indices.length / 2);
      const [before] = await video.frames(source, [start + middle], size);
      const after = shown[middle];
      expect(before && after && meanDifference(before.pixels, after.pixels)).toBeLessThan(2);
    },
  );
});
