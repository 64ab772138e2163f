import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserHint, browserPath } from './browser.ts';
import { seriousFaultsInBothThemes } from './serious-faults.ts';
import { compareSquares } from './viewer-canvas.ts';
import { goToFrame, startWorkstation, type Workstation, waitForFrame } from './workstation.ts';

/** Where the picture lies, in pixels of the screen. */
const shown = (page: Page): Promise<{ scale: number; left: number; top: number }> =>
  page.locator('canvas.stage__picture').evaluate((canvas: HTMLCanvasElement) => {
    const box = canvas.getBoundingClientRect();
    const ratio = window.devicePixelRatio;
    return { scale: Number(canvas.dataset.scale), left: box.left * ratio, top: box.top * ratio };
  });

const zoomWords = (page: Page) => page.getByTestId('zoom').innerText();

/** Turns the wheel with Ctrl over a point of the page. */
const wheel = async (page: Page, x: number, y: number, turns: number) => {
  await page.mouse.move(x, y);
  await page.keyboard.down('Control');
  for (let turn = 0; turn < Math.abs(turns); turn += 1) {
    await page.mouse.wheel(0, turns > 0 ? -100 : 100);
    // A browser joins turns that come in one picture of the screen.
    await page.waitForTimeout(40);
  }
  await page.keyboard.up('Control');
};

describe.skipIf(!browserPath)(`The picture in the viewer${browserHint}`, () => {
  let workstation: Workstation;
  beforeAll(async () => {
    workstation = await startWorkstation();
  });
  afterAll(() => workstation?.[Symbol.asyncDispose]());

  it.each([1, 2])(
    'shows each of its pixels as an equal square of pure colour, at %d screen pixels for one of CSS',
    async (deviceScaleFactor) => {
      const page = await workstation.openPage({ deviceScaleFactor });
      await page.getByRole('button', { name: 'Got it' }).click();
      await goToFrame(page, 90);
      await page.keyboard.press('KeyP');
      await wheel(page, 400, 250, 6);
      await expect.poll(async () => (await shown(page)).scale).toBeGreaterThan(6);
      await page.mouse.move(20, 400);
      await page.waitForTimeout(200);
      const { scale, left, top } = await shown(page);
      expect([scale, left, top].every(Number.isInteger)).toBe(true);
      // Below the buttons that lie over the picture.
      const skipTop = 50;
      await expect.poll(async () => (await compareSquares(page, skipTop)).wrong, { timeout: 15_000 }).toBe(0);
      expect((await compareSquares(page, skipTop)).compared).toBeGreaterThan(100_000);
      await page.close();
    },
  );

  it('zooms under the pointer, is drawn along, and fits again by a double click or 0', async () => {
    const page = await workstation.openPage();
    const pointAt = async (x: number, y: number) => {
      const { left, top, scale } = await shown(page);
      return { x: (x - left) / scale, y: (y - top) / scale };
    };
    const fits = await zoomWords(page);
    // From here on the picture covers the stage, so that any point of it can stay where it is.
    await page.keyboard.press('Shift+Equal');
    await page.keyboard.press('Shift+Equal');
    await expect.poll(() => zoomWords(page)).not.toBe(fits);
    const before = await pointAt(420, 300);
    await wheel(page, 420, 300, 3);
    await expect.poll(async () => Math.abs((await pointAt(420, 300)).x - before.x)).toBeLessThan(1);
    expect(Math.abs((await pointAt(420, 300)).y - before.y)).toBeLessThan(1);
    await page.mouse.move(420, 300);
    await page.mouse.down();
    await page.mouse.move(380, 270, { steps: 4 });
    await page.mouse.up();
    await expect.poll(async () => Math.abs((await pointAt(380, 270)).x - before.x)).toBeLessThan(1);
    const zoomed = await zoomWords(page);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    await page.waitForTimeout(300);
    await page.keyboard.press('Space');
    expect(await zoomWords(page)).toBe(zoomed);
    await page.keyboard.press('Digit0');
    await expect.poll(() => zoomWords(page)).toBe(fits);
    await page.keyboard.press('KeyZ');
    await expect.poll(() => zoomWords(page)).toBe('100 %');
    await page.mouse.dblclick(420, 300);
    await expect.poll(() => zoomWords(page)).toBe(fits);
    await wheel(page, 420, 300, 20);
    await expect.poll(() => zoomWords(page)).toBe('3200 %');
    await page.close();
  });

  it('is compared with main’s on request, bit for bit, until another frame is shown', async () => {
    const page = await workstation.openPage();
    await goToFrame(page, 60);
    await page.keyboard.press('KeyV');
    const result = page.getByText('Frame 60 is bit for bit the picture that main decodes');
    await result.waitFor({ timeout: 15_000 });
    await page.getByRole('button', { name: 'Copy the result' }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/Frame 60 .*sha256 [0-9a-f]{64}\)/);
    await page.keyboard.press('ArrowRight');
    await waitForFrame(page, 61);
    await result.waitFor({ state: 'detached' });
    await page.close();
  });

  it('comes from main on request, exact at rest, under the same number', async () => {
    const page = await workstation.openPage();
    await goToFrame(page, 47);
    await page.keyboard.press('Shift+KeyV');
    await page.getByText('H.264 via main').waitFor();
    await page.locator('canvas[data-exact="true"][data-frame="47"]').waitFor();
    await page.getByRole('button', { name: /^Verify this frame/ }).click();
    await page.getByText('Frame 47 is bit for bit').waitFor({ timeout: 15_000 });
    await page.keyboard.press('Shift+KeyV');
    await page.getByText('H.264', { exact: true }).first().waitFor();
    await page.close();
  });

  it('tells of a picture that is not main’s', async () => {
    const page = await workstation.openPage();
    await goToFrame(page, 30);
    // Another frame in place of the one asked for: as if the two decoders did not agree.
    await page.route(/frames\/30\.png/, async (route) =>
      route.continue({ url: route.request().url().replace('30.png', '120.png') }),
    );
    await page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('canvas.stage__picture');
      canvas?.getContext('2d')?.fillRect(0, 0, 200, 200);
      // Without its hashes the page can only compare colours.
      Object.defineProperty(globalThis.crypto, 'subtle', { value: undefined });
    });
    await page.keyboard.press('KeyV');
    await page.getByText(/Frame 30 differs: mean difference .* Press Shift V/).waitFor({ timeout: 15_000 });
    await page.close();
  });

  it('gives axe nothing serious to say, zoomed, verified and with its details open', async () => {
    const page = await workstation.openPage();
    await goToFrame(page, 20);
    await page.keyboard.press('KeyZ');
    await page.keyboard.press('KeyV');
    await page.getByText('Frame 20 is bit for bit').waitFor({ timeout: 15_000 });
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    await page.getByRole('button', { name: /^Details of the clip/ }).click();
    const other = page.getByRole('textbox', { name: 'Another rate, frames per second' });
    await other.fill('fast');
    await other.press('Enter');
    await page.getByText('A rate is a number from 1 to 100 000.').waitFor();
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    await page.close();
  });
});
