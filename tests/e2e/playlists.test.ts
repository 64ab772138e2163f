import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserHint, browserPath } from './browser.ts';
import { importEvents } from './places.ts';
import { seriousFaultsInBothThemes } from './serious-faults.ts';
import { goToFrame, startWorkstation, type Workstation, waitForFrame } from './workstation.ts';

describe.skipIf(!browserPath)(`Playlists${browserHint}`, () => {
  let workstation: Workstation;
  let page: Page;
  beforeAll(async () => {
    workstation = await startWorkstation();
    page = await workstation.openPage();
    await page.getByRole('button', { name: 'Got it' }).click();
    await importEvents(page);
  });
  afterAll(() => workstation?.[Symbol.asyncDispose]());

  const panel = () => page.getByRole('region', { name: 'Playlists' });
  const list = () => panel().getByRole('listbox', { name: 'Entries' });
  /** The frames of the entries in their order. */
  const frames = () => list().locator('.entry__frames').allInnerTexts();
  const ranges = async () => (await frames()).map((words) => words.split(/\s/)[0]);

  it('begin with a sentence, and are made of all events of a code and of a range', async () => {
    await page.keyboard.press('Shift+KeyY');
    await panel().getByText('No playlist yet').waitFor();
    await panel().getByRole('combobox', { name: 'Add a code' }).selectOption('Touch');
    await expect.poll(ranges).toEqual(['5–20', '30–40']);
    await goToFrame(page, 100);
    await page.keyboard.press('KeyI');
    await goToFrame(page, 104);
    await page.keyboard.press('KeyO');
    await page.keyboard.press('Shift+KeyE');
    await expect.poll(ranges).toEqual(['5–20', '30–40', '100–104']);
    // 16, 11 and 5 frames at 30 a second.
    await panel().getByText('3 entries · 1.1 s').waitFor();
  });

  it('are put in order by keys, by dragging and by sorting, and each is undone', async () => {
    await list().focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Alt+ArrowUp');
    await expect.poll(ranges).toEqual(['5–20', '100–104', '30–40']);
    const entries = list().getByRole('option');
    await entries.nth(2).dragTo(entries.nth(0), { targetPosition: { x: 20, y: 4 } });
    await expect.poll(ranges).toEqual(['30–40', '5–20', '100–104']);
    await panel().getByRole('combobox', { name: 'Sort by' }).selectOption('Length, longest first');
    await expect.poll(ranges).toEqual(['5–20', '30–40', '100–104']);
    for (const before of [
      ['30–40', '5–20', '100–104'],
      ['5–20', '100–104', '30–40'],
      ['5–20', '30–40', '100–104'],
    ]) {
      await page.keyboard.press('Control+KeyZ');
      await expect.poll(ranges).toEqual(before);
    }
  });

  it('have entries with a range of their own, a sync frame and a note', async () => {
    await list().getByRole('option').nth(0).click();
    await waitForFrame(page, 5);
    const field = (name: string) => panel().getByRole('textbox', { name, exact: true });
    await field('Last').fill('18');
    await field('Last').press('Enter');
    await expect.poll(ranges).toEqual(['5–18', '30–40', '100–104']);
    await field('First').fill('19');
    await field('First').press('Enter');
    await panel().getByText('The first frame comes before the last').waitFor();
    await field('Note').fill('Early');
    await field('Note').press('Enter');
    await panel().getByText('· Early').waitFor();
    await page.keyboard.press('Escape');
    await goToFrame(page, 12);
    await page.keyboard.press('Control+F8');
    await page.getByText('Stands beside the others at frame 12').waitFor();
    await expect.poll(() => field('Sync').inputValue()).toBe('12');
    // The event that it was taken from keeps its own range.
    await page.keyboard.press('Shift+KeyL');
    await page
      .locator('.event-line')
      .getByText(/Touch, frames 5–20/)
      .waitFor();
    await page.keyboard.press('Shift+KeyY');
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
  });

  it('play through, entry after entry, and stop at the end', async () => {
    await list().focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('PageDown');
    await page.getByText('Playlist · 2 of 3').waitFor();
    await waitForFrame(page, 30);
    await page.keyboard.press('Escape');
    await page.locator('.playing-through').waitFor({ state: 'detached' });
    await page.keyboard.press('Shift+Space');
    // The last frame of the last entry is the last that is shown.
    await page.locator('canvas[data-frame="104"]').waitFor();
    await page.locator('.playing-through').waitFor({ state: 'detached' });
  });

  it('are exported side by side, in step at their sync frames', async () => {
    await panel().getByRole('button', { name: 'Export' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export' });
    await dialog.getByRole('radio', { name: 'Reel', checked: true }).waitFor();
    await dialog.getByRole('radio', { name: 'Side by side' }).click();
    await dialog.getByText('sync at 12').waitFor();
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Export' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.locator('.status-line__notice', { hasText: 'is ready' }).waitFor({ timeout: 50_000 });
    await page.keyboard.press('Shift+KeyJ');
    // From 7 frames before the sync frames to 10 after.
    const jobs = page.getByRole('dialog', { name: 'Jobs' });
    await jobs.getByText('3 ranges side by side').waitFor();
    await jobs.getByText(/18 frames/).waitFor();
    await jobs.getByText(/Shown at 30 frames per second/).waitFor();
    await page.keyboard.press('Escape');
  });

  it('mark an entry whose clip is not there, and leave it out of an export with a sentence', async () => {
    await page.keyboard.press('Alt+Digit3');
    const clip = page.locator('.clip__open').first();
    // Removed while its picture is being made, the request would end as an error.
    await expect
      .poll(() => clip.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(0);
    await clip.focus();
    await page.keyboard.press('Delete');
    await page.keyboard.press('Alt+Digit1');
    await expect.poll(() => list().locator('.entry[data-problem="missing"]').count()).toBe(3);
    await page.keyboard.press('Control+KeyE');
    const dialog = page.getByRole('dialog', { name: 'Export' });
    await dialog.getByRole('radio', { name: 'Reel' }).click();
    await dialog.getByText('Entries 1, 2, 3 are left out: their clip is missing').waitFor();
    expect(await dialog.getByRole('button', { name: 'Export' }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
  });

  it('write no error to the console', () => {
    expect(workstation.consoleErrors).toEqual([]);
  });
});
