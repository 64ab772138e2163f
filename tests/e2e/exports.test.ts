import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserHint, browserPath } from './browser.ts';
import { seriousFaultsInBothThemes } from './serious-faults.ts';
import { goToFrame, startWorkstation, type Workstation } from './workstation.ts';

/** Sets the range by its keys, so that it is known to the frame. */
async function selectRange(page: Page, start: number, end: number): Promise<void> {
  await page.keyboard.press('KeyX');
  await goToFrame(page, end);
  await page.keyboard.press('KeyO');
  await goToFrame(page, start);
  await page.keyboard.press('KeyI');
}

describe.skipIf(!browserPath)(`The export dialog${browserHint}`, () => {
  let workstation: Workstation;
  let page: Page;
  beforeAll(async () => {
    workstation = await startWorkstation();
    page = await workstation.openPage();
  });
  afterAll(() => workstation?.[Symbol.asyncDispose]());

  const dialog = () => page.getByRole('dialog', { name: 'Export' });
  const start = async () => {
    await dialog().getByRole('button', { name: 'Export' }).click();
    await dialog().waitFor({ state: 'detached' });
  };
  /** Downloads the newest result from the jobs list and takes it off. */
  const download = async (name: RegExp): Promise<{ readonly bytes: Buffer; readonly words: string }> => {
    await page.locator('.status-line__notice', { hasText: 'is ready' }).waitFor({ timeout: 50_000 });
    await page.keyboard.press('Shift+KeyJ');
    const jobs = page.getByRole('dialog', { name: 'Jobs' }).getByRole('listitem');
    const item = jobs.filter({ has: page.getByRole('link') });
    const words = await item.innerText();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      item.getByRole('link', { name: /^Download/ }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(name);
    const bytes = await readFile(await file.path());
    await item.getByRole('button', { name: /^Take .* off the list/ }).click();
    await item.waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Jobs' }).waitFor({ state: 'detached' });
    await page.locator('.status-line__dismiss').click();
    return { bytes, words };
  };

  it('says what to do first where there is nothing to export', async () => {
    await page.keyboard.press('KeyX');
    await page.keyboard.press('Control+KeyE');
    await dialog().getByRole('radio', { name: 'Range', exact: true }).click();
    await dialog().getByText('Select a range first').waitFor();
    await dialog().getByRole('radio', { name: 'Reel' }).click();
    await dialog().getByText('There is no playlist yet').waitFor();
    expect(await dialog().getByRole('button', { name: 'Export' }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+KeyE');
    await page.getByText('Select a range or some events first').waitFor();
  });

  it('exports the frame shown, which then is the picture that main shows under its number', async () => {
    await goToFrame(page, 37);
    await page.keyboard.press('Control+KeyE');
    await dialog().getByRole('radio', { name: 'Frame 37' }).waitFor();
    await start();
    const { bytes } = await download(/37.*\.png$/);
    const difference = await page.evaluate(async (base64) => {
      const pixels = async (blob: Blob) => {
        const bitmap = await createImageBitmap(blob);
        const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
        context?.drawImage(bitmap, 0, 0);
        return context?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? new Uint8ClampedArray();
      };
      const clip = document.querySelector<HTMLCanvasElement>('canvas.stage__picture')?.dataset.clip;
      const exported = await pixels(
        new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]),
      );
      const shown = await pixels(await (await fetch(`/media/clips/${clip}/frames/37.png`)).blob());
      return exported.length === shown.length
        ? exported.filter((value, at) => value !== shown[at]).length
        : -1;
    }, bytes.toString('base64'));
    expect(difference).toBe(0);
  });

  it('tells from which key frame a cut without re-encoding begins', async () => {
    await selectRange(page, 70, 99);
    await page.keyboard.press('Control+KeyE');
    await dialog().getByText('Begins at key frame 59, 11 frames before your range').waitFor();
    await dialog().getByRole('checkbox', { name: 'Times' }).click();
    expect(await dialog().getByRole('radio', { name: 'Smart' }).isDisabled()).toBe(true);
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('exports a range, which opens again with as many frames', async () => {
    await page.getByRole('button', { name: 'Export E' }).click();
    await dialog().getByRole('radio', { name: 'Smart' }).click();
    await start();
    const { bytes, words } = await download(/70–99.*\.mp4$/);
    expect(words).toMatch(/30 frames/);
    const chosen = { name: 'cut.mp4', mimeType: 'video/mp4', buffer: bytes };
    await page.locator('#open-clip').setInputFiles(chosen);
    await page.getByRole('heading', { level: 1, name: /cut\.mp4.* 30 frames/ }).waitFor();
  });

  it('exports a reel of ranges, one after the other', async () => {
    for (const [from, to] of [
      [20, 22],
      [2, 6],
    ] as const) {
      await selectRange(page, from, to);
      await page.keyboard.press('Shift+KeyE');
      await page.getByText('1 range added to Playlist').waitFor();
    }
    await page.keyboard.press('Control+KeyE');
    await dialog().getByRole('radio', { name: 'Reel' }).click();
    expect((await dialog().getByRole('listitem').allInnerTexts()).map((text) => text.trim())).toEqual([
      expect.stringMatching(/^1\. 20–22/),
      expect.stringMatching(/^2\. 2–6/),
    ]);
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    await start();
    const { words } = await download(/\.mp4$/);
    expect(words).toMatch(/8 frames/);
  });

  it('writes no error to the console', () => {
    expect(workstation.consoleErrors).toEqual([]);
  });
});
