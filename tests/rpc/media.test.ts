import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mediaPaths } from '#common/contract/index.ts';
import { DeepSportError, type Size } from '#common/domain/index.ts';
import { createMediaHandler } from '#main/rpc/media.ts';
import type { Services } from '#main/rpc/services.ts';
import type { SoundRequest } from '#main/video/video-service.ts';
import { clip, createFakeServices } from './fake-services.ts';

const log = () => {};
const bytes = randomBytes(700_000);
let folder = '';
let file = '';
const asked: { index: number; format: string; bounds: Size | undefined }[] = [];

const video = {
  picture: async (_path: string, index: number, format: 'png' | 'jpeg', bounds?: Size) => {
    if (index >= clip.frameCount) {
      throw new DeepSportError('FRAME_OUT_OF_RANGE', 'Frame 60 is not in the clip.', { index });
    }
    asked.push({ index, format, bounds });
    return {
      mediaType: format === 'png' ? ('image/png' as const) : ('image/jpeg' as const),
      bytes: new Uint8Array([1, 2, 3]),
      timeSeconds: index / 30,
      sha256: 'abc',
    };
  },
  sound: async (_source: unknown, { startSeconds, durationSeconds }: SoundRequest) => {
    if (startSeconds > 100) throw new DeepSportError('NO_SOUND', 'dive.mp4 has no sound.');
    const samples = new Int16Array(Math.round(durationSeconds * 48_000) * 2).fill(-2);
    return { sampleRate: 48_000, channelCount: 2, samples, startSeconds };
  },
} as unknown as Services['video'];

let motion = new Float32Array([0, 0.5, 0.25]);
const analyser = {
  thumbnail: async (_source: unknown, index: number) => (index === 8 ? new Uint8Array([9, 9]) : null),
  motion: async () => ({ energy: motion, frameCount: 60 }),
  waveform: async () => ({ rate: 100, peaks: new Int8Array([-3, 4]) }),
} as unknown as Services['analyser'];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deepsport-media-'));
  file = join(folder, 'dive.mp4');
  await writeFile(file, bytes);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type HandlerOptions = {
  uploads?: string;
  free?: number;
  path?: string;
  exports?: Readonly<Record<string, string>>;
  /** Where the project has its clip already. */
  clipPath?: string;
};

function handler(options: HandlerOptions = {}) {
  const fake = createFakeServices();
  const clips = {
    ...fake.clips,
    playablePathOf: async (id: string) => {
      await fake.clips.get(id);
      return options.path ?? file;
    },
  };
  return createMediaHandler(
    {
      clips:
        options.clipPath === undefined
          ? clips
          : { ...clips, sourceOf: async () => ({ path: options.clipPath ?? '' }) },
      video,
      analyser,
      stroboscopes: fake.stroboscopes,
      exports: { ...fake.exports, fileOf: (id) => options.exports?.[id] },
      handover: fake.handover,
      projects: {
        ...fake.projects,
        poster: async (id) => (id === 'project 1' ? new Uint8Array([7, 7]) : undefined),
      },
    },
    {
      log,
      uploadFolder: options.uploads,
      freeBytes: options.free === undefined ? undefined : async () => options.free ?? 0,
    },
  );
}

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  handler()(new Request(`http://local${path}`, { headers, method }));
const bodyOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

