import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { browserHint, browserPath } from './browser.ts';
import { seriousFaultsInBothThemes } from './serious-faults.ts';
import {
  bothFrames,
  compareWith,
  goTo,
  openFile,
  quantile,
  takeInHand,
  timeSteps,
  waitForBoth,
} from './two-pictures.ts';
import { barCodeOnCanvas, differenceFromMain, pictureOf } from './viewer-canvas.ts';
import { startWorkstation, type Workstation } from './workstation.ts';

/** 90 frames, 30 in a second; each picture carries its number. */
const bars = join(import.meta.dirname, '../fixtures/video/bar-coded.mp4');
const moment = 'This clip at another moment';

/** The colours on the screen inside a box of the page, without the edge of it. */
async function coloursOnScreen(page: Page, selector: string): Promise<{ mean: number; largest: number }> {
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new Error('The picture is not on the screen.');
  const margin = 60;
  const clip = {
    x: box.x + margin,
    y: box.y + margin,
    width: box.width - 2 * margin,
    height: box.height - 2 * margin,
  };
  const png = (await page.screenshot({ clip, animations: 'disabled' })).toString('base64');
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    const data = context?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? [];
    let [sum, largest] = [0, 0];
    for (let at = 0; at < data.length; at += 1) {
      const value = at % 4 === 3 ? 0 : (data[at] ?? 0);
      sum += value;
      largest = Math.max(largest, value);
    }
    return { mean: sum / (data.length * 0.75), largest };
  }, png);
}

/** Presses keys, plays for a while and stops; how many frames more than 20 the two pictures were apart meanwhile. */
const playAndLook = (page: Page, keys: readonly string[], milliseconds: number): Promise<number[]> =>
  page.evaluate(
    async ([codes, time]) => {
      const press = (code: string) => {
        window.dispatchEvent(new KeyboardEvent('keydown', { code, bubbles: true }));
        window.dispatchEvent(new KeyboardEvent('keyup', { code, bubbles: true }));
      };
      const canvases = [...document.querySelectorAll<HTMLCanvasElement>('canvas.stage__picture')];
      const apart: number[] = [];
      for (const code of codes) press(code);
      for (const end = performance.now() + time; performance.now() < end; ) {
        await new Promise(requestAnimationFrame);
        const [left = 0, right = 0] = canvases.map(({ dataset }) => Number(dataset.frame));
        apart.push(Math.abs(right - left - 20));
      }
      press('KeyK');
      return apart;
    },
    [keys, milliseconds] as const,
  );

