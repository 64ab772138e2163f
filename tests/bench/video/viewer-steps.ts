import type { BenchClip } from './bench-clips.ts';
import { numberIn, timed } from './contender.ts';
import { type Row, summarise } from './measure.ts';
import { startService } from './ours.ts';

const bounds = { width: 960, height: 540 };
/** As a key that is held repeats. */
const pauseMilliseconds = 33;

/** What the viewer waits for at each step where it must ask for pictures: JPEG of 960×540, times of single steps. */
export async function viewerSteps(
  clip: BenchClip,
  repetitions: number,
  stepsAtATime: number,
): Promise<readonly Row[]> {
  await using video = startService();
  const rows: Row[] = [];
  for (const direction of [1, -1]) {
    for (const pause of [0, pauseMilliseconds]) {
      const steps: { milliseconds: number; wrong: number }[] = [];
      for (let repetition = 0; repetition < repetitions; repetition++) {
        const start = 100 + ((repetition * 257) % (clip.frameCount - 200));
        await video.picture(clip.path, start, 'jpeg', bounds);
        for (let step = 1; step <= stepsAtATime; step++) {
          if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
          const index = start + step * direction;
          const { milliseconds, result } = await timed(() => video.picture(clip.path, index, 'jpeg', bounds));
          const [frame] = await video.frames(clip.path, [index], bounds);
          const isRight = frame?.sha256 === result.sha256 && numberIn(frame) === index % clip.numbersRepeat;
          steps.push({ milliseconds, wrong: isRight ? 0 : 1 });
        }
      }
      const how = pause > 0 ? 'key held' : 'without pause';
      const title = `viewer: one step ${direction > 0 ? 'forward' : 'backward'}, JPEG 960×540, ${how}`;
      rows.push(summarise(title, new Map([['ours', steps]])));
    }
  }
  return rows;
}
