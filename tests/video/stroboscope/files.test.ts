import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { momentsInTime, type Stroboscope } from '#common/domain/index.ts';
import type { VideoService } from '#main/video/video-service.ts';
import { exporterHere } from '../export/harness.ts';
import { ffmpegNote, hasFfmpeg, runFfmpeg } from '../support/ffmpeg.ts';
import { decodePng } from '../support/pictures.ts';
import { createLocal, temporaryFolder } from '../support/services.ts';
import { discColour, drawFrame, type MovingDisc } from './moving-disc.ts';

/** Twenty frames a tenth of a second long, then twenty of a fortieth: the disc moves evenly in time. */
const secondsOf = (frame: number) => (frame < 20 ? frame / 10 : 2 + (frame - 20) / 40);
const disc: MovingDisc = {
  size: { width: 320, height: 180 },
  frameCount: 40,
  radius: 10,
  discAt: (frame) => [24 + (secondsOf(frame) / secondsOf(39)) * 270, 90],
};
const range = { start: 0, end: 39 };

describe.skipIf(!hasFfmpeg)(`The file of a stroboscopic picture${ffmpegNote}`, () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let video: VideoService;
  let clip: string;
  beforeAll(async () => {
    folder = await temporaryFolder();
    video = createLocal();
    clip = folder.path('disc.mkv');
    function* pictures() {
      for (let frame = 0; frame < disc.frameCount; frame++) yield drawFrame(disc, frame);
    }
    const input = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', '320x180', '-r', '40', '-i', 'pipe:0'];
    const times = ['-vf', "setpts='if(lt(N,20),N*4,80+(N-20))'", '-fps_mode', 'passthrough'];
    await runFfmpeg([...input, ...times, '-c:v', 'libx264', '-crf', '12', '-bf', '0', clip], pictures());
  });
  afterAll(async () => {
    await video[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });

  const write = async (name: string, over: Partial<Stroboscope> = {}) => {
    const { timestampsSeconds } = await video.frameTimes(clip);
    const frames = momentsInTime(range, 5, timestampsSeconds);
    const choice: Stroboscope = { range, frames, onTop: 'latest', numbers: false, ...over };
    await using exporter = exporterHere(video);
    const target = folder.path(name);
    const result = await exporter.export({ kind: 'stroboscope', source: clip, choice }, target);
    return { result, choice, bytes: await readFile(target) };
  };

  it('shows figures as far apart as their times, whatever the frame rate does', async () => {
    const { bytes, choice, result } = await write('even.png');
    expect(choice.frames).toEqual([0, 6, 12, 19, 39]);
    expect(result.frameCount).toBe(5);
    const picture = decodePng(bytes);
    for (const frame of choice.frames) {
      const [x, y] = disc.discAt(frame) ?? [0, 0];
      const at = (Math.round(y) * picture.width + Math.round(x)) * 3;
      for (const [channel, value] of discColour.entries()) {
        expect(Math.abs((picture.pixels[at + channel] ?? 0) - value)).toBeLessThan(28);
      }
    }
  });

  it('says in itself and in its note which frames it shows, and when they were', async () => {
    const { bytes, result } = await write('told.png', { frames: [0, 10, 39] });
    expect(result.note).toBe('Frames 0 (0.000 s), 10 (1.000 s), 39 (2.475 s).');
    const words = bytes.toString('utf8');
    expect(words).toContain('iTXt');
    expect(words).toContain(
      'Frames 0 (0.000 s), 10 (1.000 s), 39 (2.475 s) over the still scene of frames 0–39.',
    );
    expect(words).toContain('0.000000 1.000000 2.475000');
  });

  it('is no file of another kind, and nothing is left of one that cannot be made', async () => {
    await expect(write('strobe.mp4')).rejects.toThrow('End the name strobe.mp4 with .png.');
    await expect(write('beyond.png', { range: { start: 0, end: 40 } })).rejects.toThrow();
    await expect(write('few.png', { frames: [0, 1] })).rejects.toThrow('3 to 15 moments');
    await expect(readFile(folder.path('few.png'))).rejects.toThrow();
  });
});
