import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserHint, browserPath } from './browser.ts';
import { goToFrame, startWorkstation, type Workstation } from './workstation.ts';

/** Presses a key in the page and tells, for each picture painted until it has come to rest, whether it was black. */
const blackPictures = (page: Page, code: string) =>
  page.evaluate(async (pressed) => {
    const told: boolean[] = [];
    const init = { code: pressed, key: '1', altKey: true, bubbles: true };
    document.body.dispatchEvent(new KeyboardEvent('keydown', init));
    for (let count = 0; count < 30; count++) {
      await new Promise(requestAnimationFrame);
      const canvas = document.querySelector<HTMLCanvasElement>('.stage__picture');
      if (!canvas?.checkVisibility()) continue;
      const small = new OffscreenCanvas(16, 16).getContext('2d');
      small?.drawImage(canvas, 0, 0, 16, 16);
      const { data = [] } = small?.getImageData(0, 0, 16, 16) ?? {};
      told.push(![...data].some((value, place) => place % 4 !== 3 && value > 16));
    }
    return told;
  }, code);

describe.skipIf(!browserPath)(`The views of the window${browserHint}`, () => {
  let workstation: Workstation;
  let page: Page;
  beforeAll(async () => {
    workstation = await startWorkstation();
    page = await workstation.openPage();
    await page.getByRole('button', { name: 'Got it' }).click();
  });
  afterAll(() => workstation?.[Symbol.asyncDispose]());

  it('give the picture back as it was, never black, and nothing plays behind the numbers', async () => {
    await goToFrame(page, 40);
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: /^Pause/ }).waitFor();
    await page.keyboard.press('Alt+Digit2');
    await page.getByRole('region', { name: 'Numbers' }).waitFor();
    await page.locator('.stage__picture').waitFor({ state: 'hidden' });
    const pictures = await blackPictures(page, 'Digit1');
    expect(pictures.length).toBeGreaterThan(10);
    expect(pictures).not.toContain(true);
    await page.getByRole('button', { name: /^Play/ }).waitFor();

    // It is alive: steps are shown, and both views after it too.
    await goToFrame(page, 60);
    await page.keyboard.press('Alt+Digit3');
    await page.locator('.library').waitFor();
    const back = await blackPictures(page, 'Digit1');
    expect(back.length).toBeGreaterThan(10);
    expect(back).not.toContain(true);
    expect(workstation.consoleErrors).toEqual([]);
  });
});
