import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserHint, browserPath } from './browser.ts';
import { importEvents, places, visit } from './places.ts';
import { faintTexts } from './serious-faults.ts';
import { shownFrame, startWorkstation, type Workstation, waitForFrame } from './workstation.ts';

const sizes = [
  { width: 1024, height: 640, scale: '125 %' },
  { width: 853, height: 533, scale: '150 %' },
  { width: 640, height: 400, scale: '200 %' },
] as const;

describe.skipIf(!browserPath)(`The feel of the window${browserHint}`, () => {
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

  const press = (key: string) => page.keyboard.press(key);
  const choose = async (setting: string, value: string) => {
    await press('Control+Comma');
    const group = page.getByRole('radiogroup', { name: setting, exact: true });
    await group.getByRole('radio', { name: value, exact: true }).click();
    await press('Escape');
    await group.waitFor({ state: 'detached' });
  };
  const look = () => page.evaluate(() => ({ ...document.documentElement.dataset }));

  describe('with keys of one’s own', () => {
    const keys = () => page.getByRole('dialog', { name: 'Keys' });
    const give = async (command: string, key: string) => {
      await press('Shift+Slash');
      await keys()
        .getByRole('button', { name: new RegExp(`^${command}:`) })
        .click();
      await press(key);
    };

    it('acts on them, takes them from whoever had them, and keeps them over a reload', async () => {
      await press('Home');
      await waitForFrame(page, 0);
      await give('Next frame', 'KeyM');
      await keys().getByText('M: Next frame. “Mute or unmute the sound” had it before.').waitFor();
      await keys()
        .getByRole('button', { name: /^Mute or unmute the sound: no key/ })
        .waitFor();
      await press('Escape');
      await press('KeyM');
      await waitForFrame(page, 1);
      await page.reload();
      await page.locator('canvas[data-frame]').waitFor();
      const before = await shownFrame(page);
      await press('KeyM');
      await waitForFrame(page, before + 1);
    });

    it('cannot give Escape or Tab away, and gives first keys back', async () => {
      await give('Next frame', 'Escape');
      await keys()
        .getByRole('button', { name: /^Next frame: M\. Change/ })
        .waitFor();
      const button = keys().getByRole('button', { name: /^Next frame:/ });
      await button.click();
      await press('Tab');
      await press('Escape');
      await button.click();
      await press('Backspace');
      await keys()
        .getByRole('button', { name: /^Next frame: → \. K L\. Change/ })
        .waitFor();
      await keys()
        .getByRole('button', { name: /^Mute or unmute the sound: M\. Change/ })
        .waitFor();
      await press('Escape');
      await keys().waitFor({ state: 'detached' });
    });
  });

  it('honours reduced motion: nothing moves', async () => {
    await choose('Motion', 'Reduced');
    await expect.poll(look).toMatchObject({ motion: 'less' });
    const moving = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('*')]
          .filter((element) => {
            const { transitionDuration, animationDuration, animationName } = getComputedStyle(element);
            const lasts = (durations: string) =>
              durations.split(',').some((duration) => Number.parseFloat(duration) > 0);
            return lasts(transitionDuration) || (animationName !== 'none' && lasts(animationDuration));
          })
          .map((element) => element.outerHTML.slice(0, 80)),
      );
    for (const place of places) await visit(page, place, async () => expect(await moving()).toEqual([]));
    await choose('Motion', 'As the system');
    await expect.poll(look).toMatchObject({ motion: 'full' });
    expect((await moving()).length).toBeGreaterThan(0);
  });

  it.each(['Dark', 'Light'])('has 7:1 for every text in high contrast, %s', async (theme) => {
    await choose('Theme', theme);
    expect(await faintTexts(page)).not.toEqual([]);
    await choose('Contrast', 'High');
    await expect.poll(look).toMatchObject({ contrast: 'more', theme: theme.toLowerCase() });
    const faint: string[] = [];
    for (const place of places)
      await visit(page, place, async () => {
        faint.push(...(await faintTexts(page)).map((text) => `${place.name}: ${text}`));
      });
    expect([...new Set(faint)]).toEqual([]);
    await choose('Contrast', 'As the system');
    await expect.poll(look).toMatchObject({ contrast: 'normal' });
    await choose('Theme', 'Dark');
  });

  it('shows its six first steps by keyboard, and Escape leaves them from anywhere', async () => {
    const tour = page.getByRole('region', { name: 'First steps' });
    const start = async () => {
      await press('Control+KeyK');
      await page.keyboard.type('take the tour');
      await press('Enter');
      await tour.getByText('1 of 6').waitFor();
    };
    await start();
    for (let step = 2; step <= 6; step += 1) {
      await press('Enter');
      await tour.getByText(`${step} of 6`).waitFor();
      const box = await tour.boundingBox();
      expect(box && box.x >= 0 && box.y >= 0 && box.x + box.width <= 1280 && box.y + box.height <= 800).toBe(
        true,
      );
    }
    await press('Enter');
    await tour.waitFor({ state: 'detached' });
    await start();
    await press('Escape');
    await tour.waitFor({ state: 'detached' });
    await start();
    await page.locator('canvas.stage__picture').click();
    await press('Escape');
    await tour.waitFor({ state: 'detached' });
  });

  it('is drawn with all the pixels of a dense screen', async () => {
    const dense = await workstation.openPage({ deviceScaleFactor: 2 });
    const [canvas, css] = await dense
      .locator('.timeline canvas')
      .first()
      .evaluate((element) => [(element as HTMLCanvasElement).width, element.clientWidth]);
    expect(canvas).toBe(2 * (css ?? 0));
    await dense.context().close();
  });

  describe.each(sizes)('at $scale of a small screen', ({ width, height }) => {
    beforeAll(async () => {
      await page.setViewportSize({ width, height });
    });
    afterAll(() => page.setViewportSize({ width: 1280, height: 800 }));

    it('cuts nothing off that cannot be scrolled to', async () => {
      for (const place of places.filter(({ name }) => !name.startsWith('review')))
        await visit(page, place, async () => expect(await outOfReach(page), place.name).toEqual([]));
    });

    it('gives way with its panels, and brings each back', async () => {
      const isNarrow = width < 900;
      const codes = page.locator('.code-window');
      const trace = page.locator('.trace');
      const show = async (name: RegExp) => {
        await page.locator('.title-bar').getByRole('button', { name }).click();
      };
      expect([await codes.count(), await trace.count()]).toEqual(isNarrow ? [0, 0] : [1, 1]);
      if (isNarrow) {
        await show(/Show the code window/);
        await codes.waitFor();
        expect(await outOfReach(page)).toEqual([]);
        await show(/Show the trace/);
        await trace.waitFor();
        expect(await codes.count()).toBe(0);
        expect(await outOfReach(page)).toEqual([]);
        await page.getByRole('textbox', { name: /Ask/ }).first().waitFor();
        await show(/Hide the trace/);
      }
      const picture = await page.locator('canvas.stage__picture').boundingBox();
      expect(Math.min(picture?.width ?? 0, picture?.height ?? 0)).toBeGreaterThan(100);
      for (const row of ['.row--ruler', '.row--film', '.event-label']) {
        const shown = page.locator(`.timeline ${row}`).first();
        const box = await shown.boundingBox();
        expect(box && box.y + 10 < height - 24, row).toBe(true);
      }
    });
  });
});

