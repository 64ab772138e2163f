import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserHint, browserPath } from './browser.ts';
import { newestFile } from './newest-file.ts';
import { importEvents } from './places.ts';
import { seriousFaultsInBothThemes } from './serious-faults.ts';
import { startWorkstation, type Workstation } from './workstation.ts';

describe.skipIf(!browserPath)(`A case file in the window${browserHint}`, () => {
  let workstation: Workstation;
  let page: Page;
  let bytes: Buffer = Buffer.alloc(0);
  beforeAll(async () => {
    workstation = await startWorkstation();
    page = await workstation.openPage();
    await importEvents(page);
  });
  afterAll(() => workstation?.[Symbol.asyncDispose]());

  const dialog = (name: string | RegExp) => page.getByRole('dialog', { name });
  const check = async (content: Buffer) => {
    const file = { name: 'dive case.zip', mimeType: 'application/zip', buffer: content };
    await dialog('Check a case file').locator('input[type="file"]').setInputFiles(file);
  };

  it('is preceded by the history of each event: who made and changed it, before and after', async () => {
    await page.keyboard.press('Home');
    await page.keyboard.press('Control+ArrowRight');
    await page.keyboard.press('Enter');
    const note = dialog('Event').getByRole('textbox', { name: 'Note' });
    await note.fill('clean');
    await dialog('Event').getByRole('button', { name: 'History' }).click();
    const history = dialog('History of Touch 5–20');
    await history.getByText('made as Touch, frames 5–20').waitFor();
    await history.getByText('note “clean”').waitFor();
    await history.getByText('A person made it.').waitFor();
    expect(await history.getByRole('listitem').count()).toBe(2);
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await history.waitFor({ state: 'detached' });
  });

  it('is handed over for the clip', async () => {
    await page.locator('.status-line__dismiss').click();
    await page.keyboard.press('Control+Shift+KeyE');
    await dialog('Hand over').getByRole('radio', { name: 'Case file (.zip)' }).check();
    // This host keeps no key.
    await dialog('Hand over').getByText('so it stays unsigned').waitFor();
    await dialog('Hand over').getByRole('button', { name: 'Hand over' }).click();
    const file = await newestFile(page);
    expect(file.name).toMatch(/ case\.zip$/);
    bytes = file.bytes;
  });

  it('is checked: its seal, and its pictures against the clip of the project', async () => {
    await page.keyboard.press('Control+KeyK');
    await page.keyboard.type('check a case');
    await page.keyboard.press('Enter');
    await check(bytes);
    const sheet = dialog('Check a case file');
    await sheet.getByText('As it was sealed').waitFor({ timeout: 30_000 });
    await sheet.getByText(/^(\d+) of \1 frames of .* are the pictures in the case$/).waitFor();
  });

  it('is found to be changed when one byte is', async () => {
    const changed = Buffer.from(bytes);
    const at = changed.indexOf('"kind":"event"');
    changed[at + 9] = 'E'.charCodeAt(0);
    await check(changed);
    const sheet = dialog('Check a case file');
    await sheet.getByText('Not as it was sealed').waitFor({ timeout: 30_000 });
    await sheet.getByText('“events.jsonl” was changed').waitFor();
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    await check(Buffer.from('no case at all'));
    await sheet.getByText('is no case file').waitFor();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
  });

  it('has beside it what left this machine: nothing, and it says so', async () => {
    await page.getByRole('button', { name: /^network: 0 bytes sent/ }).click();
    const ledger = dialog('What left this machine');
    await ledger.getByText('Nothing left this machine since the start.').waitFor();
    await ledger.getByText('No question of this project was sent elsewhere.').waitFor();
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    await page.keyboard.press('Escape');
    // A refused file is a refused request, which the browser writes down.
    expect(workstation.consoleErrors.filter((error) => !error.includes('400'))).toEqual([]);
  });
});
