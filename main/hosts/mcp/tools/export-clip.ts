import { basename } from 'node:path';
import { z } from 'zod';
import { checkRange, clipArgument, clipOf, rangeArgument } from '../arguments.ts';
import { stageProgress } from '../stage-progress.ts';
import { defineTool } from '../tool.ts';

export const exportClip = defineTool({
  name: 'export_clip',
  title: 'Export a clip',
  description:
    'Writes a range of a clip as a video file of its own, below the folders that the server was started for. Never replaces a file. exact encodes anew and begins at the very frame; smart re-encodes only the ends; copy changes no picture and begins at the key frame before.',
  input: z.strictObject({
    clip: clipArgument,
    range: rangeArgument,
    path: z
      .string()
      .min(1)
      .max(4096)
      .describe('The file to be made: .mp4, .mov, .mkv or .webm, in a folder that is there.'),
    cut: z.enum(['exact', 'smart', 'copy']).default('exact'),
    sound: z.boolean().default(true),
    frame_numbers: z.boolean().default(false).describe('Drawn into the picture; exact only.'),
    times: z.boolean().default(false).describe('Drawn into the picture; exact only.'),
  }),
  output: z.object({
    fileName: z.string(),
    sizeBytes: z.number(),
    frameCount: z.int(),
    note: z.string().describe('What one should know of it; empty for nothing.'),
  }),
  effect: 'adds',
  async run({ clip: wanted, range: asked, path, cut, sound, frame_numbers, times }, context) {
    const { guard, progress, services, signal } = context;
    const target = await guard.toWrite(path);
    const clip = await clipOf(wanted, context);
    const range = checkRange(asked, clip);
    const source = await services.clips.sourceOf(clip.id, { signal });
    const burnIn =
      frame_numbers || times ? { frameNumbers: frame_numbers, times, events: [], drawings: [] } : null;
    const { fileName, sizeBytes, frameCount, note } = await services.exporter.export(
      { kind: 'clip', source, range, cut, sound, burnIn },
      target,
      { signal, onStage: stageProgress(progress) },
    );
    return {
      data: { fileName, sizeBytes, frameCount, note },
      content: [
        `${basename(target)}: ${frameCount} frames, ${sizeBytes} bytes`,
        ...(note === '' ? [] : [note]),
      ].join('\n'),
    };
  },
});