describe.skipIf(!browserPath)(`Two pictures${browserHint}`, () => {
  let workstation: Workstation;
  let page: Page;
  beforeAll(async () => {
    workstation = await startWorkstation();
  });
  beforeEach(async () => {
    page = await workstation.openPage();
    await openFile(page, bars);
  });
  afterEach(() => page.close());
  afterAll(() => workstation?.[Symbol.asyncDispose]());

  /** The right picture this many frames after the left one. */
  const syncedApart = async (frames: number, mode?: string) => {
    await compareWith(page, moment, mode);
    await takeInHand(page, 'right');
    await goTo(page, 'right', frames);
    await page.keyboard.press('F8');
    await page.getByTestId('instant').getByText('same instant').waitFor();
    await takeInHand(page, 'left');
  };

  it('show the frames of one instant after every step, with the number that is in the picture', async () => {
    await syncedApart(30);
    for (const [key, left, right] of [
      ['ArrowRight', 1, 31],
      ['Shift+ArrowRight', 11, 41],
      ['ArrowLeft', 10, 40],
      ['End', 89, 89],
      ['Shift+ArrowLeft', 79, 89],
      ['Home', 0, 30],
    ] as const) {
      await page.keyboard.press(key);
      await waitForBoth(page, left, right);
      expect([await barCodeOnCanvas(page, 'left'), await barCodeOnCanvas(page, 'right')]).toEqual([
        left,
        right,
      ]);
    }
    await takeInHand(page, 'right');
    await page.keyboard.press('ArrowRight');
    await waitForBoth(page, 1, 31);
    expect(await page.getByTestId('apart').innerText()).toBe('+1.000 s');
    expect(await differenceFromMain(page, 31, 'right')).toBeLessThan(2);
  });

  it('step both in no more time than one; the time is printed', async () => {
    await syncedApart(40);
    await goTo(page, 'left', 5);
    await waitForBoth(page, 5, 45);
    const taken = await timeSteps(page, [
      ...Array<string>(40).fill('ArrowRight'),
      ...Array<string>(40).fill('ArrowLeft'),
    ]);
    expect(await bothFrames(page)).toEqual([5, 45]);
    const [median, p95] = [quantile(taken, 0.5), quantile(taken, 0.95)];
    console.log(
      `Stepping two pictures ${taken.length} times: median ${median.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`,
    );
  });

  it('play in step, forwards and backwards, at any speed, and rest at one instant', async () => {
    await syncedApart(20);
    for (const [from, keys] of [
      [5, ['Space']],
      [60, ['KeyJ']],
      [5, ['KeyL', 'ArrowDown']],
      [60, ['KeyJ', 'ArrowUp']],
    ] as const) {
      await goTo(page, 'left', from);
      await waitForBoth(page, from, from + 20);
      const apart = await playAndLook(page, keys, 500);
      await expect
        .poll(async () => {
          const [left = 0, right = 0] = await bothFrames(page);
          return right - left;
        })
        .toBe(20);
      const [left, right] = await bothFrames(page);
      expect(left).not.toBe(from);
      expect([await barCodeOnCanvas(page, 'left'), await barCodeOnCanvas(page, 'right')]).toEqual([
        left,
        right,
      ]);
      // While they move, one may be painted a picture of the screen before the other.
      expect(quantile(apart, 0.5), keys.join()).toBeLessThanOrEqual(2);
    }
  });

  it('are synced, nudged, unlinked and undone by keys', async () => {
    await syncedApart(30);
    await page.keyboard.press('Alt+Period');
    await waitForBoth(page, 0, 31);
    await page.keyboard.press('Alt+Period');
    await waitForBoth(page, 0, 32);
    await page.keyboard.press('Alt+Comma');
    await waitForBoth(page, 0, 31);
    await page.keyboard.press('Control+KeyZ');
    await waitForBoth(page, 0, 30);
    await page.keyboard.press('Control+Shift+KeyZ');
    await waitForBoth(page, 0, 31);
    await page.keyboard.press('Shift+F8');
    await page.keyboard.press('ArrowRight');
    await waitForBoth(page, 1, 31);
    await page.getByTestId('instant').getByText('not linked').waitFor();
    await page.keyboard.press('Shift+F8');
    await waitForBoth(page, 1, 32);
    // Left and taken up again, the sync point is found in the record.
    await page.keyboard.press('Escape');
    await page.locator(pictureOf('right')).waitFor({ state: 'detached' });
    await page.keyboard.press('Shift+F9');
    await waitForBoth(page, 1, 32);
  });

  it('lie over one another: black where they are the same, mixed by a share', async () => {
    await syncedApart(10, 'Overlay');
    await page.locator('.panes[data-mode="overlay"]').waitFor();
    const mixed = await coloursOnScreen(page, pictureOf('right'));
    await page.keyboard.press('Alt+F9');
    await page.locator('.panes[data-blend="difference"]').waitFor();
    await page.waitForTimeout(200);
    expect((await coloursOnScreen(page, pictureOf('right'))).largest).toBeGreaterThan(100);
    for (let nudge = 0; nudge < 10; nudge += 1) await page.keyboard.press('Alt+Comma');
    await waitForBoth(page, 0, 0);
    await page.locator(`${pictureOf('right')}[data-exact="true"]`).waitFor();
    await page.locator(`${pictureOf('left')}[data-exact="true"]`).waitFor();
    await page.waitForTimeout(200);
    expect((await coloursOnScreen(page, pictureOf('right'))).largest).toBe(0);
    await page.keyboard.press('Alt+F9');
    await page.keyboard.press('Control+KeyZ');
    await waitForBoth(page, 0, 10);
    const slider = page.getByRole('slider', { name: 'Share of the right picture' });
    await slider.fill('1');
    await page.waitForTimeout(200);
    expect((await coloursOnScreen(page, pictureOf('right'))).mean).not.toBe(mixed.mean);
    await page.keyboard.press('F9');
    await page.locator(pictureOf('right')).waitFor({ state: 'detached' });
  });

  it('change sides with their frames', async () => {
    await syncedApart(30);
    await page.keyboard.press('ArrowRight');
    await waitForBoth(page, 1, 31);
    await page.getByRole('button', { name: 'Change sides' }).click();
    await waitForBoth(page, 31, 1);
    await page.keyboard.press('ArrowRight');
    await waitForBoth(page, 32, 2);
  });

  it('zoom alike', async () => {
    await syncedApart(30);
    const scales = () =>
      page
        .locator(pictureOf())
        .evaluateAll((all) => all.map((each) => Number((each as HTMLElement).dataset.scale)));
    await page.keyboard.press('Shift+Equal');
    await expect.poll(async () => new Set(await scales()).size).toBe(1);
    const [zoomed = 0] = await scales();
    await page.keyboard.press('Digit0');
    await expect.poll(async () => (await scales())[1]).toBeLessThan(zoomed);
    expect(new Set(await scales()).size).toBe(1);
  });

  it('give axe nothing serious to say, nor do their dialog and the overlay', async () => {
    await page.keyboard.press('Control+F9');
    await page.getByRole('option', { name: /another moment/ }).waitFor();
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await syncedApart(30);
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    await page.keyboard.press('F9');
    await page.locator('.panes[data-mode="overlay"]').waitFor();
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    expect(workstation.consoleErrors).toEqual([]);
  });

  it('loop one after another without leaving the range, until Escape', async () => {
    await goTo(page, 'left', 40);
    await page.keyboard.press('KeyI');
    await page.keyboard.press('ArrowRight');
    await goTo(page, 'left', 52);
    await page.keyboard.press('KeyO');
    await page.keyboard.press('Shift+KeyU');
    await page.locator('.loop-badge').getByText('40–52').waitFor();
    const seen = await page.evaluate(async (selector) => {
      const canvas = document.querySelector<HTMLCanvasElement>(selector);
      const frames: number[] = [];
      let rounds = 0;
      // The way in and three rounds take two seconds; a busy machine is given more.
      for (const end = performance.now() + 20_000; rounds < 4 && performance.now() < end; ) {
        await new Promise(requestAnimationFrame);
        const frame = Number(canvas?.dataset.frame);
        const before = frames.at(-1) ?? frame;
        if (frame < before) rounds += 1;
        if (before !== frame || frames.length === 0) frames.push(frame);
      }
      return frames;
    }, pictureOf());
    const inLoop = seen.slice(seen.indexOf(40));
    expect(Math.min(...inLoop)).toBe(40);
    expect(Math.max(...inLoop)).toBeLessThanOrEqual(52);
    const rounds = inLoop.filter((frame, at) => at > 0 && frame < (inLoop[at - 1] ?? 0));
    expect(rounds.length).toBeGreaterThanOrEqual(3);
    await page.keyboard.press('Escape');
    await page.locator('.loop-badge').waitFor({ state: 'detached' });
  });
});
