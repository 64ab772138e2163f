import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cancelled, DeepSportError, throwIfCancelled } from '#common/domain/index.ts';

/** Turns a page that needs nothing from elsewhere into a PDF. */
export interface PdfPrinter {
  /** Throws NOT_FOUND where nothing can print, with a sentence that says what to do instead. */
  check(): Promise<void>;
  /** Throws NOT_FOUND, INTERNAL where printing fails or takes too long, CANCELLED. */
  print(html: string, options: { readonly signal?: AbortSignal | undefined }): Promise<Uint8Array>;
}

type Machine = {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly timeoutMilliseconds?: number;
};

const onPath = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'microsoft-edge',
  'microsoft-edge-stable',
  'chrome',
  'msedge',
];

/** A browser of the Chromium family that is installed, run without a window and with a profile of its own. */
export function createBrowserPrinter({ env, platform, timeoutMilliseconds = 180_000 }: Machine): PdfPrinter {
  const find = async () => {
    for (const path of candidates(env, platform)) {
      if (await isProgram(path)) return path;
    }
    throw new DeepSportError(
      'NOT_FOUND',
      'No browser was found here that could print a PDF (Chrome, Chromium or Edge). Save the report as HTML and print it from a browser.',
    );
  };
  return {
    check: async () => void (await find()),
    async print(html, { signal }) {
      const program = await find();
      const folder = await mkdtemp(join(tmpdir(), 'deepsport-print-'));
      try {
        const [page, pdf] = [join(folder, 'report.html'), join(folder, 'report.pdf')];
        await writeFile(page, html);
        throwIfCancelled(signal);
        const profile = join(folder, 'profile');
        await runBrowser(program, browserArguments(page, pdf, profile), {
          signal,
          timeoutMilliseconds,
          platform,
        });
        return await readFile(pdf).catch((error: unknown) => {
          throw printFailed(error);
        });
      } finally {
        // Its helpers may still be writing to the profile for a moment.
        await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
      }
    },
  };
}

const browserArguments = (page: string, pdf: string, profile: string): readonly string[] => [
  '--headless=new',
  '--disable-gpu',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-extensions',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  // It refuses to run as root otherwise; the page holds no script.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  `--user-data-dir=${profile}`,
  '--no-pdf-header-footer',
  `--print-to-pdf=${pdf}`,
  pathToFileURL(page).href,
];

function runBrowser(
  program: string,
  args: readonly string[],
  {
    signal,
    timeoutMilliseconds,
    platform,
  }: {
    readonly signal: AbortSignal | undefined;
    readonly timeoutMilliseconds: number;
    readonly platform: NodeJS.Platform;
  },
): Promise<void> {
  const isGroup = platform !== 'win32';
  const child = spawn(program, args, { stdio: 'ignore', detached: isGroup, windowsHide: true });
  const kill = () => {
    try {
      if (isGroup && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      else child.kill('SIGKILL');
    } catch {
      // It has just ended by itself.
    }
  };
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const abort = () => {
    reject(cancelled());
    kill();
  };
  const timer = setTimeout(() => {
    reject(printFailed(new Error('took too long')));
    kill();
  }, timeoutMilliseconds);
  signal?.addEventListener('abort', abort, { once: true });
  child.once('error', (error) => reject(printFailed(error)));
  child.once('exit', (code) =>
    code === 0 ? resolve() : reject(printFailed(new Error(`ended with ${code}`))),
  );
  return promise.finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  });
}

const printFailed = (cause: unknown): DeepSportError =>
  new DeepSportError(
    'INTERNAL',
    'The browser could not print the report. Save it as HTML and print it from a browser.',
    {},
    { cause },
  );

function candidates(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): readonly string[] {
  const ending = platform === 'win32' ? '.exe' : '';
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  const found = onPath.flatMap((name) => folders.map((folder) => join(folder, name + ending)));
  if (platform === 'darwin') {
    const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'];
    return [...found, ...apps.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)];
  }
  if (platform === 'win32') {
    const roots = [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA];
    const below = [
      ['Google', 'Chrome', 'Application', 'chrome.exe'],
      ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
      ['Chromium', 'Application', 'chrome.exe'],
    ];
    return [...found, ...roots.flatMap((root) => (root ? below.map((parts) => join(root, ...parts)) : []))];
  }
  return found;
}

const isProgram = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
