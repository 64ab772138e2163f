import { z } from 'zod';
import { type ClipInfo, DeepSportError, type FrameRange } from '#common/domain/index.ts';
import type { ToolContext } from './tool.ts';

/** Arguments that several tools take, and what they mean. */
export const clipArgument = z
  .string()
  .min(1)
  .max(400)
  .describe('The clip: its id from open_clip or list_clips, or its name where only one clip has it.');

const lastFrame = 1_000_000_000;
export const frameArgument = z.int().min(0).max(lastFrame);

export const rangeArgument = z
  .strictObject({ start: frameArgument, end: frameArgument })
  .describe('Frames start to end, both included, counted from 0.');

/** The project's clip of that id or name, ready to be read. Throws NOT_FOUND, and what opening it throws. */
export async function clipOf(
  wanted: string,
  { services, signal }: Pick<ToolContext, 'services' | 'signal'>,
): Promise<ClipInfo> {
  const clips = services.project.listClips();
  const named = clips.filter(({ name }) => name === wanted);
  const found = clips.find(({ clipId }) => clipId === wanted) ?? (named.length === 1 ? named[0] : undefined);
  if (found) return services.clips.get(found.clipId, { signal });
  throw new DeepSportError(
    'NOT_FOUND',
    named.length > 1
      ? `${named.length} clips are named “${wanted}”: name one by its id from list_clips.`
      : `There is no clip “${wanted}” here: open its file with open_clip, or see list_clips.`,
    { clip: wanted },
  );
}

/** Throws RANGE_INVALID unless the range lies in the clip. */
export function checkRange({ start, end }: FrameRange, { name, frameCount }: ClipInfo): FrameRange {
  if (start <= end && end < frameCount) return { start, end };
  throw new DeepSportError(
    'RANGE_INVALID',
    start > end
      ? `The range ${start}–${end} runs backwards: its start comes after its end.`
      : `The range ${start}–${end} is not in ${name}, which has frames 0–${frameCount - 1}.`,
    { start, end, frameCount },
  );
}

/** Throws FRAME_OUT_OF_RANGE unless the clip has all of the frames. */
export function checkFrames(frames: readonly number[], { name, frameCount }: ClipInfo): readonly number[] {
  const outside = frames.find((frame) => frame >= frameCount);
  if (outside === undefined) return frames;
  throw new DeepSportError(
    'FRAME_OUT_OF_RANGE',
    `There is no frame ${outside} in ${name}, which has frames 0–${frameCount - 1}.`,
    { index: outside, frameCount },
  );
}
