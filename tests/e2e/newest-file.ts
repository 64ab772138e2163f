import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

/** Waits until a file lies ready, downloads it from the jobs and takes it off the list. */
export async function newestFile(page: Page): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  await page.locator('.status-line__notice', { hasText: 'is ready' }).waitFor({ timeout: 50_000 });
  await page.keyboard.press('Shift+KeyJ');
  const jobs = page.getByRole('dialog', { name: 'Jobs' });
  const item = jobs
    .getByRole('listitem')
    .filter({ has: page.getByRole('link') })
    .first();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    item.getByRole('link', { name: /^Download/ }).click(),
  ]);
  const bytes = await readFile(await file.path());
  await item.getByRole('button', { name: /^Take .* off the list/ }).click();
  await page.keyboard.press('Escape');
  await jobs.waitFor({ state: 'detached' });
  await page.locator('.status-line__dismiss').click();
  return { name: file.suggestedFilename(), bytes };
}
