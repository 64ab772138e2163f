import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { throwIfCancelled } from '#common/domain/index.ts';

export type FoundFile = { readonly path: string; readonly sizeBytes: number };

export type FindFilesOptions = {
  readonly signal?: AbortSignal | undefined;
  /** Told now and then how many files were looked at. */
  readonly onLooked?: ((count: number) => void) | undefined;
  /** Folders below a place to look in; 5 when left out. */
  readonly depth?: number;
  /** Files and folders looked at altogether; 40 000 when left out. */
  readonly most?: number;
};

/**
 * The files in some folders and below them, what is nearest first, each once. Hidden folders and links are left
 * out, and so is what cannot be read. Fails with CANCELLED alone.
 */
export async function* findFiles(
  places: readonly string[],
  { signal, onLooked, depth = 5, most = 40_000 }: FindFilesOptions = {},
): AsyncGenerator<FoundFile, void, void> {
  const known = new Set<string>();
  let level = places.map((place) => resolve(place));
  let looked = 0;
  for (let below = 0; below <= depth && level.length > 0; below++) {
    const next: string[] = [];
    for (const folder of level) {
      if (known.has(folder)) continue;
      known.add(folder);
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
      for (const entry of entries) {
        throwIfCancelled(signal);
        if (++looked > most) return;
        if (looked % 200 === 0) onLooked?.(looked);
        const path = join(folder, entry.name);
        const isHidden = entry.name.startsWith('.') || entry.name === 'node_modules';
        if (entry.isDirectory() && !isHidden) next.push(path);
        if (!entry.isFile()) continue;
        const facts = await stat(path).catch(() => undefined);
        if (facts) yield { path, sizeBytes: facts.size };
      }
    }
    level = next;
  }
}
