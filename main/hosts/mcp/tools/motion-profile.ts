import { z } from 'zod';
import { analysed } from '../analysed.ts';
import { checkRange, clipArgument, clipOf, rangeArgument } from '../arguments.ts';
import { defineTool } from '../tool.ts';

export const motionProfile = defineTool({
  name: 'motion_profile',
  title: 'Where something moves',
  description:
    'How much moves in each part of a range of a clip, and at which frames it peaks: cheap, and without a picture, so that you know where to look. The whole clip where no range is given. The first call on a long clip looks through it and may need to be called again.',
  input: z.strictObject({ clip: clipArgument, range: rangeArgument.optional() }),
  output: z.object({
    clip: z.string(),
    range: z.object({ start: z.int(), end: z.int() }),
    framesAnalysed: z.int().describe('Frames from 0 on that have been looked through.'),
    frameCount: z.int(),
    words: z.string(),
  }),
  effect: 'reads',
  async run({ clip: wanted, range: asked }, context) {
    const clip = await clipOf(wanted, context);
    const range = checkRange(asked ?? { start: 0, end: clip.frameCount - 1 }, clip);
    const { framesDone, frameCount } = await analysed(clip.id, context);
    const words = await context.services.toolbox.motionProfile(clip.id, range, context);
    return { data: { clip: clip.id, range, framesAnalysed: framesDone, frameCount, words }, content: words };
  },
});
