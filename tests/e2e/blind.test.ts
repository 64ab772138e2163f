import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserHint, browserPath } from './browser.ts';
import { importEvents } from './places.ts';
import { seriousFaults, seriousFaultsInBothThemes } from './serious-faults.ts';
import { type StandInServer, startStandInServer } from './stand-in-server.ts';
import { startWorkstation, type Workstation, waitForEnd, waitForFrame } from './workstation.ts';

/** The person has Touch 5–20 and 30–40, Pass 10–60, Goal 70–90. */
const said = '6–20: Touch\n33–44: Touch\n120–122: Touch\n12–58: Pass';

describe.skipIf(!browserPath)(`A blind question${browserHint}`, () => {
  let server: StandInServer;
  let workstation: Workstation;
  let page: Page;
  beforeAll(async () => {
    server = await startStandInServer({
      truth: { takeoff: 37, entry: 80 },
      replies: () => `<think>A kumquat in frame 44.</think><answer>${said}</answer>`,
    });
    workstation = await startWorkstation({
      servers: [{ name: 'Stand-in', baseUrl: server.baseUrl, concurrency: 1 }],
      defaultEngine: server.baseUrl,
    });
    page = await workstation.openPage();
    await importEvents(page);
  });
  afterAll(async () => {
    await workstation?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });
  const veiled = () => page.getByRole('region', { name: 'Asked blind' });
  const table = () => page.getByRole('region', { name: 'You and the model' });
  const proposals = () => page.locator('.proposal').count();
  const rowOf = (code: string) => table().getByRole('row', { name: new RegExp(`^${code}`) });
  const numbersOf = async (code: string) => (await rowOf(code).locator('td').allInnerTexts()).slice(0, 4);

  it('shows nothing of its answer, after a reload neither', async () => {
    const question = page.getByRole('textbox', { name: 'Question' });
    await page.keyboard.press('Alt+KeyB');
    await expect.poll(() => page.getByLabel('Blind: I mark first').isChecked()).toBe(true);
    await question.fill('List every touch and pass.');
    await page.getByRole('combobox', { name: 'Answer as' }).selectOption('spans');
    await question.press('Enter');
    await veiled().getByText('The model has answered.').waitFor({ timeout: 30_000 });
    await page.reload();
    await veiled().getByText('You marked 4 events in this clip.').waitFor({ timeout: 30_000 });
    expect(await page.locator('body').innerText()).not.toMatch(/kumquat|33–44|120–122/);
    expect(await proposals()).toBe(0);
    await expect.poll(() => page.getByLabel('Blind: I mark first').isChecked()).toBe(true);
    expect(await seriousFaults(page)).toEqual([]);
  });

  it('is revealed by a key, with its proposals and what both sides say for each code', async () => {
    await page.keyboard.press('Alt+KeyR');
    await table().waitFor();
    expect(await waitForEnd(page)).toEqual(['answered']);
    await expect.poll(proposals).toBe(4);
    expect(await numbersOf('Touch')).toEqual(['2', '0', '0', '1']);
    expect(await numbersOf('Pass')).toEqual(['1', '0', '0', '0']);
    expect(await numbersOf('Goal')).toEqual(['0', '0', '1', '0']);
    await table().getByText('No kappa: no frame here is marked by Stand-in').waitFor();
    await table().getByRole('button', { name: 'Show Stand-in 120–122' }).click();
    await waitForFrame(page, 120);
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    await table().getByRole('button', { name: 'Copy numbers as CSV' }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^code,same,shifted,only you,only Stand-in/);
  });

  it('is veiled again by undo, which says so, and revealed again by redo', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+KeyZ');
    await veiled()
      .getByText(/^Revealed at .* and veiled again by undo/)
      .waitFor();
    await page
      .locator('.status-line')
      .getByText(/is veiled again/)
      .waitFor();
    expect(await proposals()).toBe(0);
    await page.keyboard.press('Control+Shift+KeyZ');
    await table().waitFor();
    expect(await numbersOf('Touch')).toEqual(['2', '0', '0', '1']);
  });

  it('has its sibling: the marking of somebody else beside this one, from a file', async () => {
    await page.keyboard.press('Control+KeyK');
    await page.keyboard.type('another marking');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Compare with another marking' });
    const second = 'code,start frame,end frame\nTouch,6,22\nTouch,50,54\nPass,10,60\nGoal shot,72,90';
    await dialog
      .locator('input[type="file"]')
      .setInputFiles({ name: 'second.csv', mimeType: 'text/csv', buffer: Buffer.from(second) });
    await dialog.getByRole('row', { name: /^Touch/ }).waitFor();
    await dialog.getByLabel('Compare “Goal shot” with').selectOption('Goal');
    const goal = dialog.getByRole('row', { name: /^Goal/ }).locator('td');
    await expect.poll(async () => (await goal.allInnerTexts()).slice(0, 4)).toEqual(['1', '0', '0', '0']);
    expect(await seriousFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Show second.csv 50–54' }).click();
    await dialog.waitFor({ state: 'detached' });
    await waitForFrame(page, 50);
    expect(workstation.consoleErrors).toEqual([]);
  });
});
