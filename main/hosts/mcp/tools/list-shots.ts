import { z } from 'zod';
import { analysed } from '../analysed.ts';
import { clipArgument, clipOf } from '../arguments.ts';
import { defineTool } from '../tool.ts';

const rangeSchema = z.object({ start: z.int(), end: z.int() });

export const listShots = defineTool({
  name: 'list_shots',
  title: 'List the shots',
  description:
    'The shots of which a clip is made, and the cuts, fades, dissolves and wipes between them, by frame. The first call on a long clip looks through it and may need to be called again.',
  input: z.strictObject({ clip: clipArgument }),
  output: z.object({
    clip: z.string(),
    shots: z.array(rangeSchema),
    transitions: z.array(z.object({ kind: z.enum(['cut', 'fade', 'dissolve', 'wipe']), range: rangeSchema })),
    framesAnalysed: z.int().describe('Frames from 0 on that have been looked through.'),
    frameCount: z.int(),
  }),
  effect: 'reads',
  async run({ clip: wanted }, context) {
    const clip = await clipOf(wanted, context);
    const { shots, transitions, framesDone, frameCount } = await analysed(clip.id, context);
    const content = await context.services.toolbox.listShots(clip.id, context);
    return {
      data: {
        clip: clip.id,
        shots: [...shots],
        transitions: [...transitions],
        framesAnalysed: framesDone,
        frameCount,
      },
      content,
    };
  },
});
