import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserHint, browserPath } from './browser.ts';
import { seriousFaultsInBothThemes } from './serious-faults.ts';
import { type StandInServer, startStandInServer } from './stand-in-server.ts';
import { startWorkstation, undoSampleProposals, type Workstation, waitForEnd } from './workstation.ts';

describe.skipIf(!browserPath)(`A test of an answer${browserHint}`, () => {
  let server: StandInServer;
  let workstation: Workstation;
  let page: Page;
  beforeAll(async () => {
    server = await startStandInServer({
      truth: { takeoff: 37, entry: 80 },
      // An engine that has made up its mind before it sees anything.
      replies: () => '<think>I know it.</think><answer>Take-off at frame 38.</answer>',
    });
    workstation = await startWorkstation({
      servers: [{ name: 'Stand-in', baseUrl: server.baseUrl }],
      defaultEngine: server.baseUrl,
    });
    page = await workstation.openPage();
    await undoSampleProposals(page);
  });
  afterAll(async () => {
    await workstation?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });
  const test = () => page.getByRole('region', { name: 'Test of the answer' });
  const verdict = 'Ignores the video: the same answer to grey frames, shuffled frames and frames in reverse.';
  const rowCount = () => test().locator('.answer-test__row').count();

  it('tells what it will cost, asks in four ways, and says that the engine ignores the video', async () => {
    await page.getByRole('textbox', { name: 'Question' }).fill('When does the diver leave the board?');
    await page.keyboard.press('Enter');
    expect(await waitForEnd(page)).toEqual(['answered']);
    await test().getByText('4 questions more').waitFor();
    await test().getByRole('button', { name: 'Test this answer' }).click();
    await test().getByText(verdict).waitFor({ timeout: 30_000 });
    await expect.poll(rowCount).toBe(4);
    expect(await test().getByText('same answer, unexpected').count()).toBe(3);
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
  });

  it('shows the frames as they were sent, and adds no question, look or proposal', async () => {
    await test().getByText('In reverse', { exact: true }).click();
    const strip = test().locator('.strip').first();
    await strip.getByRole('button', { name: 'Frame 0, shown: frame 153' }).waitFor();
    await test().getByText('In reverse', { exact: true }).click();
    await test().getByText('Grey', { exact: true }).click();
    await test().getByRole('button', { name: 'Frame 0, shown grey' }).waitFor();
    expect(await test().locator('.strip img').count()).toBe(0);
    await test().getByText('Grey', { exact: true }).click();
    expect(await page.locator('.proposal').count()).toBe(1);
    expect(await page.locator('.earlier summary').innerText()).toMatch(/\(2\)/);
  });

  it('is kept with the project, told again after a reload, and done again by its key', async () => {
    await page.reload();
    await page.locator('canvas[data-frame]').waitFor();
    await test().getByText(verdict).waitFor({ timeout: 20_000 });
    await page.keyboard.press('Alt+KeyQ');
    await expect.poll(rowCount, { timeout: 20_000 }).toBe(4);
    await test().getByText(verdict).waitFor({ timeout: 30_000 });
  });

  it('is followed by what became of the engine’s proposals', async () => {
    await page.keyboard.press('Shift+KeyN');
    await page.locator('.proposal[aria-current]').waitFor();
    await page.keyboard.press('KeyY');
    const record = page.locator('.proposal-record');
    await record.getByText(/1 kept as proposed, 0 corrected, 0 rejected/).click();
    await record.getByRole('row', { name: /Take-off 1 0 – 0 0/ }).waitFor();
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
  });

  it('leaves no error in the console', () => {
    expect(workstation.consoleErrors).toEqual([]);
  });
});
