import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserHint, browserPath } from './browser.ts';
import { seriousFaultsInBothThemes } from './serious-faults.ts';
import { goToFrame, startWorkstation, type Workstation } from './workstation.ts';

const ownClip = join(import.meta.dirname, '..', 'fixtures', 'video', 'bar-coded.mp4');

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Projects' });
const library = (page: Page) => page.getByRole('region', { name: 'Library' });
const row = (page: Page, name: string) => dialog(page).getByRole('listitem').filter({ hasText: name });
const title = (page: Page) => page.getByRole('heading', { level: 1 });

/** Tags the frame shown under a code of that name. */
async function tag(page: Page, code: string): Promise<void> {
  await page.keyboard.press('Shift+KeyA');
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  const codes = page.getByRole('region', { name: 'Code window' });
  await codes
    .getByRole('button', { name: new RegExp(`^${code}`) })
    .first()
    .click();
}

describe.skipIf(!browserPath)(`Projects${browserHint}`, () => {
  let folder: string;
  let workstation: Workstation;
  let page: Page;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepsport-projects-'));
    workstation = await startWorkstation({ folder });
    page = await workstation.openPage();
    await page.getByRole('button', { name: 'Got it' }).click();
  });
  afterAll(async () => {
    await workstation?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  });
  const again = async () => {
    await workstation[Symbol.asyncDispose]();
    workstation = await startWorkstation({ folder });
    page = await workstation.openPage({ waitForClip: false });
  };

  it('keep their own clips and events, made and switched by keys', async () => {
    await goToFrame(page, 20);
    await tag(page, 'Take-off');
    await page.keyboard.press('Alt+Digit3');
    await library(page)
      .getByRole('button', { name: /dive-a\.mp4.*1 event/ })
      .waitFor();

    await page.keyboard.press('Control+Shift+KeyO');
    await row(page, 'First project').getByText('3 clips').waitFor();
    await page.keyboard.press('Alt+KeyN');
    await page.keyboard.type('Cup: final');
    await dialog(page).getByRole('alert').waitFor();
    await page.keyboard.press('Control+KeyA');
    await page.keyboard.type('Cup final');
    await page.keyboard.press('Enter');
    await dialog(page).waitFor({ state: 'detached' });
    await library(page).getByText('No clip yet').waitFor();
    expect(await page.title()).toBe('Cup final – DeepSport');

    await page.locator('#open-clip').setInputFiles(ownClip);
    await library(page)
      .getByRole('button', { name: /bar-coded\.mp4/ })
      .first()
      .waitFor();
    await page.locator('canvas[data-frame="0"]').waitFor();
    await page.keyboard.press('Alt+Digit1');
    await tag(page, 'Goal');
    await page.keyboard.press('Alt+Digit3');
    await library(page)
      .getByRole('button', { name: /bar-coded\.mp4.*1 event/ })
      .waitFor();
    expect(await page.title()).toBe('bar-coded.mp4 – Cup final – DeepSport');

    await page.keyboard.press('Control+Shift+KeyO');
    await row(page, 'First project').getByText('3 clips · 1 event').waitFor();
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    // The search has the focus; the one that is open stands first.
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await title(page).filter({ hasText: 'dive-a.mp4' }).waitFor();
    expect(await library(page).getByText('bar-coded.mp4').count()).toBe(0);
    await library(page).getByRole('searchbox').fill('DIVE-B 480p');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await title(page).filter({ hasText: 'dive-b.mp4' }).waitFor();
    await library(page).getByRole('searchbox').fill('');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await title(page).filter({ hasText: 'dive-a.mp4' }).waitFor();
    await library(page)
      .getByRole('button', { name: /dive-a\.mp4.*1 event/ })
      .waitFor();
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
  });

  it('are renamed where they stand, and found by name', async () => {
    await page.keyboard.press('Control+Shift+KeyO');
    await row(page, 'Cup final').waitFor();
    await page.keyboard.type('cup');
    await row(page, 'First project').waitFor({ state: 'detached' });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('F2');
    await page.keyboard.type('Final 2026');
    await page.keyboard.press('Enter');
    await page.getByRole('searchbox', { name: 'Find a project' }).fill('');
    await row(page, 'Final 2026').getByText('1 clip · 1 event').waitFor();
    await row(page, 'Final 2026')
      .getByRole('button', { name: /^Final 2026/ })
      .click();
    await title(page).filter({ hasText: 'Final 2026' }).filter({ hasText: 'bar-coded.mp4' }).waitFor();
  });

  it('list a clip taken off again as soon as that is undone', async () => {
    await library(page)
      .getByRole('button', { name: /bar-coded\.mp4/ })
      .first()
      .focus();
    await page.keyboard.press('Delete');
    await library(page).getByText('No clip yet').waitFor();
    await page.keyboard.press('Control+KeyZ');
    await library(page)
      .getByRole('button', { name: /bar-coded\.mp4.*1 event/ })
      .waitFor();
    await title(page).filter({ hasText: 'bar-coded.mp4' }).waitFor();
  });

  it('open where they were left, and find a clip again whose file was moved meanwhile', async () => {
    await workstation.stop('SIGTERM');
    const clips = join(folder, 'clips');
    expect(await readdir(clips)).toEqual(['bar-coded.mp4']);
    const away = await mkdtemp(join(tmpdir(), 'deepsport-away-'));
    await rename(join(clips, 'bar-coded.mp4'), join(away, 'bar-coded.mp4'));
    await again();
    await title(page).filter({ hasText: 'Final 2026' }).waitFor();
    await page.keyboard.press('Alt+Digit3');
    const missing = library(page).getByRole('region', { name: 'A clip is missing' });
    await missing.getByText('Its file is not where it was.').waitFor();
    await missing.getByText('1 event').waitFor();
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);

    await mkdir(join(folder, 'projects', 'footage'));
    await rename(join(away, 'bar-coded.mp4'), join(folder, 'projects', 'footage', 'renamed.mp4'));
    await rm(away, { recursive: true });
    await missing.getByRole('button', { name: 'Find', exact: true }).click();
    await library(page)
      .getByRole('button', { name: /bar-coded\.mp4.*1 event/ })
      .waitFor();
    await page.locator('canvas[data-frame]').waitFor();
    expect(await missing.count()).toBe(0);
  });

  it('can only be looked at by a second host, which says so until the first one ends', async () => {
    await using second = await startWorkstation({ folder });
    const other = await second.openPage();
    const strip = other.getByText('is open in another DeepSport, so here it can only be looked at');
    await strip.waitFor();
    await title(other).filter({ hasText: 'Final 2026' }).waitFor();
    expect(await seriousFaultsInBothThemes(other)).toEqual([]);
    await workstation.stop('SIGKILL');
    await strip.waitFor({ state: 'detached', timeout: 20_000 });
  });
});
