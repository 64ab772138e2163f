import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { footage, footageNote, hasFootage } from '../video/support/footage.ts';
import { browserHint, browserPath } from './browser.ts';
import { seriousFaultsInBothThemes } from './serious-faults.ts';
import { goToFrame, startWorkstation, type Workstation, waitForFrame } from './workstation.ts';

const name = 'soccer_juggle_24fps.mp4';
/** What a press of Touch tags: 0.4 s before the frame shown, 0.6 s after it, at 24 frames per second. */
const touch = (frame: number) => `Touch ${frame - 10}–${frame + 14}`;

/** What the last press did. */
const said = (page: Page): Promise<string> => page.getByTestId('tagged').innerText();
const button = (page: Page, text: string) =>
  page.getByRole('region', { name: 'Code window' }).getByRole('button', { name: new RegExp(`^${text}\\b`) });

/** Presses a key and gives the frame that was on the screen just then. */
async function pressAndNote(page: Page, key: string): Promise<number> {
  await page.evaluate((code) => {
    const note = (event: KeyboardEvent) => {
      if (event.code !== code) return;
      const canvas = document.querySelector<HTMLCanvasElement>('canvas.stage__picture');
      document.body.dataset.pressedAt = canvas?.dataset.frame ?? '';
      window.removeEventListener('keydown', note, true);
    };
    window.addEventListener('keydown', note, true);
  }, key);
  await page.keyboard.press(key);
  return Number(await page.locator('body').getAttribute('data-pressed-at'));
}

