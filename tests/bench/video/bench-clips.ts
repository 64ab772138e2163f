import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { drawBarCode } from '#main/video/synthetic/bar-code.ts';

/** A generated clip. Its upper fifth shows each frame's number, modulo `numbersRepeat`, as a bar code. */
export type BenchClip = {
  readonly path: string;
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
  readonly frameCount: number;
  readonly numbersRepeat: number;
};

export type BenchClips = {
  readonly match: BenchClip;
  readonly minute: BenchClip;
  readonly large: BenchClip;
};

type Recipe = Omit<BenchClip, 'path' | 'numbersRepeat'> & { readonly name: string; readonly codec: string[] };

const h264 = (group: number) =>
  ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '26', '-bf', '2', '-sc_threshold', '0'].concat([
    '-g',
    String(group),
    '-keyint_min',
    String(group),
  ]);
const hevc = (group: number) =>
  ['-c:v', 'libx265', '-preset', 'ultrafast', '-crf', '28', '-tag:v', 'hvc1'].concat([
    '-x265-params',
    `keyint=${group}:min-keyint=${group}:scenecut=0:bframes=3:log-level=none`,
  ]);

/** Generates what is not in `folder` yet. The long clip is the minute over and over, packet by packet. */
export async function generateClips(folder: string, quick: boolean): Promise<BenchClips> {
  await mkdir(folder, { recursive: true });
  const minute = await encode(folder, {
    name: quick ? 'quick-h264' : 'minute-1080p50-h264',
    ...(quick ? { width: 640, height: 360 } : { width: 1920, height: 1080 }),
    frameRate: 50,
    frameCount: quick ? 600 : 3000,
    codec: h264(100),
  });
  const large = await encode(folder, {
    name: quick ? 'quick-hevc' : '4k25-hevc',
    ...(quick ? { width: 1280, height: 720 } : { width: 3840, height: 2160 }),
    frameRate: 25,
    frameCount: quick ? 150 : 500,
    codec: hevc(60),
  });
  const rounds = quick ? 10 : 120;
  const match: BenchClip = {
    ...minute,
    path: join(folder, quick ? 'quick-long.mp4' : 'two-hours-1080p50-h264.mp4'),
    frameCount: minute.frameCount * rounds,
  };
  if (!existsSync(match.path)) {
    await ffmpegInto(match.path, ['-stream_loop', String(rounds - 1), '-i', minute.path, '-c', 'copy']);
  }
  return { match, minute, large };
}

async function encode(folder: string, { name, codec, ...clip }: Recipe): Promise<BenchClip> {
  const { width, height, frameRate, frameCount } = clip;
  const path = join(folder, `${name}.mp4`);
  if (existsSync(path)) return { ...clip, path, numbersRepeat: frameCount };
  const code = { width: 64, height: 4 };
  function* codes() {
    for (let n = 0; n < frameCount; n++) yield drawBarCode(n, code);
  }
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${code.width}x${code.height}`];
  const band = Math.floor(height / 10) * 2;
  const filters = `[0:v]scale=${width}:${band}:flags=neighbor[code];[1:v][code]overlay=shortest=1,format=yuv420p[v]`;
  await ffmpegInto(
    path,
    [...raw, '-r', String(frameRate), '-i', 'pipe:0'].concat(
      ['-f', 'lavfi', '-i', `testsrc2=size=${width}x${height}:rate=${frameRate}`],
      ['-filter_complex', filters, '-map', '[v]', ...codec],
    ),
    codes(),
  );
  return { ...clip, path, numbersRepeat: frameCount };
}

/** Writes under another name first, so that an interrupted run leaves no half clip behind. */
async function ffmpegInto(path: string, args: readonly string[], input: Iterable<Uint8Array> = []) {
  const partial = path.replace(/\.mp4$/, '.partial.mp4');
  const child = spawn('ffmpeg', ['-v', 'error', '-y', ...args, partial], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  child.stdin.on('error', () => {});
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  for (const chunk of input) {
    if (!child.stdin.write(chunk)) await new Promise((resolve) => child.stdin.once('drain', resolve));
  }
  child.stdin.end();
  const code = await ended;
  if (code !== 0) throw new Error(`ffmpeg could not make ${path} (exit code ${code})`);
  await rename(partial, path);
}
