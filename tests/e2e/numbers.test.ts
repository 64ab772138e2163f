import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserHint, browserPath } from './browser.ts';
import { newestFile } from './newest-file.ts';
import { startWorkstation, type Workstation } from './workstation.ts';

/** Eight touches of 5 frames, three passes of a second of which two overlap, two halves; at 30 frames a second. */
const touches = [5, 25, 45, 65, 85, 105, 125, 145] as const;
const feet = ['left', 'right', 'left', 'left', 'right', 'right', '', 'left'] as const;
const csv = [
  'code,start frame,end frame,label: Foot,label: Period',
  'Half,0,76,,1st half',
  'Half,77,153,,2nd half',
  ...touches.map((start, at) => `Touch,${start},${start + 4},${feet[at]},`),
  ...[30, 90, 100].map((start) => `Pass,${start},${start + 29},,`),
].join('\n');

const sample = join(import.meta.dirname, '../../resources/samples/dive-a.mp4');

type Given = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };
const given = (name: string, content: string | Buffer): Given => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(content),
});

/** As if the file was let go over the window. */
async function drop(page: Page, { name, buffer }: Given): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content ?? ''], fileName ?? ''));
      return data;
    },
    [name, buffer.toString('utf8')],
  );
  await page.dispatchEvent('.panels', 'drop', { dataTransfer: transfer });
}

