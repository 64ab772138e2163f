import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cases } from '../cases.ts';
import { createRandom } from '../random.ts';
import { type DigitTemplates, digitTemplates, readBurntInNumber } from '../video/support/burnt-in-number.ts';
import { ffmpegNote, hasFfmpeg, runFfmpeg } from '../video/support/ffmpeg.ts';
import { footage, footageNote, hasFootage } from '../video/support/footage.ts';
import { browserHint, browserPath } from './browser.ts';
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
import { cornerOfCanvas, pictureOf } from './viewer-canvas.ts';
import { startWorkstation, type Workstation, waitForFrame } from './workstation.ts';

const numbered = 'derived/flip_h264_bframes_gop120.mp4';
const keptInVfr = Array.from({ length: 230 }, (_, n) => n).filter((n) => n % 7 !== 3 && (n < 60 || n > 75));
const shownInVfr = (number: number) => keptInVfr.findLastIndex((kept) => kept <= number);

/** Beside the numbered clip, synced at both first frames: the frame of it at the instant of a number, and its number. */
const beside = [
  // Its times are whole milliseconds, so that no instant is quite the same.
  { name: 'derived/flip_av1.webm', frameAt: (n: number) => n, numberOf: (frame: number) => frame },
  { name: 'derived/flip_h264_pts_offset.ts', frameAt: (n: number) => n, numberOf: (frame: number) => frame },
  { name: 'derived/flip_h264_vfr.mp4', frameAt: shownInVfr, numberOf: (frame: number) => keptInVfr[frame] },
  {
    name: 'derived/flip_h264_119p88fps.mp4',
    frameAt: (n: number) => Math.min(229, Math.floor((n * 120_000) / 1001 / 30 + 1e-6)),
    numberOf: (frame: number) => frame,
  },
] as const;

describe.skipIf(!browserPath || !hasFootage)(
  `Two real clips in the viewer${browserHint}${footageNote}`,
  () => {
    let workstation: Workstation;
    let page: Page;
    let templates: DigitTemplates;
    beforeAll(async () => {
      workstation = await startWorkstation();
      page = await workstation.openPage();
      for (const { name } of beside) await openFile(page, footage(name));
      await openFile(page, footage(numbered));
      const digits = [];
      for (let digit = 0; digit < 10; digit += 1) {
        await goTo(page, 'left', digit);
        digits.push(await cornerOfCanvas(page));
      }
      templates = digitTemplates(digits);
    }, 120_000);
    afterAll(() => workstation?.[Symbol.asyncDispose]());

    const numbers = async () => [
      readBurntInNumber(await cornerOfCanvas(page, 'left'), templates),
      readBurntInNumber(await cornerOfCanvas(page, 'right'), templates),
    ];

    it.each(beside)(
      'show the numbers of one instant, whichever of them is moved: $name',
      async ({ name, frameAt, numberOf }) => {
        await page.keyboard.press('Escape');
        await goTo(page, 'left', 0);
        await compareWith(page, name.slice('derived/'.length));
        await page.keyboard.press('Home');
        await waitForBoth(page, 0, 0);
        await page.keyboard.press('F8');
        const random = createRandom(3);
        const wrong: unknown[] = [];
        let left = 0;
        for (let round = 0; round < cases(24, 8); round += 1) {
          await takeInHand(page, 'left');
          const by = random.pick([1, -1, 10, -10, 0] as const);
          if (by === 0) {
            left = random.integer(230);
            await goTo(page, 'left', left);
          } else {
            left = Math.max(0, Math.min(229, left + by));
            const key = by > 0 ? 'ArrowRight' : 'ArrowLeft';
            await page.keyboard.press(Math.abs(by) === 10 ? `Shift+${key}` : key);
          }
          const right = frameAt(left);
          await waitForBoth(page, left, right);
          const seen = await numbers();
          if (seen[0] !== left || seen[1] !== numberOf(right)) wrong.push({ left, right, seen });
        }
        await takeInHand(page, 'right');
        for (let round = 0; round < cases(6, 2); round += 1) {
          const [, before = 0] = await bothFrames(page);
          await page.keyboard.press(before > 20 ? 'ArrowLeft' : 'ArrowRight');
          const right = before > 20 ? before - 1 : before + 1;
          await page.locator(`${pictureOf('right')}[data-frame="${right}"]`).waitFor();
          // The left frame is the last one that is not later: no other of that clip shows this instant.
          await expect
            .poll(async () => {
              const [paired = -1] = await bothFrames(page);
              return frameAt(paired) <= right && frameAt(paired + 1) >= right;
            })
            .toBe(true);
          const [paired] = await bothFrames(page);
          const seen = await numbers();
          if (seen[0] !== paired || seen[1] !== numberOf(right)) wrong.push({ right, paired, seen });
        }
        expect(wrong).toEqual([]);
        await page.keyboard.press('Escape');
        await page.locator(pictureOf('right')).waitFor({ state: 'detached' });
      },
      120_000,
    );

    it('step as fast as one; the times are printed', async () => {
      const steps = cases(40, 8);
      const keys = [...Array<string>(steps).fill('ArrowRight'), ...Array<string>(steps).fill('ArrowLeft')];
      for (const name of ['soccer_juggle_24fps.mp4', 'derived/flip_h264_bframes_gop120.mp4']) {
        await openFile(page, footage(name));
        await goTo(page, 'left', 60);
        await page.waitForTimeout(1500);
        const one = await timeSteps(page, keys);
        await compareWith(page, 'This clip at another moment');
        await takeInHand(page, 'right');
        await goTo(page, 'right', 130);
        await page.keyboard.press('F8');
        await takeInHand(page, 'left');
        await page.waitForTimeout(1500);
        const two = await timeSteps(page, keys);
        const words = (taken: readonly number[]) =>
          `median ${quantile(taken, 0.5).toFixed(1)} ms, p95 ${quantile(taken, 0.95).toFixed(1)} ms`;
        console.log(`${name}: one picture ${words(one)}; two pictures ${words(two)}`);
        expect(await bothFrames(page)).toEqual([60, 130]);
        await page.keyboard.press('Escape');
        await page.locator(pictureOf('right')).waitFor({ state: 'detached' });
      }
    }, 120_000);
  },
);

