import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileChooser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { footage, footageNote, hasFootage } from '../video/support/footage.ts';
import { browserHint, browserPath } from './browser.ts';
import { seriousFaults } from './serious-faults.ts';
import { type StandInServer, startStandInServer } from './stand-in-server.ts';
import { goToFrame, startWorkstation, type Workstation, waitForEnd } from './workstation.ts';

const clip = 'soccer_juggle_24fps.mp4';
const touches = [18, 36, 55, 73, 92, 110, 128, 147, 165, 184, 202, 220];

/** Where pictures of the walk go, at both sizes and in both themes; none when it is not set. */
const pictureFolder = process.env.DEEPSPORT_WALK_PICTURES;

/** What a new analyst does in an evening, without a mouse. Each step goes on where the one before ended. */
describe.skipIf(!browserPath || !hasFootage)(`The walk by keyboard${browserHint}${footageNote}`, () => {
  let server: StandInServer;
  /** One after the other on the same folder; the last one runs. */
  const workstations: Workstation[] = [];
  let page: Page;
  beforeAll(async () => {
    server = await startStandInServer({
      truth: { takeoff: 1, entry: 2 },
      millisecondsPerWord: 1,
      replies: () =>
        '<think>I see the foot at frame 92 and the knee at frame 110.</think>' +
        '<answer>88–95: Touch\n106–114: Touch\n120–124: Header</answer>',
    });
    const first = await startWorkstation({
      servers: [{ name: 'stand-in', baseUrl: server.baseUrl }],
      defaultEngine: server.baseUrl,
    });
    workstations.push(first);
    page = await first.openPage();
  });
  afterAll(async () => {
    for (const each of workstations.toReversed()) await each[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });

  const press = (key: string) => page.keyboard.press(key);
  const command = async (words: string) => {
    await press('Control+KeyK');
    await page.getByRole('combobox', { name: 'Find an action' }).fill(words);
    await press('Enter');
  };
  const eventCount = async (): Promise<number> => {
    const words = await page
      .getByRole('region', { name: 'Events', exact: true })
      .getByRole('status')
      .first()
      .innerText();
    return Number(/(\d+) events?/.exec(words)?.[1] ?? 0);
  };
  const looksRight = async (name: string) => {
    if (!process.env.NOAXE) expect(await seriousFaults(page)).toEqual([]);
    await takePictures(page, name);
  };
  /** Starts what the dialog offers and gives the file that lies ready in the jobs. */
  const handOver = async (format: string): Promise<string> => {
    await press('Control+Shift+KeyE');
    const dialog = page.getByRole('dialog', { name: 'Hand over' });
    await dialog.getByRole('radio', { name: format, exact: true }).focus();
    await press('Space');
    await dialog.getByRole('button', { name: 'Hand over' }).focus();
    await press('Enter');
    await dialog.waitFor({ state: 'detached' });
    return download(page);
  };

  it('opens a clip and tags twelve touches', async () => {
    await (await chooserByKey(page)).setFiles(footage(clip));
    await page.getByRole('heading', { level: 1, name: clip }).waitFor();
    await page.getByRole('button', { name: 'Soccer', exact: true }).focus();
    await press('Enter');
    await page.getByRole('button', { name: 'Layout: Soccer' }).waitFor();
    for (const frame of touches) {
      await goToFrame(page, frame);
      await press('Digit1');
    }
    await press('Shift+KeyL');
    await expect.poll(eventCount).toBe(12);
    await looksRight('tagged');
  });

  it('asks about one range', async () => {
    await press('KeyX');
    await goToFrame(page, 130);
    await press('KeyO');
    await goToFrame(page, 80);
    await press('KeyI');
    await page.getByRole('button', { name: 'Touches', exact: true }).focus();
    await press('Enter');
    await press('Enter');
    expect(await waitForEnd(page)).toEqual(['answered']);
    await expect.poll(() => page.locator('.proposal').count()).toBe(3);
    await press('Escape');
    await looksRight('asked');
  });

  it('accepts and rejects proposals, and nothing enters the record before', async () => {
    expect(await eventCount()).toBe(12);
    await press('KeyY');
    await expect.poll(eventCount).toBe(13);
    await press('KeyN');
    await expect
      .poll(() => page.locator('.proposal[data-status="open"], .proposal:not([data-status])').count())
      .toBe(1);
    expect(await eventCount()).toBe(13);
    await press('KeyY');
    await expect.poll(eventCount).toBe(14);
    await press('Control+KeyZ');
    await expect.poll(eventCount).toBe(13);
    await press('Control+Shift+KeyZ');
    await expect.poll(eventCount).toBe(14);
    await looksRight('accepted');
  });

  it('compares two touches', async () => {
    await page.getByRole('region', { name: 'Events', exact: true }).getByRole('listbox').focus();
    await press('Home');
    await press('Shift+ArrowDown');
    await command('compare the two selected events');
    await page.getByTestId('instant').waitFor();
    await looksRight('compared');
    await press('ArrowRight');
    await command('back to one picture');
    await page.getByTestId('instant').waitFor({ state: 'detached' });
  });

  it('hands over Sportscode XML, CSV, a reel and a report', async () => {
    const xml = await handOver('Sportscode XML');
    expect(xml.match(/<instance>/g)).toHaveLength(14);
    expect(xml).toContain('<code>Touch</code>');
    const csv = await handOver('CSV');
    expect(csv.trim().split(/\r?\n/)).toHaveLength(15);

    await press('Alt+Digit2');
    await page.getByRole('button', { name: /^Touch, All: 1[234]/ }).focus();
    await press('Enter');
    await page.getByRole('button', { name: 'Make a reel' }).focus();
    await looksRight('numbers');
    await press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Export' });
    await dialog.getByRole('radio', { name: 'Reel' }).focus();
    await press('Space');
    await dialog.getByRole('button', { name: 'Export', exact: true }).focus();
    await press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect((await download(page)).length).toBeGreaterThan(100_000);
    await press('Alt+Digit1');

    const report = await handOver('HTML');
    expect(report).toContain('<html');
    expect(report).toContain('data:image/jpeg;base64,');
    expect(report).toContain('120–124: Header');
    expect(report).not.toMatch(/<script|(src|href)="?https?:|url\(['"]?https?:/);
  });

  it('is all there after quitting, and after a power cut in the middle of an edit', async () => {
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      if (signal === 'SIGKILL') {
        await press('Shift+KeyC');
        await goToFrame(page, 230);
        await press('Digit1');
        await press('Shift+KeyL');
        await expect.poll(eventCount).toBe(15);
      }
      const [first] = workstations;
      await workstations.at(-1)?.stop(signal);
      const next = await startWorkstation({ folder: first?.folder ?? '' });
      workstations.push(next);
      page = await next.openPage();
      await page.getByRole('heading', { level: 1, name: clip }).waitFor();
      await press('Shift+KeyL');
      await expect.poll(eventCount).toBe(signal === 'SIGTERM' ? 14 : 15);
    }
    await page.getByText('120–124: Header').first().waitFor();
    await press('Control+KeyZ');
    await expect.poll(eventCount).toBe(14);
    await looksRight('reopened');
  });
});

