import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserHint, browserPath } from './browser.ts';
import { type StandInServer, startStandInServer } from './stand-in-server.ts';
import {
  selectOnTimeline,
  shownFrame,
  startWorkstation,
  type Workstation,
  waitForEnd,
  waitForFrame,
} from './workstation.ts';

const truth = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../resources/samples/dive-a.truth.json'), 'utf8'),
) as { readonly takeoffFrame: number; readonly entryFrame: number };

const ask = async (page: Page, question: string): Promise<void> => {
  await page.keyboard.press('KeyQ');
  await page.keyboard.type(question);
  await page.keyboard.press('Enter');
};

describe.skipIf(!browserPath)(`A question${browserHint}`, () => {
  let server: StandInServer;
  let workstation: Workstation;
  let page: Page;
  beforeAll(async () => {
    server = await startStandInServer({
      truth: { takeoff: truth.takeoffFrame, entry: truth.entryFrame },
      millisecondsPerWord: 15,
    });
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

  it('is answered with looks, tokens and seconds per turn, and the engine’s limits beside the answer', async () => {
    await ask(page, 'When does the diver leave the board?');
    expect(await waitForEnd(page)).toEqual(['answered']);
    const trace = page.getByRole('region', { name: 'Turns and answer' });
    await trace.getByText(/^Looked at \d+–\d+ · 8 frames$/).waitFor();
    expect(await trace.getByRole('heading', { name: /^Turn 1/ }).innerText()).toMatch(
      / s · .* new \+ .* cached tokens/,
    );
    const answer = page.getByRole('region', { name: 'Answer', exact: true });
    expect(await answer.innerText()).toMatch(new RegExp(`frame\\s*${truth.takeoffFrame}\\b`));
    expect(await answer.innerText()).toMatch(/What it knows of sport depends on that model/);
  });

  it('jumps the viewer by the chips of thought, evidence and strip', async () => {
    const chip = page.locator('.answer__evidence .chip').first();
    const frame = Number(await chip.getAttribute('data-frame'));
    await chip.click();
    await waitForFrame(page, frame);
    await page.locator('.strip__frame[data-frame="153"]').first().click();
    await waitForFrame(page, 153);
    await page.locator('.turn .chip[data-frame="22"]').first().click();
    await waitForFrame(page, 22);
  });

  it('underlines a claim about a frame that was not sent, with the reason on hover', async () => {
    await page.locator('.turn .chip--unsent').first().hover();
    await page.getByRole('tooltip').waitFor();
    expect(await page.getByRole('tooltip').innerText()).toMatch(/\d/);
  });

  it('marks the looks on the timeline by turn', async () => {
    await page.getByRole('button', { name: /^Turn 1 looked at/ }).waitFor();
    await page.getByRole('img', { name: /^A person saw .* a model \d+ frames/ }).waitFor();
  });

  it('goes on with the range that the analyst drags and hands in with F', async () => {
    await selectOnTimeline(page, 0.4, 0.55);
    expect(await page.getByTestId('selection').innerText()).toMatch(/^\d+–\d+ · \d+ frames$/);
    await page.keyboard.press('KeyF');
    await page.waitForFunction(
      () => document.querySelector<HTMLElement>('.run')?.dataset.status === 'running',
    );
    expect(await waitForEnd(page)).toEqual(['answered']);
    await page.getByText(/^You looked at \d+–\d+ · 8 frames$/).waitFor();
    await page.getByRole('button', { name: /^You looked at/ }).waitFor();
  });

  it('takes a look while it is running and shows it at the next turn', async () => {
    await ask(page, 'When does the diver leave the board, once more?');
    await page.locator('.turn--live .turn__thought').waitFor();
    await page.keyboard.press('KeyF');
    expect(await waitForEnd(page)).toEqual(['answered']);
    await page.getByText(/^You looked at \d+–\d+ · 8 frames$/).waitFor();
  });

  it('is cancelled by Escape and by its button, and keeps what was seen', async () => {
    await ask(page, 'When does the diver leave the board, slowly?');
    await page.locator('.turn--live .turn__thought').waitFor();
    await page.keyboard.press('Escape');
    expect(await waitForEnd(page)).toEqual(['cancelled']);
    await page.getByText('Cancelled. What was seen and thought until then is kept.').waitFor();
    await page.locator('.strip img').first().waitFor();
    await page.getByRole('button', { name: 'Ask again' }).click();
    await page.locator('.turn--live').waitFor();
    await page.locator('.run').getByRole('button', { name: 'Cancel' }).click();
    expect(await waitForEnd(page)).toEqual(['cancelled']);
  });

  it('is compared: passive beside iterative with the same question on top and the difference between them', async () => {
    await page.keyboard.press('KeyX');
    await page.getByRole('radio', { name: 'Compare' }).click();
    await page.getByRole('combobox', { name: 'Ask about' }).selectOption('Whole clip');
    await ask(page, 'When does the diver leave the board?');
    await page.getByRole('region', { name: 'Difference' }).waitFor();
    expect(await waitForEnd(page)).toEqual(['answered', 'answered']);
    expect(
      await page.getByRole('heading', { level: 2, name: 'When does the diver leave the board?' }).count(),
    ).toBe(1);
    await page.getByRole('region', { name: 'Passive' }).waitFor();
    await page
      .getByRole('region', { name: 'Iterative' })
      .getByText(/^Looked at/)
      .waitFor();
    expect(await page.getByRole('region', { name: 'Difference' }).innerText()).toMatch(/The answers differ/);
  });

  it('is found again among the earlier questions, also by another window', async () => {
    const other = await workstation.openPage();
    await other.getByText(/^Earlier questions/).click();
    expect(await other.locator('.earlier__item').count()).toBeGreaterThan(4);
    await other.locator('.earlier__item').last().getByRole('button').first().click();
    await other.getByRole('region', { name: 'Answer', exact: true }).waitFor();
    expect(await shownFrame(other)).toBeGreaterThan(0);
    await other.close();
  });

  it('says in one sentence when its engine is away, and the next question works', async () => {
    await page.getByRole('radio', { name: 'Iterative' }).click();
    await server[Symbol.asyncDispose]();
    await ask(page, 'Is anybody there?');
    expect(await waitForEnd(page)).toEqual(['failed']);
    expect(await page.locator('.ending').innerText()).not.toMatch(/\bat \w+ \(|Error:/);
    await page.getByRole('button', { name: /^Engine/ }).click();
    await page.getByText('Scripted demo').click();
    await page.keyboard.press('Escape');
    await ask(page, 'And you?');
    expect(await waitForEnd(page)).toEqual(['answered']);
    expect(await page.getByRole('region', { name: 'Answer', exact: true }).innerText()).toMatch(
      /Cannot tell/,
    );
  });
});
