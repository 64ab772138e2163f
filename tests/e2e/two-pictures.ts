import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Page } from 'playwright-core';
import { pictureOf } from './viewer-canvas.ts';

/** Opens a file and shows it from its first frame; one that the project has already, under the name it has there. */
export async function openFile(page: Page, path: string): Promise<void> {
  const name = basename(path);
  const buffer = await readFile(path);
  const taken = page.waitForResponse((response) => response.url().includes('/media/clips?name='));
  await page.locator('#open-clip').setInputFiles({ name, mimeType: 'video/mp4', buffer });
  await (await taken).finished();
  await page.getByRole('heading', { level: 1, name }).waitFor({ timeout: 30_000 });
  // What was shown before may be the same clip.
  await page.waitForTimeout(300);
  await page.locator(`${pictureOf('left')}[data-frame="0"]`).waitFor();
}

/** Chooses by its words what the clip shown is compared with. */
export async function compareWith(page: Page, words: string, mode = 'Side by side'): Promise<void> {
  await page.keyboard.press('Control+F9');
  await page.getByRole('radio', { name: mode }).click();
  const box = page.getByRole('combobox', { name: 'Find a clip or an event' });
  await box.fill(words);
  await box.press('Enter');
  await page.locator(`${pictureOf('right')}[data-frame]`).waitFor({ timeout: 15_000 });
}

/** The frames on both canvases. */
export const bothFrames = (page: Page): Promise<readonly number[]> =>
  page
    .locator(pictureOf())
    .evaluateAll((canvases) => canvases.map((canvas) => Number((canvas as HTMLElement).dataset.frame)));

export const waitForBoth = async (page: Page, left: number, right: number): Promise<void> => {
  await page.locator(`${pictureOf('left')}[data-frame="${left}"]`).waitFor({ timeout: 10_000 });
  await page.locator(`${pictureOf('right')}[data-frame="${right}"]`).waitFor({ timeout: 10_000 });
};

/** Types a frame number for the side in hand. */
export async function goTo(page: Page, side: 'left' | 'right', frame: number): Promise<void> {
  const box = page.getByRole('textbox', { name: 'Frame number' });
  await page.keyboard.press('KeyG');
  await box.fill(String(frame));
  await page.keyboard.press('Enter');
  await box.waitFor({ state: 'detached' });
  await page.locator(`${pictureOf(side)}[data-frame="${frame}"]`).waitFor({ timeout: 10_000 });
}

/** Takes a side in hand by a key. */
export async function takeInHand(page: Page, side: 'left' | 'right'): Promise<void> {
  const half = page.locator(`.compare-half[data-side="${side}"]`);
  if ((await half.getAttribute('data-focused')) === null) await page.keyboard.press('Backquote');
  await page.locator(`.compare-half[data-side="${side}"][data-focused]`).waitFor();
}

/** Milliseconds from a key until both pictures are on the screen, for many steps at the pace of a key held down. */
export async function timeSteps(page: Page, keys: readonly string[]): Promise<readonly number[]> {
  const taken: number[] = [];
  for (const key of keys) {
    const milliseconds = await page.evaluate(async (code) => {
      const canvases = [...document.querySelectorAll<HTMLCanvasElement>('canvas.stage__picture')];
      const before = canvases.map(({ dataset }) => dataset.frame);
      const began = performance.now();
      window.dispatchEvent(new KeyboardEvent('keydown', { code, bubbles: true }));
      window.dispatchEvent(new KeyboardEvent('keyup', { code, bubbles: true }));
      while (canvases.some(({ dataset }, at) => dataset.frame === before[at])) {
        await new Promise((next) => setTimeout(next, 0));
        if (performance.now() - began > 3000) break;
      }
      return performance.now() - began;
    }, key);
    taken.push(milliseconds);
    await page.waitForTimeout(Math.max(0, 33 - milliseconds));
  }
  return taken;
}

export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;
