import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserHint, browserPath } from './browser.ts';
import { seriousFaults } from './serious-faults.ts';
import {
  childProcesses,
  shownFrame,
  startWorkstation,
  type Workstation,
  waitForEnd,
  waitForFrame,
} from './workstation.ts';

const root = join(import.meta.dirname, '..', '..');
const weights = ['nano', 'nano-random'].some((name) =>
  existsSync(join(root, 'resources/models', name, 'onnx')),
);
const noWeights = weights ? '' : ' (skipped: no local model in resources/models)';
const noProc = existsSync('/proc') ? '' : ' (skipped: finding the worker needs /proc)';

describe.skipIf(!browserPath)(`The window in trouble${browserHint}`, () => {
  let workstation: Workstation;
  let page: Page;
  beforeAll(async () => {
    workstation = await startWorkstation();
    page = await workstation.openPage();
  });
  afterAll(() => workstation?.[Symbol.asyncDispose]());

  const upload = (name: string, bytes: Buffer) =>
    page.locator('#open-clip').setInputFiles({ name, mimeType: 'video/mp4', buffer: bytes });

  it('tells in one sentence why a file is no clip, and keeps the clip that is open', async () => {
    const before = await page.getByRole('heading', { level: 1 }).innerText();
    for (const [name, bytes] of [
      ['notes.mp4', Buffer.from('this is no video at all'.repeat(50))],
      ['empty.mp4', Buffer.alloc(0)],
    ] as const) {
      await upload(name, bytes);
      const alert = page.locator('.status-line__notice--problem');
      await alert.waitFor();
      expect(await alert.innerText()).toMatch(/[a-z].*\.$/);
      expect(await alert.innerText()).not.toMatch(/Error:|\bat \w+ \(/);
      await page.getByRole('button', { name: 'Dismiss' }).click();
    }
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(before);
    const shown = await shownFrame(page);
    await page.keyboard.press('ArrowRight');
    await waitForFrame(page, shown + 1);
  });

  it('opens a clip that a person chooses, and plays it', async () => {
    // With an empty box at its end it is a clip of its own, and not the sample that the project has already.
    const emptyBox = Buffer.from([0, 0, 0, 8, ...Buffer.from('free')]);
    const sample = readFileSync(join(root, 'resources/samples/dive-b.mp4'));
    await upload('my dive.mp4', Buffer.concat([sample, emptyBox]));
    await page.getByRole('heading', { level: 1, name: /my dive\.mp4/ }).waitFor();
    await waitForFrame(page, 0);
    await page.keyboard.press('ArrowRight');
    await waitForFrame(page, 1);
    await page.keyboard.press('Alt+Digit3');
    await page.getByRole('region', { name: 'Library' }).getByText('my dive.mp4').waitFor();
    await page.keyboard.press('Alt+Digit1');
  });

  it('keeps what was told readable in the notices', async () => {
    await page.getByRole('button', { name: 'Notices' }).click();
    expect(await page.getByRole('dialog', { name: 'Notices' }).locator('li').count()).toBeGreaterThanOrEqual(
      2,
    );
    await page.keyboard.press('Escape');
  });

  it('finds every action by its words and runs it', async () => {
    await page.keyboard.press('Control+KeyK');
    await page.getByRole('combobox', { name: 'Find an action' }).fill('last frame');
    await page.getByRole('option', { name: /Last frame/ }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => shownFrame(page)).toBeGreaterThan(100);
    await page.keyboard.press('Shift+Slash');
    await page.getByRole('dialog', { name: 'Keys' }).getByText('Look here').waitFor();
    await page.keyboard.press('Escape');
  });

  it.skipIf(!weights)(`is answered by the local engine without sending a byte${noWeights}`, async () => {
    await page.locator('.presets').getByRole('button', { name: 'Take-off', exact: true }).click();
    await page.keyboard.press('Enter');
    await page.locator('.turn').first().waitFor({ timeout: 45_000 });
    await waitForEnd(page);
    await page.getByText('network: 0 bytes sent').waitFor();
    expect(await page.locator('.turn__head').first().innerText()).toMatch(
      /^Turn 1 · [\d.]+ s · \d+ new \+ \d+ cached tokens · \d+ written$/,
    );
  });

  it.skipIf(!weights || noProc !== '')(
    `says so when its engine is killed while it answers, and answers the next question${noWeights}${noProc}`,
    async () => {
      await page.locator('.presets').getByRole('button', { name: 'Take-off', exact: true }).click();
      await page.keyboard.press('Enter');
      await page.locator('.turn--live').first().waitFor({ timeout: 45_000 });
      const [worker] = await childProcesses(workstation.processId, 'inference-worker');
      expect(worker).toBeDefined();
      process.kill(worker ?? 0, 'SIGKILL');
      expect(await waitForEnd(page)).toEqual(['failed']);
      expect(await page.locator('.ending').innerText()).toMatch(/engine/i);
      await page.getByRole('button', { name: 'Ask again' }).click();
      expect(['answered', 'failed']).toContain((await waitForEnd(page))[0]);
      await page.locator('.turn').first().waitFor();
    },
  );

  it('keeps the theme that a person chose, in the settings and for another window', async () => {
    await page.keyboard.press('Control+KeyK');
    await page.keyboard.type('dark and light');
    await page.keyboard.press('Enter');
    await page.locator('html[data-theme="light"]').waitFor();
    const other = await workstation.openPage();
    await other.evaluate(() => localStorage.clear());
    await other.reload();
    await other.locator('html[data-theme="light"]').waitFor();
    await other.close();
    await page.keyboard.press('Control+KeyK');
    await page.keyboard.type('dark and light');
    await page.keyboard.press('Enter');
    await page.locator('html[data-theme="dark"]').waitFor();
  });

  it.each(['dark', 'light'])('gives axe nothing serious to say in the %s theme', async (theme) => {
    await page.evaluate((name) => {
      document.documentElement.dataset.theme = name;
    }, theme);
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Alt+Digit2');
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Alt+Digit1');
  });

  it('writes no error to the console but those of files it was refused', () => {
    const unexpected = workstation.consoleErrors.filter(
      (text) => !/status of 4\d\d|status of 5\d\d/.test(text),
    );
    expect(unexpected).toEqual([]);
  });

  it('says that the connection is lost when the host ends, and stays usable', async () => {
    process.kill(workstation.processId, 'SIGKILL');
    await page.getByText('The connection to DeepSport was lost.').waitFor();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => shownFrame(page)).toBeGreaterThanOrEqual(0);
    expect(await page.locator('canvas.stage__picture').isVisible()).toBe(true);
  });
});
