import { spawn, spawnSync } from 'node:child_process';
import type { Size } from '#common/domain/index.ts';
import type { BenchClip } from './bench-clips.ts';
import { type Contender, numberIn, timed } from './contender.ts';

/** A sum in halves of halves: FFmpeg's expressions nest at most a hundred deep, and a plain sum nests with each term. */
function anyOf(terms: readonly string[]): string {
  if (terms.length <= 2) return terms.join('+');
  const half = terms.length >> 1;
  return `(${anyOf(terms.slice(0, half))})+(${anyOf(terms.slice(half))})`;
}

/** FFmpeg's command line, a process for each request, as programs use it; null where it is not on PATH. */
export function createFfmpeg(): Contender | null {
  if (spawnSync('ffmpeg', ['-version'], { stdio: 'ignore' }).status !== 0) return null;
  const frames = async (clip: BenchClip, indices: readonly number[], size: Size) => {
    const first = Math.min(...indices);
    const seek = first === 0 ? [] : ['-ss', ((first - 0.4) / clip.frameRate).toFixed(4)];
    const select = anyOf(indices.map((index) => `eq(n,${index - first})`));
    const filters = `select='${select}',scale=${size.width}:${size.height}`;
    const output = ['-fps_mode', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1'];
    const { milliseconds, result } = await timed(() =>
      run('ffmpeg', [
        ...seek,
        '-i',
        clip.path,
        '-vf',
        filters,
        '-frames:v',
        String(indices.length),
        ...output,
      ]),
    );
    const bytes = size.width * size.height * 3;
    const numbers = indices.map((_, i) =>
      numberIn({ ...size, pixels: result.subarray(i * bytes, (i + 1) * bytes) }),
    );
    return { milliseconds, numbers };
  };
  return {
    name: 'ffmpeg',
    open: (clip, size) => frames(clip, [0], size),
    frames,
    index: (clip) =>
      timed(() =>
        run('ffprobe', [
          '-select_streams',
          'v:0',
          '-show_entries',
          'packet=pts_time',
          '-of',
          'csv=p=0',
          clip.path,
        ]),
      ),
    async [Symbol.asyncDispose]() {},
  };
}

async function run(program: string, args: readonly string[]): Promise<Buffer> {
  const quiet = program === 'ffmpeg' ? ['-nostdin'] : [];
  const child = spawn(program, ['-v', 'error', ...quiet, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const output: Buffer[] = [];
  child.stdout.on('data', (data: Buffer) => output.push(data));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
  return Buffer.concat(output);
}
