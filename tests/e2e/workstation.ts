import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';

const root = join(import.meta.dirname, '..', '..');
const program = join(root, 'out', 'main', 'cli.js');

export type Workstation = AsyncDisposable & {
  /** A new window on the host, with its first clip shown unless told otherwise. */
  readonly openPage: (options?: {
    readonly waitForClip?: boolean;
    /** Pixels of the screen for each of CSS. */
    readonly deviceScaleFactor?: number;
  }) => Promise<Page>;
  /** What the pages wrote to their consoles as errors. */
  readonly consoleErrors: readonly string[];
  readonly processId: number;
  /** Where it keeps everything. */
  readonly folder: string;
  /** Ends the host as a person or a power cut would; the browser stays. */
  readonly stop: (signal: 'SIGTERM' | 'SIGKILL') => Promise<void>;
};

export type WorkstationOptions = {
  /** Servers that the host knows from the start. */
  readonly servers?: readonly {
    readonly name: string;
    readonly baseUrl: string;
    readonly concurrency?: number;
  }[];
  readonly defaultEngine?: string;
  /** The hub that models are fetched from. */
  readonly hubUrl?: string;
  /** That of an earlier one, to go on there; it is not removed at the end. A fresh one when left out. */
  readonly folder?: string;
};

/** The real web host on a project of its own, and a browser on it. */
export async function startWorkstation({
  servers = [],
  defaultEngine,
  hubUrl,
  folder: given,
}: WorkstationOptions = {}): Promise<Workstation> {
  if (!existsSync(program)) throw new Error('The application is not built: run `npm run build` first.');
  const folder = given ?? (await mkdtemp(join(tmpdir(), 'deepsport-e2e-')));
  await mkdir(folder, { recursive: true });
  const settings = { servers, ...(defaultEngine ? { defaultEngine } : {}), ...(hubUrl ? { hubUrl } : {}) };
  if (!given) await writeFile(join(folder, 'settings.json'), JSON.stringify(settings));
  const host = spawn(process.execPath, [program, 'serve', '--port', '0', '--json', '--data', folder], {
    env: { ...process.env, DEEPSPORT_SCRIPTED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = await addressOf(host);
  const browser: Browser = await launchBrowser();
  const consoleErrors: string[] = [];
  const stop = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (host.exitCode !== null || host.signalCode !== null) return;
    const ended = new Promise((done) => host.once('exit', done));
    host.kill(signal);
    await ended;
  };

  return {
    consoleErrors,
    processId: host.pid ?? 0,
    folder,
    stop,
    openPage: async ({ waitForClip = true, deviceScaleFactor = 1 } = {}) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, deviceScaleFactor });
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      const page = await context.newPage();
      page.on('console', (message) => {
        if (message.type() === 'error') consoleErrors.push(message.text());
      });
      page.on('pageerror', (error) => consoleErrors.push(error.message));
      await page.goto(url);
      if (waitForClip) await page.locator('canvas[data-frame]').waitFor({ timeout: 30_000 });
      return page;
    },
    [Symbol.asyncDispose]: async () => {
      await browser.close();
      await stop('SIGTERM');
      if (!given) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function addressOf(host: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let told = '';
    host.stderr?.on('data', (chunk: Buffer) => {
      told += chunk.toString('utf8');
    });
    host.stdout?.on('data', (chunk: Buffer) => {
      const address = /"url":"([^"]+)"/.exec(chunk.toString('utf8'))?.[1];
      if (address) resolve(address);
    });
    host.once('exit', (code) => reject(new Error(`The host ended with ${code}: ${told}`)));
  });
}

/** Ids of the processes that a process started whose command line holds a word; Linux only, else none. */
export async function childProcesses(parent: number, word: string): Promise<readonly number[]> {
  const found: number[] = [];
  for (const entry of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '');
    const command = await readFile(`/proc/${entry}/cmdline`, 'utf8').catch(() => '');
    const parentId = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    if (parentId === parent && command.includes(word)) found.push(Number(entry));
  }
  return found;
}

/** Takes back what the recorded answer of the sample proposes, which is the only edit of a new project. */
export async function undoSampleProposals(page: Page): Promise<void> {
  await page.locator('.proposal').first().waitFor();
  await page.keyboard.press('Control+KeyZ');
  await page.locator('.proposal').first().waitFor({ state: 'detached' });
}

/** The frame whose picture is on the canvas. */
export const shownFrame = async (page: Page): Promise<number> =>
  Number(await page.locator('canvas.stage__picture').getAttribute('data-frame'));

export const waitForFrame = (page: Page, frame: number): Promise<unknown> =>
  page.locator(`canvas[data-frame="${frame}"]`).waitFor({ timeout: 10_000 });

export async function goToFrame(page: Page, frame: number): Promise<void> {
  const box = page.getByRole('textbox', { name: 'Frame number' });
  await page.keyboard.press('KeyG');
  await box.fill(String(frame));
  await page.keyboard.press('Enter');
  await box.waitFor({ state: 'detached' });
  await waitForFrame(page, frame);
}

/** Waits until every question shown has ended and gives their statuses. */
export async function waitForEnd(page: Page): Promise<readonly string[]> {
  await page.locator('.run').first().waitFor();
  await page.waitForFunction(
    () =>
      [...document.querySelectorAll<HTMLElement>('.run')].every((run) => run.dataset.status !== 'running'),
    undefined,
    { timeout: 50_000 },
  );
  return page
    .locator('.run')
    .evaluateAll((runs) => runs.map((run) => (run as HTMLElement).dataset.status ?? ''));
}

/** Drags over the filmstrip between two shares of its width. */
export async function selectOnTimeline(page: Page, from: number, to: number): Promise<void> {
  const film = await page.locator('.timeline__area .row--film').boundingBox();
  if (!film) throw new Error('The timeline shows no filmstrip.');
  const y = film.y + film.height / 2;
  await page.mouse.move(film.x + film.width * from, y);
  await page.mouse.down();
  await page.mouse.move(film.x + film.width * to, y, { steps: 6 });
  await page.mouse.up();
}
