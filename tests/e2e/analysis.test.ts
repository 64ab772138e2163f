import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ffmpegNote, hasFfmpeg } from '../video/support/ffmpeg.ts';
import { browserHint, browserPath } from './browser.ts';
import { makeScenes } from './scenes.ts';
import { seriousFaultsInBothThemes } from './serious-faults.ts';
import { goToFrame, startWorkstation, type Workstation, waitForFrame } from './workstation.ts';

/** Share of a row's pixels on which something is drawn. */
const drawnShare = (page: Page, row: string): Promise<number> =>
  page.locator(`[data-row="${row}"] canvas`).evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    const data = (element as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data;
    const drawn = data?.filter((value, at) => at % 4 === 3 && value > 0).length ?? 0;
    return drawn / (width * height);
  });

const openScenes = async (page: Page, name: string, buffer: Buffer): Promise<void> => {
  await page.locator('#open-clip').setInputFiles({ name, mimeType: 'video/mp4', buffer });
  await page.getByRole('heading', { level: 1, name: new RegExp(name) }).waitFor();
  await waitForFrame(page, 0);
};

describe.skipIf(!browserPath || !hasFfmpeg)(`The analysis on the timeline${browserHint}${ffmpegNote}`, () => {
  let workstation: Workstation;
  let page: Page;
  const requests: string[] = [];
  beforeAll(async () => {
    workstation = await startWorkstation();
    page = await workstation.openPage();
    page.on('request', (request) => requests.push(new URL(request.url()).pathname));
    await openScenes(page, 'scenes.mp4', await makeScenes({ seconds: [2, 2, 3] }));
  });
  afterAll(() => workstation?.[Symbol.asyncDispose]());

  const row = (name: string) => page.locator(`[data-row="${name}"]`);

  it('starts by itself and draws sound, motion and shots, each with words for who cannot see them', async () => {
    await page.locator('.analysis-rest').first().waitFor({ state: 'detached', timeout: 40_000 });
    await page.getByRole('img', { name: /^3 shots\./ }).waitFor();
    await page.getByRole('img', { name: /^Motion along the clip, strongest at frame \d+/ }).waitFor();
    await page.getByRole('img', { name: /^Sound along the clip, as/ }).waitFor();
    expect(await drawnShare(page, 'shots')).toBe(1);
    for (const name of ['sound', 'motion']) {
      const share = await drawnShare(page, name);
      expect(share, name).toBeGreaterThan(0.01);
      expect(share, name).toBeLessThan(0.95);
    }
  });

  it('takes the pictures of the film from what it keeps', () => {
    expect(requests.some((path) => /\/thumbnails\/\d+\.jpg$/.test(path))).toBe(true);
  });

  it('leads from cut to cut by keys', async () => {
    await goToFrame(page, 0);
    for (const [key, frame] of [
      ['Alt+ArrowDown', 50],
      ['Alt+ArrowDown', 100],
      ['Alt+ArrowUp', 50],
      ['Alt+ArrowUp', 0],
    ] as const) {
      await page.keyboard.press(key);
      await waitForFrame(page, frame);
    }
    await page.keyboard.press('Alt+ArrowUp');
    await page.getByText('No earlier cut is known.').waitFor();
  });

  it('names the shot under the pointer, and a click goes to its first frame', async () => {
    const { width } = (await row('shots').boundingBox()) ?? { width: 0 };
    await row('shots').hover({ position: { x: (width * 80) / 175, y: 12 } });
    await page.getByText('Shot 2 · frames 50–99').waitFor();
    await row('shots').click({ position: { x: (width * 80) / 175, y: 12 } });
    await waitForFrame(page, 50);
  });

  it('has rows that can be hidden, which is remembered', async () => {
    await page.getByRole('button', { name: 'Rows' }).click();
    await page.getByRole('checkbox', { name: 'Motion' }).click();
    await page.keyboard.press('Escape');
    await expect.poll(() => row('motion').count()).toBe(0);
    await page.reload();
    await row('shots').waitFor();
    expect(await row('motion').count()).toBe(0);
    await page.getByRole('button', { name: 'Rows' }).click();
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    await page.getByRole('checkbox', { name: 'Motion' }).click();
    await page.keyboard.press('Escape');
    await row('motion').waitFor();
  });

  it('is cancelled in the jobs list, says so, and goes on from there when asked to', async () => {
    await openScenes(page, 'long.mp4', await makeScenes({ seconds: [90], size: '640x360' }));
    await page.getByRole('button', { name: /^Analy/ }).click();
    const list = page.getByRole('dialog', { name: 'Jobs' });
    await list.getByText('long.mp4').waitFor();
    await list.getByText(/^Analysing \d+ %/).waitFor();
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    await list.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('The analysis of long.mp4 was cancelled.').first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.analysis-rest button').click();
    await page
      .getByText(/^Analysing \d+ %/)
      .first()
      .waitFor();
    await page.locator('.analysis-rest button').click();
    await page.getByText(/^(Analysed up to|Not analysed)/).waitFor();
  });

  it('writes no error to the console', () => {
    expect(workstation.consoleErrors).toEqual([]);
  });
});
