import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAssScript } from './ass-script.ts';
import { noFontFound } from './export-errors.ts';
import { openPictureChain } from './picture-chain.ts';

const size = { width: 320, height: 240 };
const black = 16;

/** Fails with a sentence where letters cannot be drawn: libass leaves them out in silence. */
export async function checkFont(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'deepsport-export-'));
  try {
    const scriptPath = join(folder, 'font.ass');
    const burnIn = { frameNumbers: true, times: false, events: [], drawings: [] };
    const range = { start: 0, end: 0 };
    await writeFile(scriptPath, writeAssScript({ burnIn, size, range, timeSecondsOf: () => 0 }));
    using chain = await openPictureChain({ size, outputSize: size, scriptPath });
    const picture = await chain.convert(new Uint8Array(size.width * size.height * 3), 0);
    const luminance = picture.toBuffer().subarray(0, size.width * size.height);
    if (!luminance.some((value) => value > 2 * black)) throw noFontFound();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
