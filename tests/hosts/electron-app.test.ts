import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { root } from './real-services.ts';

/** Why the real application cannot be started here; undefined where it can. */
function obstacle(): string | undefined {
  const folder = join(root, 'node_modules', 'electron');
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile) || !existsSync(join(folder, 'dist', readFileSync(pathFile, 'utf8')))) {
    return 'Electron’s program is not installed';
  }
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return 'there is no display';
  }
  if (!existsSync(join(root, 'out', 'main', 'electron.js'))) return 'not built, run `npm run build`';
  return undefined;
}

const reason = obstacle();

describe(`The desktop application${reason ? ` (skipped: ${reason})` : ''}`, () => {
  it.skipIf(reason !== undefined)('opens its window, isolated from Node, and lists the samples', async () => {
    const data = mkdtempSync(join(tmpdir(), 'deepsport-app-'));
    const application = await _electron.launch({
      args: [root],
      env: { ...process.env, DEEPSPORT_DATA: data } as Record<string, string>,
    });
    try {
      const page = await application.firstWindow();
      await page.getByText('dive-a.mp4').first().waitFor();
      expect(page.url()).toMatch(/^deepsport:\/\/app\//);
      expect(await page.evaluate(() => 'require' in globalThis || 'process' in globalThis)).toBe(false);
      const ranged = await page.evaluate(async () => {
        const response = await fetch('/media/clips/none/file', { headers: { range: 'bytes=0-1' } });
        return response.status;
      });
      expect(ranged).toBe(404);
    } finally {
      await application.close();
      rmSync(data, { recursive: true, force: true });
    }
  });
});
