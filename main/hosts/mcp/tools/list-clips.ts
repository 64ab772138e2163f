import { z } from 'zod';
import { clipFacts, clipFactsSchema, clipWords, projectWords } from '../clip-facts.ts';
import { defineTool } from '../tool.ts';

export const listClips = defineTool({
  name: 'list_clips',
  title: 'List the clips',
  description: 'The clips of the open project, newest first, and whether the project can be changed.',
  input: z.strictObject({}),
  output: z.object({
    project: z.object({
      name: z.string(),
      readOnly: z.string().nullable().describe('Why nothing can be changed; null where everything can.'),
      isKept: z.boolean().describe('False where the server was started without a project: nothing is kept.'),
    }),
    clips: z.array(clipFactsSchema),
  }),
  effect: 'reads',
  async run(_, { isKept, services, signal }) {
    const clips = await services.clips.list({ signal });
    const { name, readOnly } = services.projects.current();
    const words = clips.length === 0 ? ['No clip yet: open a file with open_clip.'] : clips.map(clipWords);
    return {
      data: { project: { name, readOnly, isKept }, clips: clips.map(clipFacts) },
      content: [...projectWords(readOnly), ...words].join('\n'),
    };
  },
});
