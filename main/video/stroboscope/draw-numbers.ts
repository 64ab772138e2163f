import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Drawing, Size } from '#common/domain/index.ts';
import { writeAssScript } from '../export/ass-script.ts';
import { checkFont } from '../export/font-check.ts';
import { openOverlayChain } from '../export/picture-chain.ts';
import type { Figure } from './find-figure.ts';
import type { Box } from './mask-shape.ts';

/** Height of the letters, as a share of the picture's height; and a figure's width, of theirs. */
const letterShare = 1 / 26;
const digitWidth = 0.5;

let isFontThere: Promise<void> | null = null;

/** Each figure's frame number above it, or below where there is no room. Gives the picture drawn upon. */
export async function drawNumbers(
  pixels: Uint8Array,
  size: Size,
  figures: readonly Figure[],
  sceneSize: Size,
): Promise<Uint8Array> {
  const drawings = numberPlaces(figures, sceneSize);
  isFontThere ??= checkFont();
  await isFontThere.catch((error) => {
    isFontThere = null;
    throw error;
  });
  const folder = await mkdtemp(join(tmpdir(), 'deepsport-stroboscope-'));
  try {
    const scriptPath = join(folder, 'script.ass');
    const burnIn = { frameNumbers: false, times: false, events: [], drawings };
    const range = { start: 0, end: 0 };
    await writeFile(scriptPath, writeAssScript({ burnIn, size, range, timeSecondsOf: () => 0 }));
    using chain = await openOverlayChain(size, scriptPath);
    return await chain.draw(pixels);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The numbers as texts, none upon another. */
export function numberPlaces(figures: readonly Figure[], { width, height }: Size): readonly Drawing[] {
  const letters = Math.max(9, height * letterShare);
  const taken: Box[] = [];
  return figures.flatMap(({ box, centre, frame }): readonly Drawing[] => {
    if (!box) return [];
    const text = String(frame);
    const wide = text.length * letters * digitWidth;
    const left = Math.max(2, Math.min(width - wide - 2, centre - wide / 2));
    const above = box.top - letters * 1.15;
    const top = above >= 1 ? above : Math.min(height - letters - 1, box.bottom + letters * 0.15);
    const direction = above >= 1 ? -1 : 1;
    const place = freePlace(
      { left, top, right: left + wide, bottom: top + letters },
      taken,
      direction,
      height,
    );
    taken.push(place);
    return [
      {
        kind: 'text',
        range: { start: 0, end: 0 },
        points: [[place.left / width, place.top / height]],
        colour: '#ffffff',
        size: letters / height,
        text,
      },
    ];
  });
}

/** The place, moved away from the figure until it lies on no other; as it is where there is no room. */
function freePlace(wished: Box, taken: readonly Box[], direction: 1 | -1, height: number): Box {
  const letters = wished.bottom - wished.top;
  for (let step = 0; step < 8; step++) {
    const by = direction * step * letters * 0.5;
    const place = { ...wished, top: wished.top + by, bottom: wished.bottom + by };
    if (place.top < 0 || place.bottom > height) break;
    const isFree = taken.every(
      (other) =>
        other.right <= place.left ||
        other.left >= place.right ||
        other.bottom <= place.top ||
        other.top >= place.bottom,
    );
    if (isFree) return place;
  }
  return wished;
}