/** A key pressed before the browser's window has taken the focus reaches nobody. */
async function chooserByKey(page: Page): Promise<FileChooser> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const waiting = page.waitForEvent('filechooser', { timeout: 5000 }).catch(() => undefined);
    await page.keyboard.press('Control+KeyO');
    const chooser = await waiting;
    if (chooser) return chooser;
  }
  throw new Error('Ctrl O opens no file chooser.');
}

/** The newest file of the jobs, by keyboard; as text. */
async function download(page: Page): Promise<string> {
  await page.locator('.status-line__notice', { hasText: 'is ready' }).waitFor({ timeout: 50_000 });
  await page.keyboard.press('Shift+KeyJ');
  const item = page
    .getByRole('dialog', { name: 'Jobs' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('link') });
  await item
    .first()
    .getByRole('link', { name: /^Download/ })
    .focus();
  const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  const text = await readFile(await file.path(), 'utf8');
  await item
    .first()
    .getByRole('button', { name: /^Take .* off the list/ })
    .focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Jobs' }).waitFor({ state: 'detached' });
  await page.locator('.status-line__dismiss').focus();
  await page.keyboard.press('Enter');
  return text;
}

async function takePictures(page: Page, name: string): Promise<void> {
  if (!pictureFolder) return;
  await mkdir(pictureFolder, { recursive: true });
  for (const [width, height] of [
    [1280, 800],
    [1920, 1080],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const theme of ['dark', 'light']) {
      await page.evaluate((shown) => {
        document.documentElement.dataset.theme = shown;
      }, theme);
      await page.waitForTimeout(500);
      await page.screenshot({ path: join(pictureFolder, `${name}-${width}-${theme}.png`) });
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.evaluate(() => {
    document.documentElement.dataset.theme = 'dark';
  });
}
