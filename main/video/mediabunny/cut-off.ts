import type { ClipFile } from './clip-file.ts';

/**
 * Whether the file ends before its outermost boxes (MP4, MOV) or its segment (Matroska, WebM) say that it does.
 * Other containers state no length, and a segment that was still being written states none either.
 */
export async function isCutOff(file: ClipFile, formatName: string): Promise<boolean> {
  if (formatName === 'MP4' || formatName === 'QuickTime File Format') return hasBoxBeyondEnd(file);
  if (formatName === 'Matroska' || formatName === 'WebM') return hasSegmentBeyondEnd(file);
  return false;
}

async function hasBoxBeyondEnd(file: ClipFile): Promise<boolean> {
  let at = 0;
  while (at + 8 <= file.sizeBytes) {
    const head = viewOf(await file.read(at, Math.min(at + 16, file.sizeBytes)));
    const short = head.getUint32(0);
    const size = short === 1 && head.byteLength === 16 ? Number(head.getBigUint64(8)) : short;
    // 0 is a last box that goes on to the end of the file.
    if (size < 8) return false;
    at += size;
  }
  return at > file.sizeBytes;
}

const segmentId = 0x18_53_80_67;

/** The EBML header comes first, then the segment: each an id, a length and what it holds. */
async function hasSegmentBeyondEnd(file: ClipFile): Promise<boolean> {
  const head = viewOf(await file.read(0, Math.min(4096, file.sizeBytes)));
  const header = readLength(head, 4);
  if (!header || header.length === null) return false;
  const segment = header.end + header.length;
  if (segment + 12 > head.byteLength || head.getUint32(segment) !== segmentId) return false;
  const content = readLength(head, segment + 4);
  return !!content && content.length !== null && content.end + content.length > file.sizeBytes;
}

/** A length of 1 to 8 bytes: leading zeros of the first count them, and all ones mean that it is not known. */
function readLength(view: DataView, at: number): { length: number | null; end: number } | null {
  if (at >= view.byteLength) return null;
  const first = view.getUint8(at);
  const bytes = Math.clz32(first) - 23;
  if (bytes > 8 || at + bytes > view.byteLength) return null;
  const mask = (1 << (8 - bytes)) - 1;
  let length = first & mask;
  let isUnknown = length === mask;
  for (let i = 1; i < bytes; i++) {
    const byte = view.getUint8(at + i);
    isUnknown &&= byte === 0xff;
    length = length * 256 + byte;
  }
  return { length: isUnknown ? null : length, end: at + bytes };
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