describe('The file of a clip', () => {
  const path = mediaPaths.file(clip.id);

  it('comes whole with 200, its length, type and version', async () => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-length')).toBe('700000');
    expect(response.headers.get('content-type')).toBe('video/mp4');
    expect(response.headers.get('accept-ranges')).toBe('bytes');
    expect(response.headers.get('etag')).toMatch(/^"[0-9a-f]+-[0-9a-f]+"$/);
    expect((await bodyOf(response)).equals(bytes)).toBe(true);
  });

  it.each([
    ['bytes=0-0', 0, 0],
    ['bytes=100-199', 100, 199],
    ['bytes=650000-', 650_000, 699_999],
    ['bytes=699999-9999999', 699_999, 699_999],
    ['bytes=-5', 699_995, 699_999],
    ['bytes=-9999999', 0, 699_999],
  ])('answers %s with 206 and exactly those bytes', async (range, start, end) => {
    const response = await get(path, { range });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end}/700000`);
    expect(response.headers.get('content-length')).toBe(String(end - start + 1));
    expect((await bodyOf(response)).equals(bytes.subarray(start, end + 1))).toBe(true);
  });

  it.each(['bytes=700000-', 'bytes=900000-900001', 'bytes=-0'])('answers %s with 416', async (range) => {
    const response = await get(path, { range });
    expect(response.status).toBe(416);
    expect(response.headers.get('content-range')).toBe('bytes */700000');
  });

  it.each(['bytes=5-2', 'bytes=a-b', 'bytes=0-1,5-6', 'frames=0-1', 'bytes=-'])(
    'ignores the unreadable range %s and gives the whole file',
    async (range) => {
      const response = await get(path, { range });
      expect(response.status).toBe(200);
      await response.body?.cancel();
    },
  );

  it('answers HEAD with headers alone', async () => {
    const whole = await get(path, {}, 'HEAD');
    expect([whole.status, whole.headers.get('content-length'), whole.body]).toEqual([200, '700000', null]);
    const part = await get(path, { range: 'bytes=0-9' }, 'HEAD');
    expect([part.status, part.headers.get('content-length'), part.body]).toEqual([206, '10', null]);
  });

  it('gives a range only of the version that If-Range names', async () => {
    const etag = (await get(path, {}, 'HEAD')).headers.get('etag') ?? '';
    expect((await get(path, { range: 'bytes=0-9', 'if-range': etag }, 'HEAD')).status).toBe(206);
    expect((await get(path, { range: 'bytes=0-9', 'if-range': '"older"' }, 'HEAD')).status).toBe(200);
    expect((await get(path, { 'if-none-match': etag })).status).toBe(304);
    await utimes(file, new Date(), new Date(Date.now() + 5000));
    expect((await get(path, { range: 'bytes=0-9', 'if-range': etag }, 'HEAD')).status).toBe(200);
  });

  it('is told to be missing without naming its path', async () => {
    const response = await handler({ path: join(folder, 'gone.mp4') })(new Request(`http://local${path}`));
    expect(response.status).toBe(404);
    const text = await response.text();
    expect(JSON.parse(text)).toEqual({
      code: 'FILE_MISSING',
      message: 'The file of this clip is gone or cannot be read: put it back where it was, or open it again.',
    });
    expect(text).not.toContain(folder);
  });

  it('can be left midway without leaving the file open', async () => {
    const response = await get(path);
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
  });
});

describe('A frame of a clip', () => {
  it('comes as a picture with its time and hash', async () => {
    const response = await get(mediaPaths.frame(clip.id, 30, 'png'));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(response.headers.get('x-frame-time-seconds')).toBe('1');
    expect(response.headers.get('x-frame-sha256')).toBe('abc');
    expect(asked.at(-1)).toEqual({ index: 30, format: 'png', bounds: undefined });
  });

  it('is asked at the size wanted, and kept by the browser', async () => {
    const response = await get(mediaPaths.frame(clip.id, 3, 'jpg', { width: 160, height: 90 }));
    expect(response.headers.get('content-type')).toBe('image/jpeg');
    expect(asked.at(-1)).toEqual({ index: 3, format: 'jpeg', bounds: { width: 160, height: 90 } });
    const etag = response.headers.get('etag') ?? '';
    expect((await get(mediaPaths.frame(clip.id, 3, 'jpg'), { 'if-none-match': etag })).status).toBe(304);
  });

  it.each([
    [mediaPaths.frame(clip.id, 60, 'png'), 400, 'FRAME_OUT_OF_RANGE'],
    [mediaPaths.frame('gone', 1, 'png'), 404, 'NOT_FOUND'],
    [`${mediaPaths.frame(clip.id, 1, 'png')}?width=0`, 400, 'BAD_INPUT'],
    [`${mediaPaths.frame(clip.id, 1, 'png')}?width=wide`, 400, 'BAD_INPUT'],
    [`/media/clips/${clip.id}/frames/-1.png`, 404, 'NOT_FOUND'],
    [`/media/clips/%E0%A4%A/file`, 404, 'NOT_FOUND'],
    ['/media/clips/..%2F..%2Fetc%2Fpasswd/file', 404, 'NOT_FOUND'],
    ['/media', 404, 'NOT_FOUND'],
  ])('answers %s with %i %s and a sentence', async (path, status, code) => {
    const response = await get(path);
    expect(response.status).toBe(status);
    const body = (await response.json()) as { code: string; message: string };
    expect(body.code).toBe(code);
    expect(body.message).toMatch(/\.$/);
  });
});

