import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserHint, browserPath } from './browser.ts';
import { seriousFaultsInBothThemes } from './serious-faults.ts';
import { type StandInAsked, type StandInServer, startStandInServer } from './stand-in-server.ts';
import { selectOnTimeline, startWorkstation, type Workstation, waitForEnd } from './workstation.ts';

/** Looks once where it was told not to, and answers with what it was asked last. */
function replies({ text, frames, turns }: StandInAsked): string | undefined {
  const [first = 0, last = 0] = [frames[0], frames.at(-1)];
  if (turns === 0 && last - first > 20)
    return `<think>I look at frames ${first} to ${first + 20}.</think><tool_call>frame_extraction_tool(${first}, ${first + 20})</tool_call>`;
  if (/splash/.test(text)) return '<think>It is small.</think><answer>A small splash</answer>';
  return `<think>Seen.</think><answer>between frames ${first} and ${last}</answer>`;
}

describe.skipIf(!browserPath)(`A conversation${browserHint}`, () => {
  let server: StandInServer;
  let workstation: Workstation;
  let page: Page;
  beforeAll(async () => {
    server = await startStandInServer({ truth: { takeoff: 37, entry: 80 }, replies });
    workstation = await startWorkstation({
      servers: [{ name: 'Stand-in', baseUrl: server.baseUrl }],
      defaultEngine: server.baseUrl,
    });
    page = await workstation.openPage();
  });
  afterAll(async () => {
    await workstation?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });
  const answer = () => page.getByRole('region', { name: 'Answer', exact: true });
  const about = () => page.getByRole('combobox', { name: 'Ask about' });

  it('is about the range that is selected, and shows only its frames', async () => {
    await selectOnTimeline(page, 0.4, 0.7);
    const range = await about().locator('option:checked').innerText();
    expect(range).toMatch(/^Range \d+–\d+$/);
    const [start, end] = (/(\d+)–(\d+)/.exec(range) ?? []).slice(1).map(Number);
    await page.keyboard.press('KeyQ');
    await page.keyboard.type('What happens here?');
    await page.keyboard.press('Enter');
    expect(await waitForEnd(page)).toEqual(['answered']);
    await page.locator('.trace__asked').getByText(`about ${start}–${end}`).waitFor();
    const shown = await page
      .locator('.look--start .strip__frame')
      .evaluateAll((frames) => frames.map((frame) => Number((frame as HTMLElement).dataset.frame)));
    expect(Math.min(...shown)).toBe(start);
    expect(Math.max(...shown)).toBe(end);
  });

  it('goes on with a further question: its heading, the answer before, and the new one', async () => {
    const before = await answer().locator('.answer__text').innerText();
    await page.getByRole('textbox', { name: 'Ask further' }).fill('How is the splash?');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'How is the splash?', level: 3, exact: true }).waitFor();
    expect(await waitForEnd(page)).toEqual(['answered']);
    expect(await answer().innerText()).toContain('A small splash');
    const earlier = await page.locator('.answer__earlier').innerText();
    expect(earlier.replace(/\s/g, '')).toContain(before.replace(/\s/g, ''));
  });

  it('is copied as text and saved as JSON lines', async () => {
    await page.getByRole('button', { name: 'Copy the trace as text' }).click();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(text).toMatch(/^Question: What happens here\?/);
    expect(text).toMatch(/Frame \d+ · 00:\d\d\.\d{3} · \d+×\d+ · SHA-256 [0-9a-f]{64}/);
    expect(text).toContain('Question: How is the splash?');
    expect(text).toContain('Answer: A small splash');
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the trace as JSON lines' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('dive-a.mp4 What happens here.jsonl');
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
    const types = lines.map((line) => (JSON.parse(line) as { type: string }).type);
    expect([types[0], types.at(-1)]).toEqual(['trajectory-start', 'trajectory-end']);
  });

  it('is answered anew from another look; the first stays and is one click away', async () => {
    await page
      .getByRole('button', { name: /^Change the look at/ })
      .first()
      .click();
    await page.getByRole('textbox', { name: 'First frame' }).fill('100');
    await page.getByRole('textbox', { name: 'Last frame' }).fill('90');
    expect(await page.getByRole('button', { name: 'Look here instead' }).isDisabled()).toBe(true);
    await page.getByRole('textbox', { name: 'Last frame' }).fill('130');
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    await page.getByRole('button', { name: 'Look here instead' }).click();
    await page.getByText('From turn 1 of another trace').waitFor();
    expect(await waitForEnd(page)).toEqual(['answered']);
    await page.getByText(/^You looked at 100–130/).waitFor();
    expect(await answer().innerText()).toMatch(/130/);
    await page.getByRole('button', { name: 'Show the first' }).click();
    await page.getByRole('heading', { name: 'How is the splash?', level: 3, exact: true }).waitFor();
  });

  it('is replayed, and says whether it came out the same', async () => {
    await page.getByRole('button', { name: /^Replay/ }).click();
    await page.getByText('A replay of another trace').waitFor();
    expect(await waitForEnd(page)).toEqual(['answered']);
    const verdict = await page.locator('.run__notice').last().innerText();
    expect(verdict).toMatch(/same|differ/i);
  });

  it('is found by its words, removed, and brought back by undo', async () => {
    await page.getByText(/^Earlier questions/).click();
    const items = page.locator('.earlier__item');
    await expect.poll(() => items.count()).toBeGreaterThan(3);
    const count = await items.count();
    const remove = items.first().getByRole('button', { name: 'Remove this question' });
    await remove.click();
    await expect.poll(() => items.count()).toBe(count - 1);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+KeyZ');
    await expect.poll(() => items.count()).toBe(count);
    const search = page.getByRole('searchbox');
    if (await search.isVisible()) {
      await search.fill('splash');
      await expect.poll(() => items.count()).toBeLessThan(count);
    }
  });

  it('fills question and form by a question of the sport, which can be changed', async () => {
    await page.getByRole('button', { name: 'More questions, by sport' }).click();
    await page.getByRole('combobox', { name: 'Sport' }).selectOption('Soccer');
    await page.getByRole('radio', { name: 'Rules' }).click();
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Offside/ })
      .click();
    expect(await page.getByRole('textbox', { name: 'Question', exact: true }).inputValue()).toMatch(
      /offside position/,
    );
    const form = page.getByRole('combobox', { name: 'Answer as' });
    expect(await form.inputValue()).toBe('choice');
    expect(await page.getByRole('textbox', { name: 'Options' }).inputValue()).toBe(
      'Offside, Onside, Cannot tell',
    );
    await form.selectOption('List of spans');
    await page.keyboard.press('Escape');
    // Another window of the same browser remembers the sport.
    await page.reload();
    await page.locator('canvas[data-frame]').waitFor();
    await page.getByRole('button', { name: 'Offside', exact: true }).waitFor();
  });

  it('leaves no error in the console', () => {
    expect(workstation.consoleErrors).toEqual([]);
  });
});
