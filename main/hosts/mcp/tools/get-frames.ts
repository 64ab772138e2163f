import { z } from 'zod';
import { DeepSportError, sampleEvenly } from '#common/domain/index.ts';
import { checkFrames, checkRange, clipArgument, clipOf, frameArgument, rangeArgument } from '../arguments.ts';
import { framesSchema, mostFrames, pictureArguments, sendFrames } from '../send-frames.ts';
import { defineTool } from '../tool.ts';

export const getFrames = defineTool({
  name: 'get_frames',
  title: 'Get frames',
  description: `Exact frames of a clip as pictures, each after its label “Frame 35 · 1.167 s”. Say either frames (their numbers) or range (spread evenly, both ends included). At most ${mostFrames} in one call. A frame's number is its rank by presentation time, from 0; it means the same picture in every tool, in exports and in the workstation.`,
  input: z.strictObject({
    clip: clipArgument,
    frames: z
      .array(frameArgument)
      .min(1)
      .max(mostFrames, `At most ${mostFrames} frames come in one call: ask again for the others.`)
      .optional()
      .describe('Frame numbers, in the order wanted.'),
    range: rangeArgument.optional(),
    count: z.int().min(1).max(mostFrames).optional().describe('How many frames of the range (8).'),
    ...pictureArguments,
  }),
  output: framesSchema,
  effect: 'reads',
  async run({ clip: wanted, frames, range, count, width, format }, context) {
    if ((frames === undefined) === (range === undefined)) {
      throw new DeepSportError(
        'BAD_INPUT',
        'Say which frames: either frames (their numbers), or range with start and end.',
      );
    }
    if (frames && count !== undefined) {
      throw new DeepSportError('BAD_INPUT', 'count goes with range, not with frames.');
    }
    const clip = await clipOf(wanted, context);
    const chosen = range
      ? sampleEvenly(checkRange(range, clip), count ?? 8)
      : checkFrames(frames ?? [], clip);
    const covered = range ?? { start: Math.min(...chosen), end: Math.max(...chosen) };
    return sendFrames(clip, chosen, { range: covered, width, format }, context);
  },
});