describe('The poster of a project', () => {
  it('comes as a JPEG, and 404 where there is none', async () => {
    const response = await get(mediaPaths.poster('project 1'));
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect(await bodyOf(response)).toEqual(Buffer.from([7, 7]));
    expect((await get(mediaPaths.poster('other'))).status).toBe(404);
  });
});

describe('An upload', () => {
  const gibibyte = 1024 ** 3;
  const put = (
    name: string,
    body: Buffer | ReadableStream,
    options: { free?: number; length?: number } = {},
  ) =>
    handler({ uploads: join(folder, 'uploads'), free: options.free ?? gibibyte })(
      new Request(`http://local${mediaPaths.upload(name)}`, {
        method: 'PUT',
        body: body as BodyInit,
        headers: options.length ? { 'content-length': String(options.length) } : {},
        duplex: 'half',
      } as RequestInit),
    );
  const kept = async () => (await readdir(join(folder, 'uploads')).catch(() => [])).sort();

  it('is kept under its own name, and opened', async () => {
    const response = await put('one.mp4', bytes);
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual(clip);
    expect((await readFile(join(folder, 'uploads', 'one.mp4'))).equals(bytes)).toBe(true);
  });

  it('is thrown away when the project has a clip of that content already', async () => {
    const uploads = join(folder, 'twice');
    const response = await handler({ uploads, clipPath: file })(
      new Request(`http://local${mediaPaths.upload('again.mp4')}`, { method: 'PUT', body: 'x' }),
    );
    expect([response.status, await readdir(uploads)]).toEqual([201, []]);
  });

  it('never replaces a file of the same name', async () => {
    await put('one.mp4', Buffer.from('another'));
    expect(await kept()).toEqual(['one (2).mp4', 'one.mp4']);
  });

  it('stays in its folder whatever its name', async () => {
    await put('../../x/\u0007evil:*.mp4', Buffer.from('x'));
    expect(await kept()).toContain('_evil__.mp4');
    expect((await put('..', Buffer.from('x'))).status).toBe(400);
    expect((await put('', Buffer.from('x'))).status).toBe(400);
  });

  it('leaves nothing behind when it is no video', async () => {
    const before = await kept();
    const response = await put('notes.txt.mp4', Buffer.from('some text'));
    expect(response.status).toBe(422);
    expect(await response.json()).toEqual({ code: 'NOT_A_VIDEO', message: 'notes.txt.mp4 is no video.' });
    expect(await kept()).toEqual(before);
  });

  it('is refused with a sentence when the disk has no room, announced or not', async () => {
    const before = await kept();
    const sentence = /not enough room on the disk for “big\.mp4”: free some space/;
    const announced = await put('big.mp4', bytes, { free: 300 * 1024 * 1024, length: gibibyte });
    expect(announced.status).toBe(507);
    expect(((await announced.json()) as { message: string }).message).toMatch(sentence);
    const unannounced = await put('big.mp4', bytes, { free: 256 * 1024 * 1024 + 1000 });
    expect(unannounced.status).toBe(507);
    expect(((await unannounced.json()) as { code: string }).code).toBe('DISK_FULL');
    expect(await kept()).toEqual(before);
  });

  it('leaves nothing behind when it is cut off', async () => {
    const before = await kept();
    const broken = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(1000));
        controller.error(new Error('connection lost'));
      },
    });
    expect((await put('cut.mp4', broken)).status).toBe(500);
    expect(await kept()).toEqual(before);
  });

  it('is not taken by a host without an upload folder', async () => {
    const request = new Request(`http://local${mediaPaths.upload('a.mp4')}`, { method: 'PUT', body: 'x' });
    expect((await handler()(request)).status).toBe(404);
  });
});

describe('A thumbnail', () => {
  it('comes from the analysis where it lies ready, and costs no decoding', async () => {
    const before = asked.length;
    const response = await get(mediaPaths.thumbnail(clip.id, 8));
    expect(response.headers.get('content-type')).toBe('image/jpeg');
    expect([...(await bodyOf(response))]).toEqual([9, 9]);
    expect(asked.length).toBe(before);
  });

  it('is decoded small where none lies ready', async () => {
    expect((await get(mediaPaths.thumbnail(clip.id, 9))).status).toBe(200);
    expect(asked.at(-1)).toEqual({ index: 9, format: 'jpeg', bounds: { width: 160, height: 160 } });
  });
});

