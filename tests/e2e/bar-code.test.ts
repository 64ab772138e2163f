import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBarCode } from '#main/video/synthetic/bar-code.ts';
import { browserHint, browserPath } from './browser.ts';
import { goToFrame, startWorkstation, type Workstation, waitForFrame } from './workstation.ts';

const clip = readFileSync(join(import.meta.dirname, '../fixtures/video/bar-coded.mp4'));
const lastFrame = 89;

/** The number that the picture on the canvas itself shows. */
async function numberInPicture(page: Page): Promise<number | null> {
  const { width, height, pixels } = await page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('canvas.stage__picture');
    const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    return {
      width: canvas?.width ?? 0,
      height: canvas?.height ?? 0,
      pixels: [...data].filter((_, at) => at % 4 !== 3),
    };
  });
  return readBarCode(Uint8Array.from(pixels), { width, height });
}

const openClip = async (page: Page): Promise<void> => {
  await page.locator('#open-clip').setInputFiles({ name: 'bars.mp4', mimeType: 'video/mp4', buffer: clip });
  await page.getByRole('heading', { level: 1, name: /bars/ }).waitFor();
  await waitForFrame(page, 0);
};

describe.skipIf(!browserPath)(`A clip whose pictures carry their numbers${browserHint}`, () => {
  let workstation: Workstation;
  beforeAll(async () => {
    workstation = await startWorkstation();
  });
  afterAll(() => workstation?.[Symbol.asyncDispose]());

  const stepThrough = async (page: Page) => {
    for (const [key, from, to] of [
      ['ArrowRight', 0, lastFrame],
      ['ArrowLeft', lastFrame, 0],
    ] as const) {
      const direction = Math.sign(to - from);
      await goToFrame(page, from);
      for (let frame = from; frame !== to; frame += direction) {
        await page.keyboard.press(key);
        await waitForFrame(page, frame + direction);
        if (frame % 3 === 0) expect(await numberInPicture(page)).toBe(frame + direction);
      }
    }
    for (const frame of [60, 7, 88, 31, 30, 29, 45]) {
      await goToFrame(page, frame);
      expect(await numberInPicture(page)).toBe(frame);
    }
  };

  it('shows the number of its frame at every step and jump', async () => {
    const page = await workstation.openPage();
    await openClip(page);
    await stepThrough(page);
    await page.close();
  });

  it('never shows another number than that of its picture while it plays', async () => {
    const page = await workstation.openPage();
    await openClip(page);
    await page.keyboard.press('Space');
    for (let look = 0; look < 12; look += 1) {
      const seen = await page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('canvas.stage__picture');
        const box = [0, 0, canvas?.width ?? 0, canvas?.height ?? 0] as const;
        const data = canvas?.getContext('2d')?.getImageData(...box).data ?? [];
        return { told: canvas?.dataset.frame, pixels: [...data].filter((_, at) => at % 4 !== 3), size: box };
      });
      const [, , width, height] = seen.size;
      const inPicture = readBarCode(Uint8Array.from(seen.pixels), { width, height });
      // React writes the attribute at the end of the same task's microtasks: it may be one picture behind.
      expect(Math.abs(Number(seen.told) - (inPicture ?? -99))).toBeLessThanOrEqual(1);
      await page.waitForTimeout(120);
    }
    await page.close();
  });

  it('comes from main under the same numbers where the browser cannot decode, and says so', async () => {
    const page = await workstation.openPage({ waitForClip: false });
    await page.addInitScript(() => Reflect.deleteProperty(window, 'VideoDecoder'));
    await page.reload();
    await page.locator('canvas[data-frame]').waitFor();
    await openClip(page);
    await page.getByText('H.264 via main').waitFor();
    await stepThrough(page);
    await page.close();
  });
});
