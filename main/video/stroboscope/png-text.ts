import { crc32 } from 'node:zlib';

/** Where the header chunk of a PNG file ends: signature, length, type, thirteen bytes, checksum. */
const afterHeader = 8 + 4 + 4 + 13 + 4;

/** A PNG file with words on what it shows, as international text (PNG specification, iTXt), before its pixels. */
export function withPngText(png: Uint8Array, words: Readonly<Record<string, string>>): Uint8Array {
  const chunks = Object.entries(words).map(([keyword, text]) => textChunk(keyword, text));
  return Buffer.concat([png.subarray(0, afterHeader), ...chunks, png.subarray(afterHeader)]);
}

function textChunk(keyword: string, text: string): Buffer {
  // Keyword, not compressed, no language, no translated keyword.
  const data = Buffer.concat([
    Buffer.from(keyword, 'latin1'),
    Buffer.from([0, 0, 0, 0, 0]),
    Buffer.from(text.toWellFormed(), 'utf8'),
  ]);
  const body = Buffer.concat([Buffer.from('iTXt', 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
