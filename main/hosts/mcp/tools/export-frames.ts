import { basename, extname } from 'node:path';
import { z } from 'zod';
import { DeepSportError } from '#common/domain/index.ts';
import { checkFrames, clipArgument, clipOf, frameArgument } from '../arguments.ts';
import { stageProgress } from '../stage-progress.ts';
import { defineTool } from '../tool.ts';

const extensions = { png: ['.png'], jpeg: ['.jpg', '.jpeg'] } as const;

export const exportFrames = defineTool({
  name: 'export_frames',
  title: 'Export frames',
  description:
    'Writes frames of a clip at full size as picture files, below the folders that the server was started for: one frame as the file named, several as files in a new folder of that name. Never replaces anything.',
  input: z.strictObject({
    clip: clipArgument,
    frames: z
      .array(frameArgument)
      .min(1)
      .max(1000, 'At most 1000 frames are written in one call: ask again for the others.'),
    path: z
      .string()
      .min(1)
      .max(4096)
      .describe('For one frame the file to be made, for several the folder; its own folder is there.'),
    format: z.enum(['png', 'jpeg']).default('png'),
  }),
  output: z.object({ fileName: z.string(), sizeBytes: z.number(), frameCount: z.int() }),
  effect: 'adds',
  async run({ clip: wanted, frames: asked, path, format }, context) {
    const { guard, progress, services, signal } = context;
    const frames = [...new Set(asked)];
    if (frames.length === 1) checkExtension(path, format);
    const target = await guard.toWrite(path);
    const clip = await clipOf(wanted, context);
    checkFrames(frames, clip);
    const source = await services.clips.sourceOf(clip.id, { signal });
    const { fileName, sizeBytes, frameCount } = await services.exporter.export(
      { kind: 'frames', source, frames, format, burnIn: null },
      target,
      { signal, onStage: stageProgress(progress) },
    );
    const words = `${basename(target)}: ${frameCount} ${frameCount === 1 ? 'frame' : 'frames'}, ${sizeBytes} bytes`;
    return { data: { fileName, sizeBytes, frameCount }, content: words };
  },
});

function checkExtension(path: string, format: keyof typeof extensions): void {
  const allowed: readonly string[] = extensions[format];
  if (allowed.includes(extname(path).toLowerCase())) return;
  const name = basename(path);
  throw new DeepSportError(
    'BAD_INPUT',
    `${name} is no name for a ${format} file: let it end in ${allowed[0]}.`,
    {
      name,
    },
  );
}
