import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cases } from '../cases.ts';
import { type DigitTemplates, digitTemplates, readBurntInNumber } from '../video/support/burnt-in-number.ts';
import { footage, footageNote, hasFootage } from '../video/support/footage.ts';
import { chooseAtRandom } from '../video/support/pictures.ts';
import { browserHint, browserPath } from './browser.ts';
import { openFile } from './two-pictures.ts';
import { cornerOfCanvas, differenceFromMain, largestDifference } from './viewer-canvas.ts';
import { goToFrame, startWorkstation, type Workstation, waitForFrame } from './workstation.ts';

const keptInVfr = Array.from({ length: 230 }, (_, n) => n).filter((n) => n % 7 !== 3 && (n < 60 || n > 75));

/** Clips with their number burnt in, the number under each frame, and by whom they are decoded. */
const numbered = [
  { name: 'derived/flip_h264_bframes_gop120.mp4', count: 230, badge: 'H.264' },
  { name: 'derived/flip_h264_vfr.mp4', count: 183, badge: 'VFR' },
  { name: 'derived/flip_h264_pts_offset.ts', count: 230, badge: 'H.264' },
  { name: 'derived/flip_av1.webm', count: 230, badge: 'AV1' },
  { name: 'derived/flip_hevc_rot90.mov', count: 230, badge: 'HEVC via main' },
  { name: 'derived/flip_h264_119p88fps.mp4', count: 230, badge: 'H.264' },
] as const;

/** Clips without numbers, with how many frames they have. */
const plain = [
  ['nasa_two_video_streams.mp4', 390],
  ['pattern_av1.mkv', 125],
  ['rotation_90.mov', 3],
  ['pattern_hevc_10bit.mp4', 30],
  ['flip_off_box_vp9.mp4', 230],
] as const;

const openClip = (page: Page, path: string): Promise<void> => openFile(page, footage(path));

/** A few of a clip's frames, or all of a short one. */
const framesOf = (count: number) => chooseAtRandom(count, Math.min(cases(10, 3), count), 3);

/** A walk of jumps and of short runs of steps either way: the frames it comes by, with the key that leads there. */
function walk(
  count: number,
  seed: number,
): readonly { readonly frame: number; readonly key: string | null }[] {
  const stops: { frame: number; key: string | null }[] = [];
  for (const [at, jump] of chooseAtRandom(count, cases(16, 6), seed).entries()) {
    stops.push({ frame: jump, key: null });
    const by = at % 2 === 0 ? -1 : 1;
    const far = at % 4 < 2 ? 1 : 10;
    let frame = jump;
    for (let step = 0; step < 3; step += 1) {
      const next = frame + by * far;
      if (next < 0 || next >= count) break;
      frame = next;
      stops.push({ frame, key: `${far === 10 ? 'Shift+' : ''}${by < 0 ? 'ArrowLeft' : 'ArrowRight'}` });
    }
  }
  return stops;
}

describe.skipIf(!browserPath || !hasFootage)(`Real clips in the viewer${browserHint}${footageNote}`, () => {
  let workstation: Workstation;
  let page: Page;
  let templates: DigitTemplates;
  beforeAll(async () => {
    workstation = await startWorkstation();
    page = await workstation.openPage();
    await openClip(page, 'derived/flip_h264_bframes_gop120.mp4');
    const digits = [];
    for (let digit = 0; digit < 10; digit += 1) {
      await goToFrame(page, digit);
      digits.push(await cornerOfCanvas(page));
    }
    templates = digitTemplates(digits);
  });
  afterAll(() => workstation?.[Symbol.asyncDispose]());

  it.each(numbered)(
    'show the burnt-in number of each frame that is stepped or jumped to, as main decodes it: $name',
    async ({ name, count, badge }) => {
      await openClip(page, name);
      await page.getByText(badge, { exact: true }).first().waitFor();
      const stops = walk(count, 5);
      expect(stops.length).toBeGreaterThanOrEqual(cases(50, 16));
      const wrong: unknown[] = [];
      for (const { frame, key } of stops) {
        if (key) {
          await page.keyboard.press(key);
          await waitForFrame(page, frame);
        } else await goToFrame(page, frame);
        const seen = readBurntInNumber(await cornerOfCanvas(page), templates);
        const expected = name.includes('vfr') ? keptInVfr[frame] : frame;
        if (seen !== expected) wrong.push({ frame, key, seen });
      }
      expect(wrong).toEqual([]);
      expect(await largestDifference(page, name, framesOf(count))).toBeLessThan(2);
    },
    120_000,
  );

  it.each(plain)(
    'show the pictures that main decodes: %s',
    async (name, count) => {
      await openClip(page, name);
      expect(await largestDifference(page, name, framesOf(count))).toBeLessThan(2);
    },
    120_000,
  );

  it('are opened by another of their picture tracks from their details', async () => {
    await openClip(page, 'nasa_two_video_streams.mp4');
    await page.getByText('track 2 of 2').waitFor();
    await page.getByRole('button', { name: /^Details of the clip/ }).click();
    await page.getByText('Picture track 1 of 2: 320×180 H.264').click();
    await page.getByText('track 1 of 2').waitFor();
    await waitForFrame(page, 0);
    const size = await page
      .locator('canvas.stage__picture')
      .evaluate((canvas: HTMLCanvasElement) => [canvas.width, canvas.height]);
    expect(size).toEqual([320, 180]);
    for (const frame of [0, 100, 324]) {
      await goToFrame(page, frame);
      expect(await differenceFromMain(page, frame)).toBeLessThan(2);
    }
  });

  it('count real seconds once it is said at what rate the camera ran, and at the same frame', async () => {
    await openClip(page, 'derived/flip_h264_bframes_gop120.mp4');
    await goToFrame(page, 120);
    await page.getByRole('button', { name: /^Time 00:04\.000/ }).waitFor();
    await page.getByRole('button', { name: /^Details of the clip/ }).click();
    await page.getByText('240', { exact: true }).click();
    await page.getByText('240→30').waitFor();
    await waitForFrame(page, 120);
    await page.getByRole('button', { name: /^Time 00:00\.500/ }).waitFor();
    expect(readBurntInNumber(await cornerOfCanvas(page), templates)).toBe(120);
    expect(await differenceFromMain(page, 120)).toBeLessThan(2);
    await page.getByRole('button', { name: /^Details of the clip/ }).click();
    await page.getByText(/^as stored/).click();
    await page.getByRole('button', { name: /^Time 00:04\.000/ }).waitFor();
  });
});