describe.skipIf(!browserPath || !hasFootage)(`The code window${browserHint}${footageNote}`, () => {
  let workstation: Workstation;
  let page: Page;
  beforeAll(async () => {
    workstation = await startWorkstation();
    page = await workstation.openPage();
    await page.locator('#open-clip').setInputFiles(footage(name));
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await waitForFrame(page, 0);
  });
  afterAll(() => workstation?.[Symbol.asyncDispose]());

  it('offers a layout for each sport, and copies the one chosen into the project as one edit', async () => {
    await page.getByText('Choose a sport').waitFor();
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    await page.getByRole('button', { name: 'Soccer', exact: true }).click();
    await page.getByRole('button', { name: 'Layout: Soccer' }).waitFor();
    await page.keyboard.press('Control+KeyZ');
    await page.getByText('Choose a sport').waitFor();
    await page.keyboard.press('Control+Shift+KeyZ');
    await page.getByRole('button', { name: 'Layout: Soccer' }).waitFor();
  });

  it('tags around the frame shown at the press, at any speed and in reverse', async () => {
    for (const [ups, key] of [
      [0, 'Space'],
      [1, 'Space'],
      [3, 'Space'],
      [4, 'KeyJ'],
      [5, 'Space'],
      [6, 'Space'],
    ] as const) {
      await goToFrame(page, key === 'KeyJ' ? 180 : 60);
      if (key === 'Space') {
        for (let press = 0; press < 6; press += 1) await page.keyboard.press('ArrowDown');
        for (let press = 0; press < ups; press += 1) await page.keyboard.press('ArrowUp');
      }
      await page.keyboard.press(key);
      await page.waitForTimeout(450);
      const frame = await pressAndNote(page, 'Digit1');
      await page.keyboard.press('KeyK');
      await expect.poll(() => said(page)).toBe(touch(frame));
    }
    await expect.poll(() => button(page, 'Touch').innerText()).toContain('6');
  });

  it('begins and ends toggles, of an exclusive group one at a time, and gives labels to what is in hand', async () => {
    await goToFrame(page, 20);
    await page.keyboard.press('KeyA');
    await expect.poll(() => button(page, 'Home ball').getAttribute('aria-pressed')).toBe('true');
    await goToFrame(page, 68);
    await expect.poll(() => button(page, 'Home ball').innerText()).toContain('2.0 s');
    await page.keyboard.press('KeyS');
    await expect.poll(() => said(page)).toBe('Away ball since 68, Home ball 20–67');
    await page.keyboard.press('Digit2');
    await page.keyboard.press('KeyW');
    await expect.poll(() => button(page, 'Left foot').getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('KeyC');
    await expect.poll(() => button(page, 'Left foot').getAttribute('aria-pressed')).toBe('false');
    await expect.poll(() => button(page, 'Right foot').getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('Shift+KeyX');
    await expect.poll(() => said(page)).toBe('Away ball 68');
  });

  it('is pressed by mouse, and leaves keys to text fields and to the clip', async () => {
    await button(page, 'Shot').click();
    await expect.poll(() => button(page, 'Shot').textContent()).toContain('1 event,');
    await page.keyboard.press('Shift+KeyA');
    const field = page.getByRole('textbox', { name: 'Add a code' });
    await expect.poll(() => field.evaluate((each) => each === document.activeElement)).toBe(true);
    await page.keyboard.type('44 Header');
    expect(await button(page, 'Shot').textContent()).toContain('1 event,');
    await page.keyboard.press('Enter');
    await button(page, '44 Header').waitFor();
    const before = Number(await page.locator('canvas.stage__picture').getAttribute('data-frame'));
    await page.keyboard.press('ArrowRight');
    await waitForFrame(page, before + 1);
    // Hidden, it presses nothing.
    await page.keyboard.press('Shift+KeyC');
    await page.keyboard.press('Digit4');
    await page.keyboard.press('Shift+KeyC');
    expect(await button(page, 'Shot').textContent()).toContain('1 event,');
  });

  it('keeps what is under way through a reload, and lets it wait for its clip', async () => {
    await goToFrame(page, 30);
    await page.keyboard.press('KeyA');
    await page.reload();
    await page.locator('canvas[data-frame]').waitFor();
    if ((await page.getByRole('heading', { level: 1 }).innerText()) !== name) {
      await page.keyboard.press('Alt+Digit3');
      await page.getByRole('button', { name }).first().click();
      await page.keyboard.press('Alt+Digit1');
    }
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await expect.poll(() => button(page, 'Home ball').getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('Alt+Digit3');
    await page
      .getByRole('button', { name: /dive-a/ })
      .first()
      .click();
    await page.getByText('Home ball waits on').waitFor();
    await page.keyboard.press('Alt+Digit1');
    expect(await button(page, 'Home ball').getAttribute('aria-pressed')).toBe('false');
  });

  it('is worked by keyboard alone: a button by Enter, another layout by its first letter, which tags nothing', async () => {
    const shot = button(page, 'Shot');
    for (let tab = 0; tab < 60; tab += 1) {
      if (await shot.evaluate((each) => each === document.activeElement)) break;
      await page.keyboard.press('Tab');
    }
    const count = async () =>
      Number(/, (\d+) events?/.exec((await shot.getAttribute('aria-label')) ?? '')?.[1]);
    const before = await count();
    await page.keyboard.press('Enter');
    await expect.poll(count).toBe(before + 1);
    const heard = await said(page);
    await page.getByRole('button', { name: 'Layout: Soccer' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('KeyB');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Layout: Basketball' }).waitFor();
    expect(await said(page)).toBe(heard);
    await page.keyboard.press('Control+KeyZ');
    await page.getByRole('button', { name: 'Layout: Soccer' }).waitFor();
  });

  it('is changed in a dialog: keys by pressing them, order, colours, each change undone', async () => {
    await page.keyboard.press('Shift+KeyB');
    const dialog = page.getByRole('dialog', { name: 'Change the code window' });
    await dialog.waitFor();
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    const item = (text: string) => dialog.getByRole('listbox').getByRole('option', { name: text });
    const order = () => dialog.getByRole('listbox').getByRole('option').allInnerTexts();
    await item('Touch').click();
    await dialog.getByRole('button', { name: 'Key: 1. Press to change it' }).click();
    await page.keyboard.press('Space');
    await dialog.getByText('stays with the clip').waitFor();
    await page.keyboard.press('Digit2');
    await dialog.getByText('2 was the key of Pass, which has none now.').waitFor();
    await item('Touch').click();
    const before = (await order()).findIndex((text) => text.startsWith('Touch'));
    await page.keyboard.press('Alt+ArrowUp');
    await expect
      .poll(async () => (await order()).findIndex((text) => text.startsWith('Touch')))
      .toBe(before - 1);
    await dialog.getByRole('textbox', { name: 'Lead, s' }).fill('1,5');
    await dialog.getByRole('textbox', { name: 'Code', exact: true }).fill('First touch');
    await item('First touch').waitFor();
    await dialog.getByRole('button', { name: 'Undo' }).click();
    await item('Touch').waitFor();
    await dialog.getByRole('button', { name: 'Add a label' }).click();
    await dialog.getByRole('combobox', { name: 'Group' }).fill('Height');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('group', { name: 'Height' }).waitFor();
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    expect(workstation.consoleErrors).toEqual([]);
  });

  it('is shared as a file that is read again; a file of events is told from it', async () => {
    await page.keyboard.press('Shift+KeyB');
    const dialog = page.getByRole('dialog', { name: 'Change the code window' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Touches');
    await dialog.getByRole('button', { name: 'Export …' }).click();
    await page.getByText('Touches is written as a file').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+KeyJ');
    const downloading = page.waitForEvent('download');
    await page.getByText('Download', { exact: true }).first().click();
    const path = await (await downloading).path();
    await page.keyboard.press('Escape');
    const second = await workstation.openPage();
    const layouts = second.getByRole('button', { name: 'Layout: Touches' });
    await layouts.waitFor();
    await second.keyboard.press('Shift+KeyB');
    const elsewhere = second.getByRole('dialog', { name: 'Change the code window' });
    await elsewhere.getByRole('button', { name: 'Remove', exact: true }).click();
    const chooser = elsewhere.locator('input[type="file"]');
    await chooser.setInputFiles({
      name: 'touches.json',
      mimeType: 'application/json',
      buffer: await readFile(path),
    });
    await second.getByText('The layout of touches.json is in the project.').waitFor();
    await elsewhere.getByRole('listbox').getByRole('option', { name: 'Touch' }).waitFor();
    await chooser.setInputFiles({
      name: 'events.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('start,end,label\n1,2,Touch\n'),
    });
    await elsewhere.getByText('events.csv holds events, not a layout').waitFor();
    await second.close();
  });
});
