import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBarCode } from '#main/video/index.ts';
import type { VideoService } from '#main/video/video-service.ts';
import { ffmpegNote, hasFfmpeg } from './support/ffmpeg.ts';
import { chooseAtRandom } from './support/pictures.ts';
import { createLocal, temporaryFolder } from './support/services.ts';
import { makeSoundOnly, trapClips } from './support/trap-clips.ts';

const title = ({ name, what }: { name: string; what: string }) => [`${name}: ${what}`, name] as const;
const readable = trapClips.filter(({ needsConversion }) => !needsConversion);
const foreign = trapClips.filter(({ needsConversion }) => needsConversion);
const trapNamed = (name: string) => trapClips.find((trap) => trap.name === name) ?? fail(name);

function fail(name: string): never {
  throw new Error(`no trap clip ${name}`);
}

describe.skipIf(!hasFfmpeg)(`Bar-coded clips${ffmpegNote}`, () => {
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

  it.each(readable.map(title))('are told for what they are: %s', async (_, name) => {
    const trap = trapNamed(name);
    const info = await video.probe(trap.source(await trap.make(folder.path('.'))));
    expect(info.frameCount).toBe(trap.frameCount);
    for (const [fact, value] of Object.entries(trap.info)) {
      const found = info[fact as keyof typeof info];
      if (typeof value === 'number') expect(found, fact).toBeCloseTo(value, 6);
      else expect(found, fact).toEqual(value);
    }
    expect(info.truncated).toBe(false);
  });

  it.each(readable.map(title))(
    'show their own number, the same picture alone and in a row: %s',
    async (_, name) => {
      const trap = trapNamed(name);
      const path = await trap.make(folder.path('.'));
      const source = trap.source(path);
      await video.close(path);
      const { width, height } = await video.probe(source);
      const alone = new Map<number, string>();
      for (const index of chooseAtRandom(trap.frameCount, trap.frameCount, 7)) {
        const [frame] = await video.frames(source, [index], { width, height });
        expect(frame && readBarCode(frame.pixels, frame), `frame ${index}`).toBe(trap.shown[index]);
        alone.set(index, frame?.sha256 ?? '');
      }
      await video.close(path);
      const inARow = await video.frames(source, [...trap.shown.keys()], { width, height });
      expect(inARow.map((frame) => readBarCode(frame.pixels, frame))).toEqual(trap.shown);
      expect(inARow.map(({ sha256 }) => sha256)).toEqual(inARow.map(({ index }) => alone.get(index)));
    },
  );

  it.each(foreign.map(title))('are left to conversion where no packet can be read: %s', async (_, name) => {
    const path = await trapNamed(name).make(folder.path('.'));
    await expect(video.probe(path)).rejects.toMatchObject({ code: 'CODEC_UNSUPPORTED' });
  });

  it('are not clips when they hold sound only', async () => {
    await expect(video.probe(await makeSoundOnly(folder.path('.')))).rejects.toMatchObject({
      code: 'NO_VIDEO_TRACK',
    });
  });

  it('begin at the time that the file states', async () => {
    const path = await trapNamed('offset.ts').make(folder.path('.'));
    const { firstTimestampSeconds } = await video.probe(path);
    const { timestampsSeconds } = await video.frameTimes(path);
    expect(firstTimestampSeconds).toBeCloseTo(38.44, 2);
    expect(timestampsSeconds[0]).toBe(firstTimestampSeconds);
  });
});
