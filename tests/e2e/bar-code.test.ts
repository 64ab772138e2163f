import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBarCode } from '#main/video/synthetic/bar-code.ts';
import { browserHint, browserPath } from './browser.ts';
import { goToFrame, startWorkstation, type Workstation, waitForFrame } from './workstation.ts';

const clip = readFileSync(join(import.meta.dirname, '../fixtures/video/bar-coded.mp4'));
const lastFrame = 89;

/** The number told, and the picture thinned out to one pixel for each half of each bar, as packed RGB. */
type Seen = { readonly told: number; readonly pixels: readonly number[] };

const thinned = { width: 16, height: 2 };

/** Presses a key in the page, waits for the next picture, and gives what is told and seen. */
const look = (page: Page, key: string | null): Promise<Seen> =>
  page.evaluate(async (code) => {
    const canvas = document.querySelector<HTMLCanvasElement>('canvas.stage__picture');
    const before = canvas?.dataset.frame;
    if (code) {
      window.dispatchEvent(new KeyboardEvent('keydown', { code, bubbles: true }));
      window.dispatchEvent(new KeyboardEvent('keyup', { code, bubbles: true }));
      while (canvas?.dataset.frame === before) await new Promise((next) => setTimeout(next, 1));
    }
    const { width = 0, height = 0 } = canvas ?? {};
    const data = canvas?.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
    const pixels: number[] = [];
    for (const down of [0.25, 0.75]) {
      for (let bar = 0; bar < 16; bar += 1) {
        const at = (Math.floor(down * height) * width + Math.floor(((bar + 0.5) / 16) * width)) * 4;
        pixels.push(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
      }
    }
    return { told: Number(canvas?.dataset.frame), pixels };
  }, key);

const numberIn = ({ pixels }: Seen) => readBarCode(Uint8Array.from(pixels), thinned);

/** Shows the clip, which is opened where it is not shown already. */
const openClip = async (page: Page): Promise<void> => {
  const name = 'bars.mp4';
  await page.getByRole('heading', { level: 1, name: /\.mp4/ }).waitFor();
  if ((await page.getByRole('heading', { level: 1, name }).count()) > 0) {
    await waitForFrame(page, 0);
    return;
  }
  const taken = page.waitForResponse((response) => response.url().includes('/media/clips?name='));
  await page.locator('#open-clip').setInputFiles({ name, mimeType: 'video/mp4', buffer: clip });
  await (await taken).finished();
  await page.getByRole('heading', { level: 1, name }).waitFor();
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
      for (let frame = from + direction; frame !== to + direction; frame += direction) {
        const seen = await look(page, key);
        expect([seen.told, numberIn(seen)]).toEqual([frame, frame]);
      }
    }
    for (const frame of [60, 7, 88, 31, 30, 29, 45]) {
      await goToFrame(page, frame);
      expect(numberIn(await look(page, null))).toBe(frame);
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
    for (let times = 0; times < 12; times += 1) {
      const seen = await look(page, null);
      // React writes the attribute a moment after the picture is drawn: it may be one picture behind.
      expect(Math.abs(seen.told - (numberIn(seen) ?? -99))).toBeLessThanOrEqual(1);
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
