import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VideoService } from '#main/video/video-service.ts';
import { ffmpegNote, hasFfmpeg, runFfmpeg } from './support/ffmpeg.ts';
import { barCodedFixture, createLocal, temporaryFolder } from './support/services.ts';

/** One second of silence as WAV: 8 kHz, mono, 8 bits. */
function silence(): Uint8Array {
  const bytes = Buffer.alloc(44 + 8000, 0x80);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(36 + 8000, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(8000, 24);
  bytes.writeUInt32LE(8000, 28);
  bytes.writeUInt16LE(1, 32);
  bytes.writeUInt16LE(8, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(8000, 40);
  return bytes;
}

describe('A file that cannot be used', () => {
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

  const write = async (name: string, bytes: Uint8Array | string) => {
    await writeFile(folder.path(name), bytes);
    return folder.path(name);
  };
  const refusal = (path: string) =>
    video.probe(path).then(
      () => null,
      (error) => ({ code: error.code, message: error.message }),
    );

  it('is said to be missing when it is', async () => {
    expect(await refusal(folder.path('gone.mp4'))).toEqual({
      code: 'FILE_MISSING',
      message:
        'gone.mp4 is not there any more or never was. Check the path, or open the clip from where it is now.',
    });
  });

  it('is said to be empty when it has no bytes', async () => {
    expect(await refusal(await write('empty.mp4', ''))).toEqual({
      code: 'FILE_EMPTY',
      message: 'empty.mp4 is empty (0 bytes). Copy or download it again.',
    });
  });

  it('is said to be a folder', async () => {
    expect(await refusal(folder.path('.'))).toMatchObject({
      code: 'NOT_A_VIDEO',
      message: expect.stringContaining('is a folder. Choose a video file in it.'),
    });
  });

  const notVideos: readonly (readonly [string, string | Uint8Array])[] = [
    ['text.mp4', 'Dear judges,\nplease find the dive list attached.\n'.repeat(50)],
    ['page.webm', '<!doctype html><html><body>Not found</body></html>'],
    ['picture.mov', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...Array(500).fill(7)])],
    ['noise.ts', Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919 + (i >> 3)) % 251)],
    ['one-byte.mp4', 'x'],
    ['playlist.mp4', '#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:4,\nsegment.ts\n'],
  ];
  it.each(notVideos)('is told from a video by its content, not its name: %s', async (name, content) => {
    expect(await refusal(await write(name, content))).toEqual({
      code: 'NOT_A_VIDEO',
      message: `${name} is not a video file, whatever its name says. Choose another file.`,
    });
  });

  it('is said to hold sound only', async () => {
    expect(await refusal(await write('sound.wav', silence()))).toEqual({
      code: 'NO_VIDEO_TRACK',
      message: 'sound.wav holds sound but no picture. Choose a file with a video track.',
    });
  });

  it.skipIf(!hasFfmpeg)(`is said to hold sound only when it is an MP4${ffmpegNote}`, async () => {
    const path = folder.path('sound.mp4');
    await runFfmpeg(['-f', 'lavfi', '-i', 'sine=d=1', '-c:a', 'aac', path]);
    expect(await refusal(path)).toMatchObject({ code: 'NO_VIDEO_TRACK' });
  });

  const foreign: readonly (readonly [string, string, readonly number[] | string])[] = [
    ['clip.avi', 'AVI', 'RIFF\u0000\u0010\u0000\u0000AVI LIST'],
    ['clip.wmv', 'WMV', [0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11, 0xa6, 0xd9]],
    ['clip.flv', 'FLV', 'FLV\u0001\u0005\u0000\u0000\u0000\u0009'],
    ['clip.mxf', 'MXF', [0x06, 0x0e, 0x2b, 0x34, 0x02, 0x05, 0x01, 0x01]],
  ];
  it.each(foreign)(
    'is said to be in a container that must be converted: %s',
    async (name, container, head) => {
      const bytes = typeof head === 'string' ? Buffer.from(head, 'latin1') : Uint8Array.from(head);
      expect(await refusal(await write(name, Buffer.concat([bytes, Buffer.alloc(200)])))).toEqual({
        code: 'CONTAINER_UNSUPPORTED',
        message: `${name} is ${container}, which cannot be read frame by frame as it is. Convert it to MP4 first.`,
      });
    },
  );

  it.skipIf(!hasFfmpeg)(`is said to be in a codec without a decoder${ffmpegNote}`, async () => {
    const path = folder.path('old codec.mp4');
    await runFfmpeg(['-f', 'lavfi', '-i', 'testsrc=s=64x48:d=1', '-c:v', 'mpeg4', path]);
    expect(await refusal(path)).toEqual({
      code: 'CODEC_UNSUPPORTED',
      message:
        'The picture in old codec.mp4 is “mp4v”, which cannot be read frame by frame as it is. Convert it to H.264 first.',
    });
  });

  it('is said to be damaged when its index was never written', async () => {
    const bytes = await readFile(barCodedFixture);
    const path = await write('cut.mp4', bytes.subarray(0, 40));
    expect(await refusal(path)).toEqual({
      code: 'CLIP_DAMAGED',
      message:
        'cut.mp4 is damaged or cut off, and no frame of it can be found. Copy it again from the camera or the source.',
    });
  });

  it('is said to be damaged when its index is there and no picture is', async () => {
    const bytes = await readFile(barCodedFixture);
    const dataStart = bytes.indexOf('mdat');
    expect(await refusal(await write('headless.mp4', bytes.subarray(0, dataStart + 8)))).toMatchObject({
      code: 'CLIP_DAMAGED',
    });
  });

  it.each(['stts', 'ctts'])(
    'is said to be damaged at once when a flipped bit in %s claims frames without end',
    async (table) => {
      const bytes = await readFile(barCodedFixture);
      bytes[bytes.indexOf(table) + 12] = 0x91;
      expect(await refusal(await write(`${table}.mp4`, bytes))).toMatchObject({ code: 'CLIP_DAMAGED' });
    },
  );

  it('keeps serving the frames that are whole when others are damaged', async () => {
    const path = folder.path('scratched.mp4');
    await copyFile(barCodedFixture, path);
    const bytes = await readFile(path);
    const dataStart = bytes.indexOf('mdat') + 4;
    // The last of three groups of pictures is overwritten.
    bytes.fill(0, dataStart + Math.floor(((bytes.length - dataStart) * 3) / 4));
    await writeFile(path, bytes);
    const size = { width: 96, height: 64 };
    expect(await video.frames(path, [0, 29, 35], size)).toHaveLength(3);
    const late = await video.frames(path, [89], size).then(
      (frames) => frames.length,
      (error) => error.message,
    );
    expect([
      1,
      'Frame 89 of scratched.mp4 cannot be decoded, because the file is damaged there. Other frames may still work.',
    ]).toContain(late);
    expect(await video.frames(path, [10], size)).toHaveLength(1);
  });

  it('never keeps the service from opening the next one', async () => {
    await refusal(await write('again.mp4', 'no video'));
    expect((await video.probe(barCodedFixture)).frameCount).toBe(90);
  });
});
