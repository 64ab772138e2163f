import { join } from 'node:path';
import type { Services } from '#main/composition.ts';
import { openNodeServices, type Program, programVersion } from '../node-services.ts';
import { untilStopped } from '../until-stopped.ts';
import { agreement } from './commands/agreement.ts';
import { analyse } from './commands/analyse.ts';
import { ask } from './commands/ask.ts';
import { caseCommand } from './commands/case.ts';
import { events } from './commands/events.ts';
import { exportCommand } from './commands/export.ts';
import { frames } from './commands/frames.ts';
import { createMcpCommand } from './commands/mcp.ts';
import { models } from './commands/models.ts';
import { probe } from './commands/probe.ts';
import { report } from './commands/report.ts';
import { createServeCommand } from './commands/serve.ts';
import { stroboscopeCommand } from './commands/stroboscope.ts';
import { verify } from './commands/verify.ts';
import { runCli } from './run-cli.ts';

const program: Program = {
  entryFolder: import.meta.dirname,
  env: process.env,
  note: (sentence) => process.stderr.write(`${sentence}\n`),
};

// A reader that has seen enough, such as `head`, ends the program and is no failure.
process.stdout.on('error', () => process.exit(0));

// A line on the terminal that the next one replaces; nothing of it where the output is not read by a person.
const progressShown = process.stderr.isTTY && process.stdout.isTTY;
const progress = (words: string | null) => {
  if (progressShown) process.stderr.write(`\r\u001b[K${words === null ? '' : words.slice(0, 100)}`);
};

let opened: Services | undefined;
const code = await runCli(process.argv.slice(2), {
  commands: [
    probe,
    frames,
    ask,
    analyse,
    exportCommand,
    stroboscopeCommand,
    events,
    agreement,
    report,
    caseCommand,
    verify,
    models,
    createServeCommand(program),
    createMcpCommand(program),
  ],
  version: programVersion(join(program.entryFolder, '..', '..')),
  open: async ({ dataFolder, overrides, projectFile }) => {
    opened ??= openNodeServices(program, {
      host: 'cli',
      temporaryProject: true,
      projectFile,
      dataFolder,
      overrides,
    }).services;
    return opened;
  },
  print: (line) => {
    progress(null);
    process.stdout.write(`${line}\n`);
  },
  progress,
  note: program.note,
  signal: untilStopped(),
});
await opened?.[Symbol.asyncDispose]();
// What was printed is written out first; a connection kept alive somewhere must not hold the program.
process.stdout.write('', () => process.exit(code));
