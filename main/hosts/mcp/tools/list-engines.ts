import { z } from 'zod';
import { defineTool } from '../tool.ts';

export const listEngines = defineTool({
  name: 'list_engines',
  title: 'List the engines',
  description:
    'The vision-language models that ask can put a question to: those on this machine and those that a person has connected, with what each knows and whether frames leave the machine for it.',
  input: z.strictObject({}),
  output: z.object({
    defaultEngine: z.string(),
    engines: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        summary: z.string(),
        device: z.string(),
        isLocal: z.boolean().describe('False when frames leave this machine.'),
      }),
    ),
  }),
  effect: 'reads',
  async run(_, { services }) {
    const { defaultEngine } = services.settings.current();
    const cards = await services.engines.list();
    const engines = cards.map(({ id, name, summary, device, local }) => ({
      ...{ id, name, summary, device },
      isLocal: local,
    }));
    return {
      data: { defaultEngine, engines },
      content: engines
        .map(
          ({ id, name, summary, isLocal }) =>
            `${id}${id === defaultEngine ? ' (used when none is named)' : ''} · ${name} · ${isLocal ? 'on this machine' : 'frames leave this machine'} · ${summary}`,
        )
        .join('\n'),
    };
  },
});
