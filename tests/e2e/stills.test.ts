import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserHint, browserPath } from './browser.ts';
import { seriousFaultsInBothThemes } from './serious-faults.ts';
import { goToFrame, startWorkstation, type Workstation, waitForFrame } from './workstation.ts';

describe.skipIf(!browserPath)(`Key images and the stroboscopic picture${browserHint}`, () => {
  let workstation: Workstation;
  let page: Page;
  beforeAll(async () => {
    workstation = await startWorkstation();
    page = await workstation.openPage();
    await page.getByRole('button', { name: 'Got it' }).click();
  });
  afterAll(() => workstation?.[Symbol.asyncDispose]());

  const list = () => page.getByRole('dialog', { name: 'Key images' });
  const stroboscope = () => page.getByRole('dialog', { name: 'Stroboscopic picture' });
  const marks = () => page.locator('.key-image-mark');
  const ready = () => stroboscope().locator('[data-status="ready"]').waitFor({ timeout: 50_000 });
  const moments = () => stroboscope().locator('.stroboscope__frames');

  it('keeps frames by a key, marks them on the timeline and goes from one to the next', async () => {
    for (const frame of [50, 62, 70]) {
      await goToFrame(page, frame);
      await page.keyboard.press('Shift+KeyI');
    }
    await expect.poll(() => marks().count()).toBe(3);
    await page.keyboard.press('Control+Shift+ArrowLeft');
    await waitForFrame(page, 62);
    await page.keyboard.press('Control+Shift+ArrowLeft');
    await waitForFrame(page, 50);
    await page.keyboard.press('Control+Shift+ArrowRight');
    await waitForFrame(page, 62);
    await page.getByRole('button', { name: 'Key image, frame 70' }).click();
    await waitForFrame(page, 70);
  });

  it('lists them with notes, goes to one by the keyboard and takes one off the list', async () => {
    await page.keyboard.press('Alt+KeyI');
    await list().getByRole('textbox', { name: 'Note on frame 62' }).fill('Knees apart');
    await page.keyboard.press('Enter');
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    await list().getByRole('button', { name: 'Remove key image 50' }).click();
    await expect.poll(() => marks().count()).toBe(2);
    await list()
      .getByRole('button', { name: /^Go to frame 62/ })
      .focus();
    await page.keyboard.press('Enter');
    await list().waitFor({ state: 'detached' });
    await waitForFrame(page, 62);
    await page.getByRole('button', { name: 'Key image, frame 62: Knees apart' }).waitFor();
    await page.keyboard.press('Control+KeyZ');
    await expect.poll(() => marks().count()).toBe(3);
  });

  it('asks for a range first', async () => {
    await page.keyboard.press('KeyX');
    await page.keyboard.press('Shift+KeyP');
    await stroboscope().getByText('Select a range first').waitFor();
    await page.keyboard.press('Escape');
    await stroboscope().waitFor({ state: 'detached' });
  });

  it('shows a stroboscopic picture of the range, again when moments or order change', async () => {
    await goToFrame(page, 70);
    await page.keyboard.press('KeyO');
    await goToFrame(page, 50);
    await page.keyboard.press('KeyI');
    await page.keyboard.press('Shift+KeyP');
    await ready();
    expect((await moments().innerText()).trim().split(/\s+/).slice(-7)).toHaveLength(7);
    const picture = () => stroboscope().locator('img').getAttribute('src');
    const first = await picture();
    await stroboscope().getByRole('slider', { name: 'Number of moments' }).focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(picture, { timeout: 30_000 }).not.toBe(first);
    const second = await picture();
    await stroboscope().getByRole('radio', { name: 'Earliest' }).click();
    await expect.poll(picture, { timeout: 30_000 }).not.toBe(second);
    await stroboscope().getByRole('radio', { name: 'Chosen frames' }).click();
    const frames = stroboscope().getByRole('textbox', { name: 'Frames of the moments' });
    await frames.fill('50 99');
    await stroboscope().getByText('Write 3 to 15 different frames of 50–70.').waitFor();
    await stroboscope().getByRole('button', { name: 'Take 3 key images' }).click();
    expect(await frames.inputValue()).toBe('50 62 70');
    await ready();
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
  });

  it('writes it as a picture that says its frames', async () => {
    await stroboscope().getByRole('button', { name: 'Export PNG' }).click();
    await stroboscope().waitFor({ state: 'detached' });
    await page.locator('.status-line__notice', { hasText: 'is ready' }).waitFor({ timeout: 50_000 });
    await page.keyboard.press('Shift+KeyJ');
    const jobs = page.getByRole('dialog', { name: 'Jobs' });
    await jobs.getByText('Frames 50 (').waitFor();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      jobs.getByRole('link', { name: /^Download/ }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/50–70 stroboscopic\.png$/);
    expect((await readFile(await file.path())).toString('latin1')).toContain('50 62 70');
    expect(workstation.consoleErrors).toEqual([]);
  });
});