describe('The sound of a stretch', () => {
  it('is a WAV file of just these samples', async () => {
    const wave = await bodyOf(await get(mediaPaths.sound(clip.id, 1.5, 0.25)));
    expect(wave.toString('latin1', 0, 4) + wave.toString('latin1', 8, 16)).toBe('RIFFWAVEfmt ');
    expect(wave.readUInt32LE(4)).toBe(wave.length - 8);
    expect([wave.readUInt16LE(22), wave.readUInt32LE(24), wave.readUInt16LE(34)]).toEqual([2, 48_000, 16]);
    expect(wave.readUInt32LE(40)).toBe(12_000 * 4);
    expect(wave.length).toBe(44 + 12_000 * 4);
    expect(wave.readInt16LE(44)).toBe(-2);
  });

  it('says so where there is none', async () => {
    const response = await get(mediaPaths.sound(clip.id, 200, 1));
    expect(response.status).toBe(422);
    expect(await response.json()).toEqual({ code: 'NO_SOUND', message: 'dive.mp4 has no sound.' });
  });

  it.each(['from=x&seconds=1', 'from=1', 'from=1&seconds=61', 'from=1&seconds=-1'])(
    'of %s is refused with a sentence',
    async (search) => {
      const response = await get(`/media/clips/${clip.id}/sound?${search}`);
      expect(response.status).toBe(400);
      expect((await response.json()).message).toMatch(/number of seconds/);
    },
  );
});

describe('Motion and waveform', () => {
  it('are numbers in the byte order of the machines there are', async () => {
    const energy = await bodyOf(await get(mediaPaths.motion(clip.id)));
    expect([0, 1, 2].map((frame) => energy.readFloatLE(frame * 4))).toEqual([0, 0.5, 0.25]);
    const waveform = await get(mediaPaths.waveform(clip.id));
    expect(waveform.headers.get('x-peaks-per-second')).toBe('100');
    const peaks = await bodyOf(waveform);
    expect([peaks.readInt8(0), peaks.readInt8(1)]).toEqual([-3, 4]);
  });

  it('are 204 while there is nothing', async () => {
    const before = motion;
    motion = new Float32Array(0);
    expect((await get(mediaPaths.motion(clip.id))).status).toBe(204);
    motion = before;
  });
});

describe('An export', () => {
  const download = (exports: Record<string, string>, id: string) =>
    handler({ exports })(new Request(`http://local${mediaPaths.exported(id)}`));

  it('is a download under its own name', async () => {
    const response = await download({ 'job-1': file }, 'job-1');
    expect(response.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''dive.mp4");
    expect((await bodyOf(response)).equals(bytes)).toBe(true);
  });

  it('of several pictures is one archive that holds them unchanged', async () => {
    const pictures = join(folder, 'frames');
    await mkdir(pictures);
    await writeFile(join(pictures, 'b.png'), 'second');
    await writeFile(join(pictures, 'a.png'), 'first');
    const response = await download({ 'job-2': pictures }, 'job-2');
    expect(response.headers.get('content-disposition')).toMatch(/frames\.zip$/);
    const files = unzipSync(new Uint8Array(await bodyOf(response)));
    const text = Object.entries(files).map(([name, content]) => [name, Buffer.from(content).toString()]);
    expect(text).toEqual([
      ['a.png', 'first'],
      ['b.png', 'second'],
    ]);
  });

  it('that is gone, or was none, says so', async () => {
    for (const exports of [{}, { 'job-3': join(folder, 'gone.mp4') }]) {
      const response = await download(exports, 'job-3');
      expect(response.status).toBe(404);
      expect((await response.json()).message).toMatch(/Export it again/);
    }
  });
});

describe('A stroboscopic picture', () => {
  const choice = {
    range: { start: 3, end: 30 },
    frames: [3, 9, 30],
    onTop: 'earliest',
    numbers: true,
  } as const;

  it('comes by its range and moments, with what to know of it', async () => {
    const response = await get(mediaPaths.stroboscope(clip.id, choice));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('image/jpeg');
    expect(decodeURIComponent(response.headers.get('x-note') ?? '')).toBe(
      'The camera’s movement was undone.',
    );
    expect([...(await bodyOf(response))]).toEqual([5, 5]);
  });

  it('is refused in a sentence where they are no numbers', async () => {
    const path = mediaPaths.stroboscope(clip.id, choice).replace('3,9,30', '3,x,30');
    const response = await get(path);
    expect(response.status).toBe(400);
    expect((await response.json()).message).toContain('needs a range and its moments');
  });
});
