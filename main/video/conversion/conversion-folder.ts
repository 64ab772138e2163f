import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ConvertedClip } from './conversions.ts';
import type { FrameMap } from './frame-map.ts';

/** What is kept of a conversion beside its frames. */
type Record = Omit<ConvertedClip, 'path'> & {
  readonly version: 1;
  readonly fileName: string;
  readonly sizeBytes: number;
};

/** Everything is written under such a name first: `partial-<process>-<random>`. */
const partialPrefix = 'partial-';
const recordFile = 'conversion.json';
const mapFile = 'frame-map.json';

/**
 * Conversions on disk: a folder for each, named by the source's content and track, with the converted file, what it
 * is, and its frame map. It gets its name in one step once all three are whole.
 */
export class ConversionFolder {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Removes what killed processes left behind. */
  async removeLeftOvers(): Promise<void> {
    for (const name of await readdir(this.#folder).catch(() => [])) {
      const owner = Number(name.startsWith(partialPrefix) ? name.split('-')[1] : Number.NaN);
      if (Number.isInteger(owner) && !isAlive(owner)) await this.remove(join(this.#folder, name));
    }
  }

  /** The conversion kept under this name, marked as used; undefined for none that is whole. */
  async find(name: string): Promise<ConvertedClip | undefined> {
    const folder = join(this.#folder, name);
    try {
      const record = JSON.parse(await readFile(join(folder, recordFile), 'utf8')) as Record;
      const path = join(folder, basename(record.fileName));
      if (record.version !== 1 || (await stat(path)).size !== record.sizeBytes) return undefined;
      const now = new Date();
      await utimes(join(folder, recordFile), now, now).catch(() => {});
      const { version, fileName, sizeBytes, ...clip } = record;
      return { ...clip, path };
    } catch {
      return undefined;
    }
  }

  /** A folder to work in, gone with the process that made it. */
  async newPartial(): Promise<string> {
    await mkdir(this.#folder, { recursive: true });
    return mkdtemp(join(this.#folder, `${partialPrefix}${process.pid}-`));
  }

  /** Turns a finished folder into the conversion of this name, unless another process was faster. */
  async publish(
    name: string,
    partial: string,
    clip: Omit<ConvertedClip, 'path'>,
    fileName: string,
    map: FrameMap,
  ): Promise<ConvertedClip> {
    const { size } = await stat(join(partial, fileName));
    const record: Record = { version: 1, fileName, sizeBytes: size, ...clip };
    await writeFile(join(partial, mapFile), JSON.stringify(map));
    await writeFile(join(partial, recordFile), JSON.stringify(record));
    const existing = await this.find(name);
    if (existing) return existing;
    const folder = join(this.#folder, name);
    await this.remove(folder);
    await rename(partial, folder);
    return { ...clip, path: join(folder, fileName) };
  }

  /** Removes the conversions unused for longest until all together take at most `maxBytes`; `kept` stays. */
  async makeRoom(maxBytes: number, kept: string): Promise<void> {
    const names = (await readdir(this.#folder)).filter((name) => !name.startsWith(partialPrefix));
    const entries = await Promise.all(names.map((name) => this.#measure(name)));
    let total = entries.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const { name, bytes } of entries.sort((a, b) => a.usedAt - b.usedAt)) {
      if (total <= maxBytes) return;
      if (name === kept) continue;
      await this.remove(join(this.#folder, name));
      total -= bytes;
    }
  }

  async #measure(name: string) {
    const folder = join(this.#folder, name);
    const files = await readdir(folder).catch(() => []);
    const stats = await Promise.all(files.map((file) => stat(join(folder, file)).catch(() => null)));
    const record = await stat(join(folder, recordFile)).catch(() => null);
    return {
      name,
      bytes: stats.reduce((sum, file) => sum + (file?.size ?? 0), 0),
      usedAt: record?.mtimeMs ?? 0,
    };
  }

  async remove(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
