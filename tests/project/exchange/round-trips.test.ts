import { describe, expect, it } from 'vitest';
import type { ImportFormat } from '#common/domain/index.ts';
import { placeFoundEvents, readImport, writeEvents } from '#main/project/exchange/index.ts';
import { createRandom } from '../../random.ts';
import { inPieces, plainEvents, plainPlaced, someClip, someDocument } from './support.ts';

async function roundTrips(format: ImportFormat, seed: number, asciiOnly: boolean): Promise<void> {
  const random = createRandom(seed);
  for (let round = 0; round < 150; round += 1) {
    const clip = someClip(
      random,
      random.pick([10, 23.976, 25, 29.97, 50, 59.94, 240]),
      random.pick([0, 0.8]),
    );
    const document = someDocument(random, clip, format !== 'sportscode');
    if (document.events.length === 0) continue;
    const text = [...writeEvents(format, document, { asciiOnly })].join('');
    const bytes = new TextEncoder().encode(text);
    if (asciiOnly) expect(bytes.every((byte) => byte < 128)).toBe(true);
    const read = await readImport('events', inPieces(bytes, random));
    if (read.kind !== 'events') throw new Error('a code window');
    expect(read.found.format).toBe(format);
    const placed = placeFoundEvents(read.found.events, { clip, codes: [], events: [] });
    expect(plainPlaced(placed)).toEqual(plainEvents(document));
    expect(placed.filter(({ note }) => note !== '')).toEqual([]);
  }
}

describe('Events written and read again are the same: codes, frames, labels and notes', () => {
  it('as Sportscode XML', () => roundTrips('sportscode', 11, false));
  it('as Sportscode XML in ASCII', () => roundTrips('sportscode', 12, true));
  it('as CSV', () => roundTrips('csv', 13, false));
  it('as tab-separated text', () => roundTrips('tsv', 14, false));
  it('as JSON lines', () => roundTrips('jsonl', 15, false));

  it('with the colours of their codes, as Sportscode XML', async () => {
    const random = createRandom(16);
    const clip = someClip(random, 25, 0);
    const document = someDocument(random, clip, false);
    const text = [...writeEvents('sportscode', document, { asciiOnly: false })].join('');
    const read = await readImport('x.xml', inPieces(new TextEncoder().encode(text)));
    const used = document.codes.filter(({ id }) => document.events.some(({ codeId }) => codeId === id));
    expect(read.kind === 'events' && read.found.codes).toEqual(
      used.map(({ name, colour }) => ({ name, colour })),
    );
  });
});