describe.skipIf(!browserPath || !hasFootage || !hasFfmpeg)(
  `Two takes of one sound in the viewer${browserHint}${footageNote}${ffmpegNote}`,
  () => {
    let workstation: Workstation;
    let page: Page;
    let folder: string;
    /** The second take begins so much later, in frames of 25 a second. */
    const later = 53;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'deepsport-takes-'));
      const cut = (name: string, from: number, seconds: number, volume: number) =>
        runFfmpeg([
          ...['-ss', String(from), '-t', String(seconds), '-i', footage('nasa_two_video_streams.mp4')],
          ...['-map', '0:v:0', '-map', '0:a:0', '-r', '25', '-c:v', 'libx264', '-preset', 'ultrafast'],
          ...['-af', `volume=${volume}`, '-c:a', 'pcm_s16le', join(folder, name)],
        ]);
      await cut('take-one.mov', 0, 10, 1);
      await cut('take-two.mov', later / 25, 10, 0.25);
      await runFfmpeg([
        ...['-f', 'lavfi', '-t', '8', '-i', 'testsrc2=size=320x180:rate=25'],
        ...['-f', 'lavfi', '-t', '8', '-i', 'anoisesrc=color=pink:seed=4', '-c:v', 'libx264'],
        ...['-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', join(folder, 'noise.mp4')],
      ]);
      workstation = await startWorkstation();
      page = await workstation.openPage();
      await openFile(page, join(import.meta.dirname, '../fixtures/video/bar-coded.mp4'));
      for (const name of ['noise.mp4', 'take-two.mov', 'take-one.mov'])
        await openFile(page, join(folder, name));
    }, 120_000);
    afterAll(async () => {
      await workstation?.[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    });

    it('are synced by it within half a frame, as one edit', async () => {
      await goTo(page, 'left', 100);
      await compareWith(page, 'take-two');
      await page.keyboard.press('Alt+F8');
      await page
        .getByText(/By their sound, the right clip’s time is −2\.1[12]\d s/)
        .waitFor({ timeout: 60_000 });
      await waitForBoth(page, 100, 100 - later);
      console.log(await page.locator('.status-line__notice').innerText());
      await page.keyboard.press('Control+KeyZ');
      await page.getByTestId('instant').getByText('not synced').waitFor();
      await page.keyboard.press('Escape');
      await page.locator(pictureOf('right')).waitFor({ state: 'detached' });
    }, 90_000);

    it('are left as they are where another sound has nothing in common, or a clip has none', async () => {
      await compareWith(page, 'noise');
      await page.getByRole('button', { name: 'Sync by sound' }).click();
      await page.getByText('has no part that clearly belongs together').waitFor({ timeout: 60_000 });
      expect(await page.getByTestId('instant').innerText()).toBe('not synced');
      await page.keyboard.press('Escape');
      await compareWith(page, 'bar-coded');
      await page.keyboard.press('Alt+F8');
      await page.getByText('bar-coded.mp4 has no sound. Show the same instant').waitFor();
      await page.keyboard.press('Escape');
      await waitForFrame(page, 100);
      expect(workstation.consoleErrors).toEqual([]);
    }, 90_000);
  },
);
