import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BurnIn, FrameRange, Size } from '#common/domain/index.ts';
import { writeAssScript } from './ass-script.ts';
import type { ExportClip } from './export-clip.ts';

/** Writes what is drawn on the frames of a range into a folder and gives the file; null for nothing. */
export async function writeScript(
  { burnIn, clip }: { readonly burnIn: BurnIn | null; readonly clip: ExportClip },
  range: FrameRange,
  size: Size,
  folder: string,
): Promise<string | null> {
  if (!burnIn) return null;
  const path = join(folder, 'script.ass');
  const timeSecondsOf = (frame: number) => (clip.timestampsSeconds[frame] ?? 0) * clip.timeScale;
  await writeFile(path, writeAssScript({ burnIn, size, range, timeSecondsOf }));
  return path;
}
