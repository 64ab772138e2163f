import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserHint, browserPath } from './browser.ts';
import { differenceFromMain } from './viewer-canvas.ts';
import { goToFrame, shownFrame, startWorkstation, type Workstation, waitForFrame } from './workstation.ts';

const root = join(import.meta.dirname, '..', '..');

describe.skipIf(!browserPath)(`The viewer${browserHint}`, () => {
  let workstation: Workstation;
  let page: Page;
  beforeAll(async () => {
    workstation = await startWorkstation();
    page = await workstation.openPage();
  });
  afterAll(() => workstation?.[Symbol.asyncDispose]());

  it('opens the sample clip on the first start, paused at the take-off that its finished question found', async () => {
    const recorded = JSON.parse(readFileSync(join(root, 'resources/samples/project.json'), 'utf8'));
    const answer: string = recorded['dive-a.mp4'][0].answer;
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toMatch(/dive-a\.mp4/);
    await page.locator('.run[data-status="answered"]').getByText('take-off at frame').first().waitFor();
    await waitForFrame(page, Number(/\d+/.exec(answer)?.[0]));
    await page.locator('.stage__hint').waitFor();
  });

  // The sample says nothing of its colours, and a browser reads such ones by another matrix than main: hence not 2.
  it('shows under each number the picture that main decodes for it', async () => {
    for (const frame of [0, 1, 37, 36, 90, 152, 12]) {
      await goToFrame(page, frame);
      expect(await differenceFromMain(page, frame), `frame ${frame}`).toBeLessThan(2);
      if (frame > 0) expect(await differenceFromMain(page, frame - 1), `before ${frame}`).toBeGreaterThan(0);
    }
  });

  it('steps one frame and ten frames either way, never past the ends', async () => {
    await goToFrame(page, 50);
    for (const [key, frame] of [
      ['ArrowRight', 51],
      ['Period', 52],
      ['Shift+ArrowRight', 62],
      ['ArrowLeft', 61],
      ['Comma', 60],
      ['Shift+ArrowLeft', 50],
      ['Home', 0],
      ['ArrowLeft', 0],
    ] as const) {
      await page.keyboard.press(key);
      await waitForFrame(page, frame);
    }
    await page.keyboard.press('End');
    await expect.poll(() => page.getByTestId('frame-number').innerText()).toBe('153');
    await page.keyboard.press('ArrowRight');
    expect(await shownFrame(page)).toBe(153);
  });

  it('steps in both directions with the number and picture always together; the time it takes is printed', async () => {
    await goToFrame(page, 70);
    const taken: number[] = [];
    for (const key of [...Array(40).fill('ArrowRight'), ...Array(80).fill('ArrowLeft')]) {
      const milliseconds = await page.evaluate(async (code) => {
        const canvas = document.querySelector<HTMLCanvasElement>('canvas.stage__picture');
        const before = canvas?.dataset.frame;
        const began = performance.now();
        window.dispatchEvent(new KeyboardEvent('keydown', { code, bubbles: true }));
        window.dispatchEvent(new KeyboardEvent('keyup', { code, bubbles: true }));
        while (canvas?.dataset.frame === before) await new Promise((next) => setTimeout(next, 0));
        return performance.now() - began;
      }, key);
      taken.push(milliseconds);
      // The pace of a key held down.
      await page.waitForTimeout(Math.max(0, 33 - milliseconds));
    }
    expect(await shownFrame(page)).toBe(30);
    expect(await differenceFromMain(page, 30)).toBeLessThan(2);
    const sorted = taken.toSorted((a, b) => a - b);
    const p95 = sorted[Math.floor(sorted.length * 0.95)] ?? 0;
    console.log(
      `Stepping ${taken.length} frames: median ${sorted[60]?.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`,
    );
  });

  it('plays at the clip’s own pace and keeps the number of the picture shown', async () => {
    await goToFrame(page, 0);
    await page.keyboard.press('Space');
    await page.waitForTimeout(1500);
    await page.keyboard.press('Space');
    const frame = await shownFrame(page);
    expect(frame).toBeGreaterThan(10);
    await expect.poll(() => page.getByTestId('frame-number').innerText()).toBe(String(frame));
    expect(await differenceFromMain(page, frame)).toBeLessThan(2);
  });

  it('shuttles backwards with J, stops with K, and changes speed with the arrows', async () => {
    await goToFrame(page, 120);
    await page.keyboard.press('KeyJ');
    await page.waitForFunction(() => Number(document.querySelector('canvas')?.dataset.frame) < 115);
    await page.keyboard.press('KeyK');
    const stopped = await shownFrame(page);
    await page.waitForTimeout(200);
    expect(await shownFrame(page)).toBe(stopped);
    await page.keyboard.press('ArrowDown');
    await page.getByText('1/2×').waitFor();
    await page.keyboard.press('ArrowUp');
  });

  it('leaves the keys to a text field that has the focus', async () => {
    await goToFrame(page, 20);
    await page.keyboard.press('KeyI');
    await page.keyboard.press('KeyQ');
    await page.keyboard.type('l k j 5');
    expect(await page.getByRole('textbox', { name: 'Question' }).inputValue()).toBe('l k j 5');
    expect(await shownFrame(page)).toBe(20);
    await page.keyboard.press('Escape');
    expect(await page.getByTestId('selection').innerText()).toMatch(/^20–/);
    await page.keyboard.press('ArrowRight');
    await waitForFrame(page, 21);
  });

  it('copies the frame number by a click', async () => {
    await goToFrame(page, 42);
    await page.getByRole('button', { name: /^Frame 42/ }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('42');
  });
});
