import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const known = new Map<string, Promise<string>>();

/**
 * SHA-256, hex, over the bytes of the files one after another. Reads all of them the first time, which takes
 * seconds for large models; afterwards only while size and time of change stay the same.
 */
export async function hashWeights(folder: string, files: readonly string[]): Promise<string> {
  const { key } = await stampWeights(folder, files);
  const found = known.get(key);
  if (found) return found;
  const hashing = hashFiles(folder, files);
  known.set(key, hashing);
  hashing.catch(() => known.delete(key));
  return hashing;
}

/** The same where it is known or quickly computed, else null. */
export async function hashWeightsIfQuick(folder: string, files: readonly string[]): Promise<string | null> {
  const { key, bytes } = await stampWeights(folder, files);
  return known.has(key) || bytes <= quickBytes ? hashWeights(folder, files) : null;
}

/** Read and hashed in well under a second. */
const quickBytes = 256 * 2 ** 20;

async function stampWeights(folder: string, files: readonly string[]) {
  let bytes = 0;
  const stamps = await Promise.all(
    files.map(async (file) => {
      const { size, mtimeMs } = await stat(join(folder, file));
      bytes += size;
      return `${file} ${size} ${mtimeMs}`;
    }),
  );
  return { key: [folder, ...stamps].join('\n'), bytes };
}

async function hashFiles(folder: string, files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) await pipeline(createReadStream(join(folder, file)), hash, { end: false });
  return hash.digest('hex');
}
