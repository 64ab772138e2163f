import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { logStrayFailures } from '../log-stray-failures.ts';
import { openNodeServices, type Program } from '../node-services.ts';
import { startWebServer } from './web-server.ts';

export const defaultPort = 7460;

export type ServeOptions = {
  /** 7460 when left out. */
  readonly port?: number | undefined;
  /** Opens the address in the person's browser. */
  readonly openBrowser: boolean;
  readonly dataFolder?: string | undefined;
  /** A project's file to open in place of the one opened last. */
  readonly projectFile?: string | undefined;
  /** Ends the server. */
  readonly signal: AbortSignal;
  /** Told once, with the address to open. */
  readonly onListening: (url: string) => void;
};

/** Serves the interface until the signal fires, then closes everything that was opened. */
export async function serve(program: Program, options: ServeOptions): Promise<void> {
  const { port: wished = defaultPort, signal } = options;
  const { services, folder, log } = openNodeServices(program, {
    host: 'web',
    dataFolder: options.dataFolder,
    temporaryProject: false,
    projectFile: options.projectFile,
  });
  await using _services = services;
  logStrayFailures(log);
  await using server = await startWebServer(services, {
    rendererFolder: join(program.entryFolder, '..', 'renderer'),
    uploadFolder: join(folder, 'clips'),
    port: wished,
    log,
  });
  if (wished !== 0 && server.port !== wished) {
    program.note(`Port ${wished} is in use, so port ${server.port} is taken.`);
  }
  options.onListening(server.url);
  if (options.openBrowser) openInBrowser(server.url);
  if (!signal.aborted) await new Promise((done) => signal.addEventListener('abort', done, { once: true }));
}

/** Tries to open an address in a browser; a machine without one is fine. */
function openInBrowser(url: string): void {
  const [command = '', ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', url]
        : ['xdg-open', url];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
