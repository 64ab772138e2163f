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
});
