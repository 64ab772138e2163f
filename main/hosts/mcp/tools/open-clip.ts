import { z } from 'zod';
import { clipFacts, clipFactsSchema, clipWords } from '../clip-facts.ts';
import { stageProgress } from '../stage-progress.ts';
import { defineTool } from '../tool.ts';

export const openClip = defineTool({
  name: 'open_clip',
  title: 'Open a clip',
  description:
    'Opens a video file and gives its id with what is known of it: codec, size, exact number of frames, duration. The first opening of a long file takes a while, for every frame is counted. Only files below the folders that the server was started for can be opened, and clips of the project.',
  input: z.strictObject({
    path: z
      .string()
      .min(1)
      .max(4096)
      .describe('The file, absolute or from the folder in which the server was started.'),
  }),
  output: clipFactsSchema,
  effect: 'adds',
  async run({ path }, { guard, progress, services, signal }) {
    const { project, clips, video } = services;
    const own = project.listClips().map((clip) => clip.path);
    const place = await guard.toRead(path, own);
    // Opening is a job that goes on when the caller leaves; what takes long is done before, and can be cancelled.
    await video.probe(place, { signal, onStage: stageProgress(progress) });
    const info = await clips.open(place, { signal });
    return { data: clipFacts(info), content: clipWords(info) };
  },
});
