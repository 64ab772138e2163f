import type { Size } from '#common/domain/index.ts';
import type { BenchClip, BenchClips } from './bench-clips.ts';
import type { Contender, Timed } from './contender.ts';

export type Outcome = Timed & { readonly wrong: number };

/** One thing to do, the same for every contender; `repetition` chooses where in the clip. */
export type Workload = {
  readonly title: string;
  /** Whether ours starts its process for it. */
  readonly cold?: boolean;
  /** For what takes a peer half a minute. */
  readonly mostRepetitions?: number;
  /** Units that one run does, for times per unit. */
  readonly units?: number;
  run(contender: Contender, repetition: number): Promise<Outcome | null>;
};

const windowFrames = 16;

export function createWorkloads({ match, minute, large }: BenchClips, quick: boolean): readonly Workload[] {
  const steps = quick ? 10 : 25;
  return [
    { ...opening(match), title: `open ${describe(match)}, to the first picture, process cold`, cold: true },
    { ...opening(match), title: `open ${describe(match)}, to the first picture, process warm` },
    {
      title: `all timestamps of ${match.frameCount} frames`,
      mostRepetitions: 3,
      run: async (contender) => {
        const outcome = await contender.index(match);
        return outcome && { milliseconds: outcome.milliseconds, wrong: 0 };
      },
    },
    ...[minute, large].flatMap((clip) => windows(clip)),
    stepping('step forward', minute, steps, 1),
    stepping('step backward', minute, steps, -1),
    {
      title: `filmstrip of ${quick ? 40 : 200} over ${describe(minute)}`,
      run: (contender, repetition) => {
        const count = quick ? 40 : 200;
        const stride = Math.floor(minute.frameCount / count);
        const indices = Array.from({ length: count }, (_, i) => i * stride + (repetition % stride));
        return ask(contender, minute, indices, sizeOf(minute, 160));
      },
    },
    {
      title: `one random frame of ${describe(match)}`,
      units: 5,
      run: async (contender, repetition) => {
        const outcomes: Outcome[] = [];
        for (let i = 0; i < 5; i++) {
          const index = pseudoRandom(repetition * 5 + i) % match.frameCount;
          outcomes.push(await ask(contender, match, [index], sizeOf(match, 448)));
        }
        return sum(outcomes);
      },
    },
  ];
}

function opening(clip: BenchClip): Omit<Workload, 'title'> {
  return {
    run: async (contender) => {
      const { milliseconds, numbers } = await contender.open(clip, sizeOf(clip, 448));
      return { milliseconds, wrong: numbers[0] === 0 ? 0 : 1 };
    },
  };
}

/** Fresh, again, and moved on by half, so that half of its frames were seen. Windows of different runs are apart. */
function windows(clip: BenchClip): readonly Workload[] {
  const size = sizeOf(clip, 448);
  const slot = (repetition: number) => {
    const length = Math.floor(clip.frameRate * 1.6);
    const slots = Math.floor(clip.frameCount / length) - 1;
    return (
      ((repetition * 7) % slots) * length + (pseudoRandom(repetition) % Math.floor(clip.frameRate * 0.1))
    );
  };
  const inWindow = (start: number) =>
    Array.from(
      { length: windowFrames },
      (_, i) => start + Math.round((i * (clip.frameRate - 1)) / (windowFrames - 1)),
    );
  const asked = (title: string, shift: number): Workload => ({
    title: `${title} of ${describe(clip)}`,
    run: (contender, repetition) => ask(contender, clip, inWindow(slot(repetition) + shift), size),
  });
  const half = inWindow(0)[windowFrames / 2] ?? 0;
  return [asked('16 frames of a second', 0), asked('the same again', 0), asked('moved on by half', half)];
}

function stepping(title: string, clip: BenchClip, steps: number, direction: 1 | -1): Workload {
  return {
    title: `${title} in ${describe(clip)}`,
    units: steps,
    run: async (contender, repetition) => {
      const start = 200 + (pseudoRandom(repetition) % (clip.frameCount - 400));
      await contender.frames(clip, [start], sizeOf(clip, 448));
      const outcomes: Outcome[] = [];
      for (let step = 1; step <= steps; step++) {
        outcomes.push(await ask(contender, clip, [start + step * direction], sizeOf(clip, 448)));
      }
      return sum(outcomes);
    },
  };
}

async function ask(
  contender: Contender,
  clip: BenchClip,
  indices: readonly number[],
  size: Size,
): Promise<Outcome> {
  const { milliseconds, numbers } = await contender.frames(clip, indices, size);
  const wrong = indices.filter((index, i) => numbers[i] !== index % clip.numbersRepeat).length;
  return { milliseconds, wrong };
}

const sum = (outcomes: readonly Outcome[]): Outcome => ({
  milliseconds: outcomes.reduce((total, { milliseconds }) => total + milliseconds, 0),
  wrong: outcomes.reduce((total, { wrong }) => total + wrong, 0),
});

const sizeOf = ({ width, height }: BenchClip, target: number): Size => ({
  width: target,
  height: Math.round((target * height) / width / 2) * 2,
});

const describe = ({ path, frameCount, frameRate, height }: BenchClip) =>
  `${formatLength(frameCount / frameRate)} ${height}p${frameRate} ${path.includes('hevc') ? 'HEVC' : 'H.264'}`;

const formatLength = (seconds: number) => (seconds >= 3600 ? `${seconds / 3600} h` : `${seconds} s`);

/** The same places for every contender and every run. */
const pseudoRandom = (n: number) => Math.imul(n + 1, 2_654_435_761) >>> 4;
