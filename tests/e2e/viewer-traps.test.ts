import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cases } from '../cases.ts';
import { ffmpegNote, hasFfmpeg } from '../video/support/ffmpeg.ts';
import { chooseAtRandom } from '../video/support/pictures.ts';
import { trapClips } from '../video/support/trap-clips.ts';
import { browserHint, browserPath } from './browser.ts';
import { barCodeOnCanvas, largestDifference } from './viewer-canvas.ts';
import { goToFrame, startWorkstation, type Workstation, waitForFrame } from './workstation.ts';

/** Those that are read by their path alone, as a person opens them. */
const opened = trapClips.filter(({ source }) => typeof source('clip') === 'string');

describe.skipIf(!browserPath || !hasFfmpeg)(
  `Difficult clips in the viewer${browserHint}${ffmpegNote}`,
  () => {
    let workstation: Workstation;
    let page: Page;
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'deepsport-traps-'));
      workstation = await startWorkstation();
      page = await workstation.openPage();
    });
    afterAll(async () => {
      await workstation?.[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    });

    it.each(opened)(
      'show under each number its picture, as main decodes it: $name, $what',
      async ({ name, make, shown }) => {
        const buffer = await readFile(await make(folder));
        await page.locator('#open-clip').setInputFiles({ name, mimeType: 'video/mp4', buffer });
        await page.getByRole('heading', { level: 1, name }).waitFor();
        await waitForFrame(page, 0);
        const frames = chooseAtRandom(shown.length, cases(12, 4), 7);
        const wrong: unknown[] = [];
        for (const frame of frames) {
          await goToFrame(page, frame);
          const seen = await barCodeOnCanvas(page);
          if (seen !== shown[frame]) wrong.push({ frame, seen, expected: shown[frame] });
        }
        expect(wrong).toEqual([]);
        expect(await largestDifference(page, name, frames.slice(0, cases(5, 2)))).toBeLessThan(2);
      },
      90_000,
    );
  },
);
