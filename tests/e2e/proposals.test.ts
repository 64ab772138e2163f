import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserHint, browserPath } from './browser.ts';
import { seriousFaultsInBothThemes } from './serious-faults.ts';
import { type StandInServer, startStandInServer } from './stand-in-server.ts';
import {
  shownFrame,
  startWorkstation,
  undoSampleProposals,
  type Workstation,
  waitForEnd,
  waitForFrame,
} from './workstation.ts';

const phases = '0–34: Approach\n35–38: Take-off\n39–79: Flight\n80–86: Entry\n100–104: Entry\n110–114: Entry';

describe.skipIf(!browserPath)(`Proposals${browserHint}`, () => {
  let server: StandInServer;
  let workstation: Workstation;
  let page: Page;
  beforeAll(async () => {
    server = await startStandInServer({
      truth: { takeoff: 37, entry: 80 },
      millisecondsPerWord: 60,
      replies: ({ text }) =>
        /Call each by its name/.test(text)
          ? `<think>All of it.</think><answer>${phases}</answer>`
          : '<think>I take my time and look at every picture once more.</think><answer>Well done</answer>',
    });
    workstation = await startWorkstation({
      servers: [{ name: 'Stand-in', baseUrl: server.baseUrl, concurrency: 1 }],
      defaultEngine: server.baseUrl,
    });
    page = await workstation.openPage();
    await undoSampleProposals(page);
  });
  afterAll(async () => {
    await workstation?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });
  const list = () => page.getByRole('region', { name: 'Proposals' });
  const progress = () => list().getByRole('status');
  const current = () => list().locator('.proposal[aria-current] .proposal__name').innerText();
  const statuses = () =>
    list()
      .locator('.proposal')
      .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.status));
  const notice = (text: RegExp) => page.locator('.status-line').getByText(text).waitFor();

  it('stand under an answer with spans, the most doubtful first, each with its frames', async () => {
    await page.getByRole('button', { name: 'Phases', exact: true }).click();
    await page.keyboard.press('Enter');
    expect(await waitForEnd(page)).toEqual(['answered']);
    await expect.poll(() => progress().innerText()).toBe('6 of 6 left');
    const doubts = await list().locator('.proposal__doubt').allInnerTexts();
    const values = doubts.map((words) => Number(/[\d.]+/.exec(words)?.[0]));
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    await list().locator('.proposal__evidence img').first().waitFor();
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
  });

  it('are accepted by Y and rejected by N, and the next one is shown each time', async () => {
    await page.keyboard.press('Shift+KeyN');
    await page.locator('.proposal[aria-current]').waitFor();
    const first = await current();
    await page.keyboard.press('KeyY');
    await notice(/^Accepted .*5 of 6 left/);
    const second = await current();
    expect(second).not.toBe(first);
    await waitForFrame(page, Number(/(\d+)–/.exec(second)?.[1]));
    await page.keyboard.press('KeyN');
    await notice(/^Rejected .*4 of 6 left/);
    expect((await statuses()).toSorted()).toEqual(['accepted', 'open', 'open', 'open', 'open', 'rejected']);
  });

  it('come back one by one with Ctrl+Z', async () => {
    await page.keyboard.press('Control+KeyZ');
    await expect.poll(() => progress().innerText()).toBe('5 of 6 left');
    await page.keyboard.press('Control+KeyZ');
    await expect.poll(() => progress().innerText()).toBe('6 of 6 left');
    await page.keyboard.press('Control+Shift+KeyZ');
    await expect.poll(() => progress().innerText()).toBe('5 of 6 left');
  });

  it('are put right by E: range, code and labels, and what was proposed stays known', async () => {
    const row = list().locator('.proposal', { hasText: 'Flight' });
    await row.locator('.proposal__name').click();
    await waitForFrame(page, 39);
    await page.keyboard.press('Escape');
    await page.keyboard.press('KeyE');
    const first = page.getByRole('textbox', { name: 'First frame' });
    await first.fill('40');
    await waitForFrame(page, 40);
    await page.getByRole('textbox', { name: 'Last frame' }).fill('900');
    await row.getByRole('alert').waitFor();
    await page.getByRole('textbox', { name: 'Last frame' }).fill('78');
    await page.getByRole('textbox', { name: 'Labels' }).fill('Height: high');
    await page.keyboard.press('Enter');
    await notice(/^Accepted Flight 40–78/);
    await row.getByText('accepted as 40–78').waitFor();
    await row.getByText('39–79').waitFor();
  });

  it('are accepted all at once by one edit', async () => {
    await list().getByRole('button', { name: 'Accept all' }).click();
    await expect.poll(() => progress().innerText()).toBe('All 6 done');
    await page.keyboard.press('Escape');
    await page.keyboard.press('KeyY');
    await notice(/There is no open proposal/);
  });

  it('become events that many questions are asked about in a queue, which is paused and survives a reload', async () => {
    const choices = await page.getByRole('combobox', { name: 'Ask about' }).locator('option').allInnerTexts();
    expect(choices).toContain('Every Entry (3)');
    await page.getByRole('combobox', { name: 'Ask about' }).selectOption('Every Entry (3)');
    await page.getByRole('button', { name: 'Ask 3 …' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Question' }).fill('How good is it?');
    await dialog.getByText('3 questions · 17 frames in all').waitFor();
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Start 3 questions' }).click();
    const queue = dialog.getByRole('article', { name: 'Entry · 3 events' });
    await queue.getByText('being asked').waitFor();
    await queue.getByRole('button', { name: 'Pause' }).click();
    await queue.getByText('paused').waitFor({ timeout: 30_000 });
    await page.reload();
    await page.locator('canvas[data-frame]').waitFor();
    await page.keyboard.press('Shift+KeyQ');
    await expect
      .poll(() => queue.getByRole('status').innerText(), { timeout: 20_000 })
      .toBe('1 of 3 · paused');
    await queue.getByRole('button', { name: 'Go on' }).click();
    await expect.poll(() => queue.getByRole('status').innerText(), { timeout: 30_000 }).toBe('3 of 3 · done');
    await expect.poll(() => queue.getByText('Well done').count()).toBe(3);
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    await queue.getByRole('button', { name: 'Entry 100–104' }).click();
    await waitForFrame(page, 100);
    await page.getByRole('heading', { name: 'How good is it?' }).waitFor();
    await page.getByRole('region', { name: 'Answer', exact: true }).getByText('Well done').waitFor();
    expect(await shownFrame(page)).toBe(100);
  });

  it('leave no error in the console', () => {
    expect(workstation.consoleErrors).toEqual([]);
  });
});
