import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserHint, browserPath } from './browser.ts';
import { importEvents, places, visit } from './places.ts';
import { seriousFaultsInBothThemes } from './serious-faults.ts';
import { startWorkstation, type Workstation } from './workstation.ts';

describe.skipIf(!browserPath)(`Every view and dialog${browserHint}`, () => {
  let workstation: Workstation;
  let page: Page;
  beforeAll(async () => {
    workstation = await startWorkstation();
    page = await workstation.openPage();
    page.setDefaultTimeout(10_000);
    await page.getByRole('button', { name: 'Got it' }).click();
    await importEvents(page);
  });
  afterAll(() => workstation?.[Symbol.asyncDispose]());

  it.each(places)('$name has nothing that axe finds serious, in both themes', async (place) => {
    await visit(page, place, async () => {
      expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    });
  });

  it('has nothing serious with events in hand, with a number open, with a preview, or in a report’s choices', async () => {
    const isClean = async () => expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    await page.keyboard.press('Alt+Digit2');
    await page.getByRole('radio', { name: 'Table' }).click();
    await page
      .getByRole('button', { name: /^Touch, All: 2/ })
      .first()
      .click();
    await isClean();
    await page.getByRole('button', { name: 'Show in Review' }).click();
    await page.getByRole('button', { name: 'Show all' }).waitFor();
    await isClean();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await isClean();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+KeyI');
    const dialog = page.getByRole('dialog', { name: 'Import events' });
    const rows = 'code,start,end\nShot,1,2\nLate,900,901\n';
    await dialog
      .locator('input[type="file"]')
      .setInputFiles({ name: 'more.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) });
    await dialog.getByText('1 row will be left out').waitFor();
    await isClean();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Shift+KeyE');
    await page.getByRole('radio', { name: 'PDF' }).click();
    await isClean();
    await page.keyboard.press('Escape');
  });
});