/** Controls that lie outside of the window, or of a box that hides what overflows, even after scrolling to them. */
const outOfReach = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const { innerWidth, innerHeight } = window;
    const found: string[] = [];
    const root = document.scrollingElement;
    if (root && (root.scrollWidth > innerWidth || root.scrollHeight > innerHeight))
      found.push(`the page scrolls: ${root.scrollWidth} × ${root.scrollHeight}`);
    const layer = [...document.querySelectorAll('[role="dialog"]')].at(-1) ?? document.body;
    const controls = layer.querySelectorAll<HTMLElement>('button, input, select, textarea, a[href]');
    for (const control of controls) {
      if (!control.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      if (control.closest('.visually-hidden') || control.matches('.visually-hidden')) continue;
      // What sticks at the top of a list may lie over it in one of these.
      const isSeen = (['nearest', 'end', 'start'] as const).some((block) => {
        control.scrollIntoView({ block, inline: 'nearest' });
        const { left, right, top, bottom } = control.getBoundingClientRect();
        const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        const isWithin = left >= -1 && top >= -1 && right <= innerWidth + 1 && bottom <= innerHeight + 1;
        return isWithin && at !== null && (control.contains(at) || at.contains(control));
      });
      if (!isSeen) found.push(control.getAttribute('aria-label') || control.innerText || control.className);
    }
    return found;
  });
