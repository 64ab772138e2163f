import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createBrowserPrinter } from '#main/platform/index.ts';

const { platform } = process;
const page = (pages: number) =>
  `<!doctype html><title>Test</title>${'<div style="break-after: page">A page</div>'.repeat(pages)}`;
const printer = createBrowserPrinter({ env: process.env, platform });
const hasBrowser = await printer.check().then(
  () => true,
  () => false,
);
const note = hasBrowser ? '' : ' (skipped: no Chrome, Chromium or Edge is installed)';
const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith('deepsport-print-'));

const folder = mkdtempSync(join(tmpdir(), 'deepsport-browsers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program by a browser's name that does what the script says. */
function standIn(name: string, script: string) {
  const path = join(folder, name);
  rmSync(path, { recursive: true, force: true });
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { PATH: folder };
}

describe('Printing with a browser', () => {
  it.skipIf(!hasBrowser)(
    `gives a PDF with the pages of the page, and leaves nothing behind${note}`,
    async () => {
      const before = leftovers();
      const pdf = Buffer.from(await printer.print(page(3), {}));
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(3);
      expect(leftovers().filter((name) => !before.includes(name))).toEqual([]);
    },
  );

  it('says to print from a browser where none is installed', async () => {
    const none = createBrowserPrinter({ env: { PATH: '' }, platform: 'linux' });
    await expect(none.check()).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('Save the report as HTML'),
    });
  });

  it.skipIf(platform === 'win32')('ends the browser when it is cancelled (skipped on Windows)', async () => {
    const started = join(folder, 'started');
    const env = {
      ...standIn('chromium', `touch ${started}; exec sleep 60`),
      PATH: `${folder}:/bin:/usr/bin`,
    };
    const stop = new AbortController();
    const printing = createBrowserPrinter({ env, platform }).print(page(1), { signal: stop.signal });
    printing.catch(() => {});
    await expect.poll(() => existsSync(started), { timeout: 30_000 }).toBe(true);
    stop.abort();
    await expect(printing).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it.skipIf(platform === 'win32')(
    'gives up one that hangs or fails, in a sentence (skipped on Windows)',
    async () => {
      for (const script of ['exec sleep 60', 'exit 3', 'exit 0']) {
        const env = { ...standIn('chromium', script), PATH: `${folder}:/bin:/usr/bin` };
        const failing = createBrowserPrinter({ env, platform, timeoutMilliseconds: 300 });
        await expect(failing.print(page(1), {})).rejects.toThrow('The browser could not print the report.');
      }
    },
  );
});
