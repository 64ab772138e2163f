import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Log } from '#main/platform/index.ts';
import { logStrayFailures } from '../log-stray-failures.ts';
import { openNodeServices, type Program, programVersion } from '../node-services.ts';
import { allowedFolders } from './allowed-folders.ts';
import { createMcpServer } from './mcp-server.ts';
import { createPathGuard } from './path-guard.ts';
import { createRestingServices } from './resting-services.ts';

/** An agent thinks between two calls; opening again takes seconds. */
const restAfterMilliseconds = 60_000;

export type ServeMcpOptions = {
  /** The project to work in, made where it is not there; kept nowhere when left out. */
  readonly projectFile: string | undefined;
  /** Folders that may be used besides the current one. */
  readonly allow: readonly string[];
  readonly dataFolder: string | undefined;
  /** Ends the server. */
  readonly signal: AbortSignal;
};

/**
 * Serves one client over standard input and output until it closes the input or the signal fires; then cancels what
 * is under way and closes everything that was opened. Standard output carries the protocol alone.
 */
export async function serveMcp(program: Program, options: ServeMcpOptions): Promise<void> {
  const { projectFile, dataFolder, signal } = options;
  const base = process.cwd();
  const folders = await allowedFolders(base, options.allow);
  if (folders.length === 0) {
    program.note('No folder may be used here but the project’s own clips: add folders with --allow.');
  }
  console.log = console.info = console.debug = console.error;

  let log: Log = () => {};
  logStrayFailures((...line) => log(...line));
  await using services = createRestingServices({
    open: () => {
      const opened = openNodeServices(program, {
        host: 'cli',
        temporaryProject: true,
        projectFile,
        dataFolder,
      });
      log = opened.log;
      return opened.services;
    },
    // What is kept nowhere would be gone.
    restAfterMilliseconds: projectFile === undefined ? null : restAfterMilliseconds,
  });
  const server = createMcpServer({
    version: programVersion(join(program.entryFolder, '..', '..')),
    use: services.use,
    guard: createPathGuard(folders, base),
    isKept: projectFile !== undefined,
    clock: Date.now,
    createId: randomUUID,
    log: (...line) => log(...line),
  });
  const ended = untilEnded(signal);
  await server.connect(new StdioServerTransport());
  await ended;
  await server.close();
}

/** The client ends its server by closing the input; the SDK's transport does not look at that. */
const untilEnded = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = () => resolve();
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    for (const name of ['end', 'close', 'error']) process.stdin.once(name, end);
  });
