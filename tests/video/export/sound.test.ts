import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportTask } from '#main/video/export/clip-exporter.ts';
import type { VideoService } from '#main/video/video-service.ts';
import { writeBarCodedFile } from '../support/bar-coded-file.ts';
import { ffmpegNote, hasFfmpeg, runFfmpeg } from '../support/ffmpeg.ts';
import { createLocal, temporaryFolder } from '../support/services.ts';
import { exporterHere } from './harness.ts';

const frameRate = 30;
const clickFrame = 70;
const rate = 48_000;

describe.skipIf(!hasFfmpeg)(`The sound of an export${ffmpegNote}`, () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let video: VideoService;
  beforeAll(async () => {
    folder = await temporaryFolder();
    video = createLocal();
    const silent = folder.path('silent.mp4');
    const coding = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '30', '-bf', '2', '-sc_threshold', '0'];
    await writeBarCodedFile({ path: silent, frameCount: 120, frameRate, output: coding });
    const at = (clickFrame * rate) / frameRate;
    const click = `aevalsrc='if(between(n,${at},${at + 95}),0.9,0)':s=${rate}:d=4`;
    const add = (name: string, coding: readonly string[]) =>
      runFfmpeg(['-i', silent, '-f', 'lavfi', '-i', click, '-c:v', 'copy', ...coding, folder.path(name)]);
    await add('click.mkv', ['-c:a', 'pcm_s16le']);
    await add('click.mp4', ['-c:a', 'aac', '-b:a', '256k']);
    await add('click.ts', ['-c:a', 'aac', '-b:a', '256k', '-output_ts_offset', '38.44']);
  });
  afterAll(async () => {
    await video[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });

  /** When the first loud sample comes, read by our reader and by the ffmpeg program. */
  const clicks = async (path: string): Promise<readonly number[]> => {
    const { samples, channelCount, startSeconds } = await video.sound(path, {
      startSeconds: 0,
      durationSeconds: 4,
    });
    const ours = startSeconds + Math.floor(firstLoud(samples) / channelCount) / rate;
    const raw = await runFfmpeg(['-i', path, '-ac', '1', '-ar', String(rate), '-f', 's16le', 'pipe:1']);
    const bytes = Uint8Array.from(raw);
    return [ours, firstLoud(new Int16Array(bytes.buffer)) / rate];
  };
  const firstLoud = (samples: Int16Array) => samples.findIndex((sample) => Math.abs(sample) > 9000);

  const range = { start: 50, end: 100 };
  const cases = ['click.mkv', 'click.mp4', 'click.ts'].flatMap((name) =>
    (['copy', 'smart', 'exact'] as const).map((cut) => ({ name, cut })),
  );
  it.each(cases)('keeps a click at its frame: $cut cut of $name', async ({ name, cut }) => {
    await using exporter = exporterHere(video);
    const source = folder.path(name);
    const task: ExportTask = { kind: 'clip', source, range, cut, sound: true, burnIn: null };
    const target = folder.path(`${cut} ${name}.mp4`);
    await exporter.export(task, target);
    const start = cut === 'copy' ? 30 : range.start;
    for (const seconds of await clicks(target)) {
      expect(Math.abs(seconds - (clickFrame - start) / frameRate)).toBeLessThan(0.001);
    }
    const { hasAudio } = await video.probe(target);
    expect(hasAudio).toBe(true);
  });

  it('is left out when it is not asked for, and missing where the clip has none', async () => {
    await using exporter = exporterHere(video);
    for (const [name, sound] of [
      ['click.mp4', false],
      ['silent.mp4', true],
    ] as const) {
      const target = folder.path(`without ${name}`);
      const task: ExportTask = {
        kind: 'clip',
        source: folder.path(name),
        range,
        cut: 'exact',
        sound,
        burnIn: null,
      };
      await exporter.export(task, target);
      expect((await video.probe(target)).hasAudio).toBe(false);
    }
  });

  it('of a reel comes part by part, silent where a clip has none', async () => {
    await using exporter = exporterHere(video);
    const target = folder.path('reel.mp4');
    const parts = [
      { source: folder.path('silent.mp4'), range: { start: 3, end: 32 }, burnIn: null },
      { source: folder.path('click.mp4'), range: { start: 60, end: 89 }, burnIn: null },
      { source: folder.path('click.ts'), range: { start: 65, end: 94 }, burnIn: null },
    ];
    await exporter.export({ kind: 'reel', parts, sound: true }, target);
    for (const seconds of await clicks(target)) {
      expect(Math.abs(seconds - (1 + (clickFrame - 60) / frameRate))).toBeLessThan(0.001);
    }
    const { samples, startSeconds } = await video.sound(target, { startSeconds: 2, durationSeconds: 1 });
    const second = startSeconds + Math.floor(firstLoud(samples) / 2) / rate;
    expect(Math.abs(second - (2 + (clickFrame - 65) / frameRate))).toBeLessThan(0.001);
  });
});