describe.skipIf(!browserPath)(`Numbers, and what is handed over${browserHint}`, () => {
  let workstation: Workstation;
  let page: Page;
  beforeAll(async () => {
    workstation = await startWorkstation();
    page = await workstation.openPage();
    await page.getByRole('button', { name: 'Got it' }).click();
  });
  afterAll(() => workstation?.[Symbol.asyncDispose]());

  const view = () => page.getByRole('region', { name: 'Numbers' });
  const cell = (name: string) => view().getByRole('button', { name, exact: true });
  const table = async (name: string): Promise<readonly string[]> =>
    (await view().getByRole('table', { name }).getByRole('row').allInnerTexts()).map((row) =>
      row.replaceAll(/\s+/g, ' ').trim(),
    );
  const counts = () => table('Counts and durations');
  const importDialog = () => page.getByRole('dialog', { name: 'Import events' });
  const choose = async (file: Given) => {
    if (!(await importDialog().isVisible())) await page.keyboard.press('Control+KeyI');
    await importDialog().locator('input[type="file"]').setInputFiles(file);
  };
  const takeIn = async () => {
    await importDialog().getByRole('button', { name: 'Import', exact: true }).click();
    await importDialog().waitFor({ state: 'detached' });
  };
  const handOver = async (format: string) => {
    await page.keyboard.press('Control+Shift+KeyE');
    const dialog = page.getByRole('dialog', { name: 'Hand over' });
    await dialog.getByRole('radio', { name: format, exact: true }).click();
    await dialog.getByRole('button', { name: 'Hand over' }).click();
    await dialog.waitFor({ state: 'detached' });
    return newestFile(page);
  };

  it('say what to do while there is no event', async () => {
    await page.keyboard.press('Alt+Digit2');
    await view().getByText('There are no events yet').waitFor();
  });

  it('are there once a dropped table was previewed and imported', async () => {
    await drop(page, given('touches.csv', csv));
    await importDialog().getByText('13 events').waitFor();
    expect(await importDialog().getByRole('list', { name: 'Codes' }).innerText()).toMatch(/Touch 8\s*new/);
    expect(await view().getByText('There are no events yet').count()).toBe(1);
    await takeIn();
    // Overlapping passes cover 70 of 154 frames.
    await expect
      .poll(counts)
      .toEqual(['Code All Share of time', 'Half 2 100 %', 'Touch 8 26 %', 'Pass 3 45 %']);
    await view().getByRole('radio', { name: 'Total time' }).click();
    expect(await counts()).toEqual([
      'Code All Share of time',
      'Half 5.1 s 100 %',
      'Touch 1.3 s 26 %',
      'Pass 3.0 s 45 %',
    ]);
    await view().getByRole('radio', { name: 'Mean time' }).click();
    expect((await counts()).slice(2)).toEqual(['Touch 0.2 s 26 %', 'Pass 1.0 s 45 %']);
    await view().getByRole('radio', { name: 'Count' }).click();
  });

  it('stand by equal parts, by the events of a code, and by label', async () => {
    const periods = view().getByRole('combobox', { name: 'Periods' });
    await periods.selectOption('2 equal parts');
    const body = ['Half 1 1 · 2 100 %', 'Touch 4 4 · 8 26 %', 'Pass 1 2 · 3 45 %'];
    expect(await counts()).toEqual(['Code 1 of 2 2 of 2 Outside All Share of time', ...body]);
    await periods.selectOption('Each Half');
    expect(await counts()).toEqual(['Code 1st half 2nd half Outside All Share of time', ...body]);
    expect(await table('By label')).toEqual([
      'Code left right None All',
      'Half · · 2 2',
      'Touch 4 3 1 8',
      'Pass · · 3 3',
    ]);
    await view().getByRole('combobox', { name: 'Label group' }).selectOption('Period');
    expect((await table('By label'))[1]).toBe('Half 1 1 · 2');
  });

  it('open their events in the list, which shows these alone until all are asked for', async () => {
    await cell('Touch, 2nd half: 4. Open').click();
    await view().getByText('Touch · 2nd half: 4 events').waitFor();
    await view().getByRole('button', { name: 'Show in Review' }).click();
    const list = page.getByRole('region', { name: 'Events', exact: true });
    await list.getByText('Touch · 2nd half, 4 events').waitFor();
    await expect.poll(() => list.locator('.event-line').count()).toBe(4);
    await page.locator('canvas[data-frame="85"]').waitFor();
    await list.getByRole('button', { name: 'Show all' }).click();
    await list.getByText(/^13 events/).waitFor();
  });

  it('become a reel, with seconds before and after', async () => {
    await page.keyboard.press('Alt+Digit2');
    await cell('Touch, 1st half: 4. Open').click();
    await view().getByRole('textbox', { name: 'Seconds before and after' }).fill('0,5');
    await view().getByRole('button', { name: 'Make a reel' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export' });
    await dialog.getByRole('radio', { name: 'Reel', checked: true }).waitFor();
    const ranges = dialog.getByRole('listitem');
    expect(await ranges.count()).toBe(4);
    expect(await ranges.nth(0).innerText()).toContain('0–24');
    expect(await ranges.nth(1).innerText()).toContain('10–44');
    await page.keyboard.press('Escape');
  });

  it('are a chart, a table of the same, and files', async () => {
    await view().locator('.recharts-bar-rectangle').first().waitFor();
    await view().getByRole('radio', { name: 'Table' }).click();
    const rows = await table('Over time');
    expect(rows[0]).toBe('From Half Touch Pass');
    const touched = await view()
      .getByRole('button', { name: /^Touch, .* s: 1\. Open$/ })
      .count();
    expect(touched).toBe(8);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      view().getByRole('button', { name: 'CSV' }).click(),
    ]);
    const lines = (await readFile(await file.path(), 'utf8')).split('\r\n').slice(0, -1);
    expect(lines[0]).toBe('\ufeffstart seconds,end seconds,Half,Touch,Pass');
    expect(lines.length).toBe(rows.length);
    await view().getByRole('radio', { name: 'Chart' }).click();
    for (const [format, start] of [
      ['SVG', '<svg'],
      ['PNG', '\ufffdPNG'],
    ] as const) {
      const [picture] = await Promise.all([
        page.waitForEvent('download'),
        view().getByRole('button', { name: format }).click(),
      ]);
      const text = await readFile(await picture.path(), 'utf8');
      expect(text.startsWith(start)).toBe(true);
      expect(text).not.toContain('var(--');
      if (format === 'SVG') expect(text.match(/>(Half|Touch|Pass)<\/text>/g)).toHaveLength(3);
    }
  });

  it('are the same after Sportscode XML and CSV were handed over and taken into a clip as long', async () => {
    const expected = await counts();
    const xml = await handOver('Sportscode XML');
    const again = await handOver('CSV');
    expect(xml.name).toMatch(/\.xml$/);
    // The same pictures with an empty box behind them: another file.
    const other = Buffer.concat([await readFile(sample), Buffer.from([0, 0, 0, 8, 0x66, 0x72, 0x65, 0x65])]);
    await page.locator('#open-clip').setInputFiles(given('second.mp4', other));
    await page.getByRole('heading', { level: 1, name: 'second.mp4' }).waitFor();
    await view().getByText('There are no events yet').waitFor();
    for (const { name, bytes } of [xml, again]) {
      await choose(given(name, bytes));
      await importDialog().getByText('13 events').waitFor();
      await takeIn();
      await expect.poll(counts).toEqual(expected);
      await page.keyboard.press('Control+KeyZ');
      await view().getByText('There are no events yet').waitFor();
    }
  });

  it('refuse hostile XML and a picture called a table in one sentence each, and forget what was cancelled', async () => {
    const entities = Array.from(
      { length: 9 },
      (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`,
    ).join('');
    const laughs = `<?xml version="1.0"?><!DOCTYPE file [<!ENTITY l0 "ha">${entities}]><file>&l9;</file>`;
    await choose(given('laughs.xml', laughs));
    expect(await importDialog().getByRole('alert').innerText()).toContain('laughs.xml');
    const picture = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    await choose(given('picture.csv', picture));
    await expect
      .poll(() => importDialog().getByRole('alert').innerText())
      .toMatch(/^picture\.csv [^.]*\.( [^.]*\.)?$/);
    await choose(given('touches.csv', csv));
    await importDialog().getByText('13 events').waitFor();
    await importDialog().getByRole('button', { name: 'Cancel' }).click();
    await importDialog().waitFor({ state: 'detached' });
    await view().getByText('There are no events yet').waitFor();
    await page.keyboard.press('Control+KeyI');
    await importDialog().getByText('Choose a file').waitFor();
    expect(await importDialog().getByRole('alert').count()).toBe(0);
    await page.keyboard.press('Escape');
    await importDialog().waitFor({ state: 'detached' });
  });

  it('stand in a report that opens in a browser with the frames of its events', async () => {
    await page.keyboard.press('Alt+Digit3');
    await page
      .getByRole('button', { name: /^dive-a\.mp4/ })
      .first()
      .click();
    await page.getByRole('heading', { level: 1, name: 'dive-a.mp4' }).waitFor();
    const { bytes } = await handOver('HTML');
    const folder = await mkdtemp(join(tmpdir(), 'deepsport-report-'));
    try {
      await writeFile(join(folder, 'report.html'), bytes);
      const report = await page.context().newPage();
      await report.goto(`file://${join(folder, 'report.html')}`);
      const pictures = await report
        .locator('img')
        .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth));
      expect(pictures.length).toBeGreaterThanOrEqual(13);
      expect(pictures.every((width) => width > 0)).toBe(true);
      await report.getByText('Touch').first().waitFor();
      await report.close();
    } finally {
      await rm(folder, { recursive: true });
    }
    expect(workstation.consoleErrors.filter((error) => !/status of 4\d\d/.test(error))).toEqual([]);
  });
});
