import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { statePath } from './analysis-state.ts';

/** Marks an analysis as used, so that it goes last when room is made. */
export async function markUsed(folder: string): Promise<void> {
  const now = new Date();
  await utimes(statePath(folder), now, now).catch(() => {});
}

/**
 * Removes the analyses unused for longest until all together take at most `maxBytes`; those in `kept` stay, for
 * they are at work or in sight.
 */
export async function makeRoom(shelf: string, maxBytes: number, kept: ReadonlySet<string>): Promise<void> {
  const names = await readdir(shelf).catch(() => []);
  const entries = await Promise.all(names.map((name) => measure(join(shelf, name))));
  let total = entries.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { folder, bytes } of entries.sort((a, b) => a.usedAt - b.usedAt)) {
    if (total <= maxBytes) return;
    if (kept.has(folder)) continue;
    await rm(folder, { recursive: true, force: true });
    total -= bytes;
  }
}

async function measure(folder: string) {
  const names = await readdir(folder).catch(() => []);
  const files = await Promise.all(names.map((name) => stat(join(folder, name)).catch(() => null)));
  const state = await stat(statePath(folder)).catch(() => null);
  return {
    folder,
    bytes: files.reduce((sum, file) => sum + (file?.size ?? 0), 0),
    usedAt: state?.mtimeMs ?? 0,
  };
}
