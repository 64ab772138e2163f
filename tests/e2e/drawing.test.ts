import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserHint, browserPath } from './browser.ts';
import { seriousFaultsInBothThemes } from './serious-faults.ts';
import { goToFrame, startWorkstation, type Workstation } from './workstation.ts';

type Share = readonly [x: number, y: number];

describe.skipIf(!browserPath)(`Drawing on the picture${browserHint}`, () => {
  let workstation: Workstation;
  let page: Page;
  beforeAll(async () => {
    workstation = await startWorkstation();
    page = await workstation.openPage();
    await page.getByRole('button', { name: 'Got it' }).click();
    await goToFrame(page, 30);
    await page.keyboard.press('KeyD');
    await page.getByRole('toolbar', { name: 'Drawing' }).waitFor();
  });
  afterAll(() => workstation?.[Symbol.asyncDispose]());

  const drawings = () => page.locator('.drawing');
  const named = (name: RegExp) => page.getByRole('button', { name });
  const at = async ([x, y]: Share): Promise<readonly [number, number]> => {
    const box = await page.locator('.drawing-layer').boundingBox();
    if (!box) throw new Error('There is nothing to draw on.');
    return [box.x + box.width * x, box.y + box.height * y];
  };
  const drag = async (from: Share, to: Share) => {
    await page.mouse.move(...(await at(from)));
    await page.mouse.down();
    await page.mouse.move(...(await at([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2])));
    await page.mouse.move(...(await at(to)));
    await page.mouse.up();
  };
  const click = async (point: Share) => page.mouse.click(...(await at(point)));

  it('keeps each shape on the frame shown, with its measure', async () => {
    await page.keyboard.press('Shift+Digit2');
    await drag([0.1, 0.1], [0.3, 0.2]);
    await page.keyboard.press('Shift+Digit3');
    await drag([0.4, 0.1], [0.6, 0.2]);
    await page.keyboard.press('Shift+Digit4');
    await drag([0.7, 0.1], [0.9, 0.3]);
    await page.keyboard.press('Shift+Digit5');
    await drag([0.1, 0.4], [0.3, 0.6]);
    await page.keyboard.press('Shift+Digit6');
    await click([0.4, 0.4]);
    await page.keyboard.type('Knee <b>');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Shift+Digit7');
    for (const point of [
      [0.2, 0.9],
      [0.2, 0.7],
      [0.4, 0.7],
    ] as const)
      await click(point);
    await page.keyboard.press('Shift+Digit8');
    await drag([0.5, 0.8], [0.75, 0.8]);
    await page.keyboard.press('Shift+Digit9');
    await drag([0.05, 0.05], [0.95, 0.95]);
    await expect.poll(() => drawings().count()).toBe(8);
    await named(/^Text Knee <b>, frames 30$/).waitFor();
    await named(/^Angle 90\.0°, frames 30$/).waitFor();
    // A quarter of the sample's 480 pixels.
    await named(/^Distance 120 px, frames 30$/).waitFor();
  });

  it('reads distances in the unit of a known length', async () => {
    await page.getByRole('button', { name: 'Known length' }).click();
    await drag([0.25, 0.5], [0.75, 0.5]);
    await page.getByRole('textbox', { name: 'Length' }).fill('zero');
    await page.keyboard.press('Enter');
    await page.getByText('Type a length above zero').waitFor();
    await page.getByRole('textbox', { name: 'Length' }).fill('3,5');
    await page.keyboard.press('Enter');
    await named(/^Distance 1\.75 m, frames 30$/).waitFor();
  });

  it('moves, changes and removes them by keyboard alone, each step undone', async () => {
    await page.keyboard.press('Shift+Digit1');
    const line = named(/^Line, frames/);
    const place = () => line.locator('path').last().getAttribute('d');
    const before = await place();
    await line.focus();
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(place).not.toBe(before);
    await page.keyboard.press('Control+KeyZ');
    await expect.poll(place).toBe(before);
    await line.focus();
    await page.keyboard.press('Delete');
    await expect.poll(() => line.count()).toBe(0);
    await page.keyboard.press('Control+KeyZ');
    await line.waitFor();
  });

  it('are seen on the frames of their range and on no other', async () => {
    const ellipse = named(/^Ellipse, frames/);
    await ellipse.focus();
    await page.getByRole('textbox', { name: 'Last frame' }).fill('32');
    await page.keyboard.press('Enter');
    await named(/^Ellipse, frames 30–32$/).waitFor();
    await page.keyboard.press('Escape');
    await goToFrame(page, 32);
    await expect.poll(() => drawings().count()).toBe(1);
    await goToFrame(page, 33);
    await expect.poll(() => drawings().count()).toBe(0);
    await goToFrame(page, 30);
    await expect.poll(() => drawings().count()).toBe(8);
  });

  it('are there again on a new page, and leave the keys to the clip when drawing ends', async () => {
    const other = await workstation.openPage();
    await goToFrame(other, 30);
    await expect.poll(() => other.locator('.drawing').count()).toBe(8);
    expect(await other.getByRole('toolbar', { name: 'Drawing' }).count()).toBe(0);
    await other.context().close();
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('Escape');
    await page.getByRole('toolbar', { name: 'Drawing' }).waitFor({ state: 'detached' });
    await page.keyboard.press('ArrowRight');
    await page.locator('canvas[data-frame="31"]').waitFor();
  });

  it('follows what was clicked until it is lost, and goes where the point is to be set again', async () => {
    await goToFrame(page, 0);
    await page.keyboard.press('Alt+KeyP');
    await page.locator('.drawing-layer[data-tool="track"]').waitFor();
    // The diver’s head.
    await click([0.51, 0.335]);
    const words = await page
      .getByText(/^Lost at frame \d+/)
      .first()
      .textContent({ timeout: 30_000 });
    const lost = Number(/\d+/.exec(words ?? '')?.[0]);
    // It turns over after the take-off.
    expect(lost).toBeGreaterThan(30);
    expect(lost).toBeLessThan(60);
    await named(new RegExp(`^Path, frames 0–${lost - 1}, ${lost} points`)).waitFor();
    await page.locator(`canvas[data-frame="${lost}"]`).waitFor();
  });

  const table = async (): Promise<readonly (readonly string[])[]> => {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save points and speeds as CSV' }).click();
    const text = await readFile(await (await download).path(), 'utf8');
    return text.split('\r\n').map((line) => line.split(','));
  };
  const rest = () => page.getByRole('button', { name: 'Follow from this frame' }).waitFor();

  it('keeps a corrected point as the person’s, follows it anew, and takes that back', async () => {
    await goToFrame(page, 20);
    await rest();
    const before = await table();
    expect(before[21]?.slice(0, 2)).toEqual(['20', '0.666667']);
    expect(before[21]?.[4]).toBe('search');
    const grip = await page.locator('.track__grip').boundingBox();
    if (!grip) throw new Error('The path has no point here.');
    const [x, y] = [grip.x + grip.width / 2, grip.y + grip.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 3, y);
    await page.mouse.move(x + 6, y + 4);
    await page.mouse.up();
    await rest();
    await expect.poll(async () => (await table())[21]?.[4]).toBe('person');
    const after = await table();
    expect(Number(after[21]?.[2])).toBeGreaterThan(Number(before[21]?.[2]) + 4);
    // The point that it began with is not touched.
    expect(after[1]?.slice(0, 5)).toEqual(before[1]?.slice(0, 5));
    await page.keyboard.press('Control+KeyZ');
    await expect.poll(async () => (await table())[21]?.[4]).toBe('search');
  });

  it('sets points by hand, one for each click and frame', async () => {
    await page.getByRole('button', { name: 'Begin another path' }).click();
    await page.getByRole('radio', { name: 'By hand' }).click();
    await goToFrame(page, 20);
    for (const frame of [20, 21, 22]) {
      await page.locator(`canvas[data-frame="${frame}"]`).waitFor();
      await click([0.3 + frame / 100, 0.7]);
    }
    await named(/^Path, frames 20–22, 3 points/).waitFor({ state: 'attached' });
    await page.getByRole('radio', { name: 'Follow' }).click();
  });

  it('takes points from the keyboard alone', async () => {
    await page.getByRole('button', { name: 'Begin another path' }).click();
    await page.getByRole('radio', { name: 'By hand' }).click();
    await goToFrame(page, 25);
    await page.getByRole('button', { name: 'Set the point here, to be moved by arrows' }).press('Enter');
    await page.locator('.track[data-selected]:focus').waitFor();
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('ArrowUp');
    // From the middle of the sample’s 480 × 480 pixels.
    await expect.poll(async () => (await table())[1]?.slice(2, 5)).toEqual(['250.00', '239.00', 'person']);
    await page.getByRole('radio', { name: 'Follow' }).click();
  });

  it('shows the real time since the first frame of a chronometer’s range', async () => {
    await goToFrame(page, 30);
    await page.keyboard.press('Alt+KeyC');
    await click([0.05, 0.05]);
    await named(/^Chronometer 0:00\.00, frames 30–153$/).waitFor();
    await goToFrame(page, 47);
    await named(/^Chronometer 0:00\.57, frames 30–153$/).waitFor();
  });

  it('finds paths and chronometers again when the page is opened anew', async () => {
    await page.reload();
    await page.locator('canvas[data-frame]').waitFor();
    await goToFrame(page, 40);
    await page.locator('.track').first().waitFor();
    await expect
      .poll(() => page.locator('.drawing[data-shape="chronometer"] text').textContent())
      .toBe('0:00.33');
  });

  it('has no serious fault for those who cannot see or point', async () => {
    await goToFrame(page, 30);
    await page.keyboard.press('Alt+KeyP');
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
    expect(workstation.consoleErrors).toEqual([]);
  });
});
