import type { ClipFile } from './clip-file.ts';

/** A movie header larger than this is not of this world: two hours of 50 frames per second take 6 MB. */
const maxHeaderBytes = 512 * 2 ** 20;

/** A box of MP4 or MOV inside the movie header: its four letters and where its content lies in `view`. */
export type Box = { readonly type: string; readonly start: number; readonly end: number };

/** The movie header (`moov`) of an MP4 or MOV, as a box without a parent; null where none is found. */
export async function readMovieHeader(file: ClipFile): Promise<{ view: DataView; box: Box } | null> {
  for (let at = 0; at + 8 <= file.sizeBytes; ) {
    const start = viewOf(await file.read(at, Math.min(at + 16, file.sizeBytes)));
    const { type, size, headerSize } = readBox(start, 0, file.sizeBytes - at);
    if (size < 8) return null;
    if (type === 'moov') {
      const end = Math.min(at + size, file.sizeBytes);
      if (end - at > maxHeaderBytes) return null;
      return { view: viewOf(await file.read(at, end)), box: { type, start: headerSize, end: end - at } };
    }
    at += size;
  }
  return null;
}

/** The boxes inside a box, as far as they make sense. */
export function* childBoxes(view: DataView, parent: Box): Generator<Box> {
  for (let at = parent.start; at + 8 <= parent.end; ) {
    const { type, size, headerSize } = readBox(view, at, parent.end - at);
    if (size < 8) return;
    yield { type, start: at + headerSize, end: Math.min(at + size, parent.end) };
    at += size;
  }
}

/** The first box under `parent` that is found by going down these types. */
export function findBox(view: DataView, parent: Box, ...types: readonly string[]): Box | null {
  const [type, ...deeper] = types;
  if (type === undefined) return parent;
  for (const box of childBoxes(view, parent)) if (box.type === type) return findBox(view, box, ...deeper);
  return null;
}

function readBox(view: DataView, at: number, remaining: number) {
  const type = String.fromCharCode(...[4, 5, 6, 7].map((i) => view.getUint8(at + i)));
  const size = view.getUint32(at);
  if (size === 0) return { type, size: remaining, headerSize: 8 };
  if (size !== 1) return { type, size, headerSize: 8 };
  const longSize = at + 16 <= view.byteLength ? Number(view.getBigUint64(at + 8)) : 0;
  return { type, size: longSize, headerSize: 16 };
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
