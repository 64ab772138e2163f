import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserWindow } from 'electron';
import { throwIfCancelled } from '#common/domain/index.ts';
import { type PdfPrinter, withAbort } from '#main/platform/index.ts';

/** Prints by a window that nobody sees, in a session of its own, without scripts. */
export const createWindowPrinter = (electron: {
  readonly BrowserWindow: typeof BrowserWindow;
}): PdfPrinter => ({
  check: async () => {},
  async print(html, { signal }) {
    const folder = await mkdtemp(join(tmpdir(), 'deepsport-print-'));
    const window = new electron.BrowserWindow({
      show: false,
      webPreferences: {
        javascript: false,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        partition: 'deepsport-print',
      },
    });
    try {
      const page = join(folder, 'report.html');
      await writeFile(page, html);
      throwIfCancelled(signal);
      await withAbort(window.loadFile(page), signal);
      const options = { printBackground: true, preferCSSPageSize: true };
      return await withAbort(window.webContents.printToPDF(options), signal);
    } finally {
      window.destroy();
      await rm(folder, { recursive: true, force: true });
    }
  },
});
