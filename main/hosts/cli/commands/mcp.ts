import type { Program } from '../../node-services.ts';
import type { Command } from '../command.ts';
import { projectOption, textOption, textsOption } from '../read-options.ts';

/** `mcp`: the toolbox for other agents, over standard input and output. */
export const createMcpCommand = (program: Program): Command => ({
  name: 'mcp',
  summary: 'Serves the toolbox to another agent by the Model Context Protocol, on standard input and output.',
  usage: '[--project FILE] [--allow DIR …]',
  positionals: [0, 0],
  options: { project: { type: 'string' }, allow: { type: 'string', multiple: true } },
  help: [
    ['--project FILE', 'the project to work in, made where it is not there (kept nowhere)'],
    [
      '--allow DIR',
      'a folder to open and write files in besides the current one; may be given several times',
    ],
  ],
  async run({ note, signal }, { values }) {
    const projectFile = projectOption(values);
    if (process.stdin.isTTY) {
      note(
        'This waits for an MCP client on standard input; docs/guide/use-from-another-agent.md says how. Ctrl+C ends it.',
      );
    }
    // Nobody else pays for loading the protocol.
    const { serveMcp } = await import('../../mcp/serve-mcp.ts');
    await serveMcp(program, {
      projectFile,
      allow: textsOption(values, 'allow'),
      dataFolder: textOption(values, 'data'),
      signal,
    });
  },
});
