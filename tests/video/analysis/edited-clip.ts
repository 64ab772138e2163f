import { runFfmpeg } from '../support/ffmpeg.ts';

/** A made-up edit: scenes of ffmpeg's sources joined in ways whose place is known. */
export type Join = {
  readonly kind: 'cut' | 'fade' | 'dissolve' | 'wipe';
  /** The name of one of ffmpeg's `xfade` transitions; `bar`: a wipe behind a bar, `cover`: behind a large board. */
  readonly how: string;
  readonly frames: number;
};

export type Scene = {
  /** Arguments that make ffmpeg read it. */
  readonly input: readonly string[];
  /** Filters before it is brought to size; labels in it end in `#`, which becomes the scene's number. */
  readonly filters?: string;
  readonly frames: number;
};

export type Truth = { readonly kind: Join['kind']; readonly start: number; readonly end: number };

export const editRate = 25;
const width = 320;
const height = 180;

/** Writes the edit as H.264 and returns where its joins lie. `flashes` are frames that turn all but white. */
export async function writeEditedClip(
  path: string,
  scenes: readonly Scene[],
  joins: readonly Join[],
  flashes: readonly number[] = [],
): Promise<readonly Truth[]> {
  const truth: Truth[] = [];
  const shape = `scale=${width}:${height}:force_original_aspect_ratio=increase,crop=${width}:${height},setsar=1`;
  const steps = scenes.map(({ filters, frames }, i) => {
    const before = filters ? `${filters.replaceAll('#', String(i))},` : '';
    return `[${i}:v]${before}fps=${editRate},${shape},trim=end_frame=${frames},setpts=N/${editRate}/TB,settb=1/${editRate},format=yuv420p[s${i}]`;
  });
  let length = scenes[0]?.frames ?? 0;
  let chain = '[s0]';
  for (const [i, join] of joins.entries()) {
    const next = scenes[i + 1]?.frames ?? 0;
    const result = `[c${i}]`;
    const isCut = join.how === 'cut' || join.how === 'cover';
    if (isCut) {
      const board = join.how === 'cover' ? `,${coveringBoard(i, length, join.frames)}` : '';
      steps.push(`${chain}[s${i + 1}]concat=n=2:v=1,fps=${editRate},settb=1/${editRate}${board}${result}`);
      const half = join.how === 'cover' ? Math.floor(join.frames / 2) : 0;
      truth.push({ kind: join.kind, start: length - half, end: length + Math.max(0, half - 1) });
      length += next;
    } else {
      const offset = length - join.frames;
      const name = join.how === 'bar' ? 'wipeleft' : join.how;
      const bar = join.how === 'bar' ? `,${sweepingBar(i, offset, join.frames)}` : '';
      steps.push(
        `${chain}[s${i + 1}]xfade=transition=${name}:duration=${join.frames / editRate}:offset=${offset / editRate}${bar}${result}`,
      );
      truth.push({ kind: join.kind, start: offset, end: length - 1 });
      length += next - join.frames;
    }
    chain = result;
  }
  const flash = flashes.map((n) => `,drawbox=c=white@0.85:t=fill:enable='eq(n,${n})'`).join('');
  steps.push(`${chain}format=yuv420p${flash}[out]`);
  await runFfmpeg([
    ...scenes.flatMap(({ input }) => input),
    ...['-filter_complex', steps.join(';'), '-map', '[out]', '-an'],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-g', '50', path],
  ]);
  return truth;
}

/** Lays a box over the picture for these frames; `x` is of the frame number `n`. */
const movingBox = (label: string, size: string, colour: string, x: string, start: number, end: number) =>
  `null[b${label}];color=c=${colour}:s=${size}:r=${editRate}[m${label}];[b${label}][m${label}]overlay=x='${x}':y=0:shortest=1:enable='between(n,${start},${end})'`;

/** A bar that rides on the edge of a wipe to the left. */
const sweepingBar = (join: number, start: number, frames: number) =>
  movingBox(
    `j${join}`,
    `60x${height}`,
    '0xE0C020',
    `${width}*(1-(n-${start})/${frames})-30`,
    start,
    start + frames - 1,
  );

/** A board twice as wide as the picture that flies through from the right and hides the cut. */
const coveringBoard = (join: number, cut: number, frames: number) => {
  const start = cut - Math.floor(frames / 2);
  const x = `${width}-3*${width}*(n-${start})/${frames}`;
  return movingBox(`j${join}`, `${2 * width}x${height}`, '0x203090', x, start, start + frames - 1);
};

const lavfi = (source: string) => ['-f', 'lavfi', '-i', source];

/** Scenes with movement of all kinds, each different by its seed. */
export const generatedScenes: readonly ((seed: number, frames: number) => Scene)[] = [
  (_, frames) => ({ input: lavfi(`testsrc2=s=${width}x${height}:r=${editRate}`), frames }),
  (seed, frames) => ({
    input: lavfi(
      `mandelbrot=s=${width}x${height}:r=${editRate}:start_scale=${0.5 + (seed % 7) / 5}:end_scale=0.02:end_pts=900`,
    ),
    frames,
  }),
  (seed, frames) => ({
    input: lavfi(
      `life=s=80x45:r=${editRate}:mold=10:ratio=0.2:seed=${seed}:death_color=0x803030:life_color=0x30C040`,
    ),
    frames,
  }),
  // The camera pans over a standing picture.
  (seed, frames) => ({
    input: lavfi(`mandelbrot=s=1280x720:r=${editRate}:start_scale=${0.4 + (seed % 5) / 4}`),
    filters: `trim=end_frame=1,loop=-1:1,setpts=N/${editRate}/TB,crop=640:360:x='${100 + (seed % 9) * 20}+t*${60 + (seed % 4) * 30}':y=180`,
    frames,
  }),
  // Someone runs and jumps through a standing picture with noise.
  (seed, frames) => ({
    input: lavfi(
      `color=c=0x${['4a7a50', '5070a0', '907060', '303038'][seed % 4]}:s=${width}x${height}:r=${editRate}`,
    ),
    filters: [
      `drawbox=x=0:y=120:w=320:h=60:c=0x${['a08860', '70a0c0', '406040'][seed % 3]}:t=fill`,
      `drawbox=x=${(seed * 37) % 200}:y=30:w=90:h=60:c=0xc0c0b0:t=fill`,
      `null[f#];color=c=0xd8a080:s=24x70:r=${editRate}[p#];[f#][p#]overlay=x='mod(t*${80 + (seed % 5) * 30}+${seed * 13},340)-20':y='70+40*sin(5*t)':shortest=1`,
      'noise=alls=14:allf=t',
    ].join(','),
    frames,
  }),
  (seed, frames) => ({
    input: lavfi(`gradients=s=${width}x${height}:r=${editRate}:speed=0.02:seed=${seed + 3}:nb_colors=4`),
    frames,
  }),
];
