import { z } from 'zod';
import { sampleOutside } from '#common/domain/index.ts';
import { checkRange, clipArgument, clipOf, frameArgument } from '../arguments.ts';
import { framesSchema, pictureArguments, sendFrames } from '../send-frames.ts';
import { defineTool } from '../tool.ts';

const framesPerLook = 8;

export const look = defineTool({
  name: 'look',
  title: 'Look at a range',
  description: `One look, as the workstation's own engines take it with frame_extraction_tool(start, end): ${framesPerLook} frames spread evenly over a range, moved off fades and wipes where the shots are known. Begin with the whole clip, then look closer where something happens; a range of ${framesPerLook} frames or fewer shows every one of them.`,
  input: z.strictObject({
    clip: clipArgument,
    start: frameArgument.describe('First frame of the range.'),
    end: frameArgument.describe('Last frame of the range, included.'),
    ...pictureArguments,
  }),
  output: framesSchema,
  effect: 'reads',
  async run({ clip: wanted, start, end, width, format }, context) {
    const clip = await clipOf(wanted, context);
    const range = checkRange({ start, end }, clip);
    const { transitions } = await context.services.analyses.get(clip.id, { signal: context.signal });
    const frames = sampleOutside(range, framesPerLook, transitions);
    return sendFrames(clip, frames, { range, width, format }, context);
  },
});
