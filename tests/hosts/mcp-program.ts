import { join } from 'node:path';
import { createMcpCommand } from '#main/hosts/cli/commands/mcp.ts';
import { runCli } from '#main/hosts/cli/run-cli.ts';
import { untilStopped } from '#main/hosts/until-stopped.ts';
import { root, startSourceWorker } from './real-services.ts';

// `deepsport mcp` from its sources, as a process of its own: what a client starts.
const note = (sentence: string) => process.stderr.write(`${sentence}\n`);
const program = {
  entryFolder: join(root, 'out', 'main'),
  env: process.env,
  note,
  startWorker: startSourceWorker,
};
const code = await runCli(['mcp', ...process.argv.slice(2)], {
  commands: [createMcpCommand(program)],
  version: '0.0.0',
  open: () => Promise.reject(new Error('the host opens its own services')),
  print: (line) => process.stdout.write(`${line}\n`),
  note,
  progress: () => {},
  signal: untilStopped(),
});
process.exit(code);
