import { crc32, deflateSync } from 'node:zlib';

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const channels = 3;

/** A PNG, 8-bit RGB, of packed RGB pixels. Rows are filtered by Sub or Up, whichever leaves less to say. */
export function encodePng(pixels: Uint8Array, width: number, height: number): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 2, 0, 0, 0], 8);
  const data = deflateSync(filterRows(pixels, width, height), { level: 6 });
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

function filterRows(pixels: Uint8Array, width: number, height: number): Uint8Array {
  const stride = width * channels;
  const rows = new Uint8Array((stride + 1) * height);
  const sub = new Uint8Array(stride);
  const up = new Uint8Array(stride);
  for (let y = 0; y < height; y++) {
    const from = y * stride;
    let subCost = 0;
    let upCost = 0;
    for (let i = 0; i < stride; i++) {
      const value = pixels[from + i] ?? 0;
      const left = i >= channels ? (pixels[from + i - channels] ?? 0) : 0;
      const above = y > 0 ? (pixels[from + i - stride] ?? 0) : 0;
      sub[i] = value - left;
      up[i] = value - above;
      subCost += Math.abs(((value - left) << 24) >> 24);
      upCost += Math.abs(((value - above) << 24) >> 24);
    }
    const to = y * (stride + 1);
    rows[to] = upCost < subCost ? 2 : 1;
    rows.set(upCost < subCost ? up : sub, to + 1);
  }
  return rows;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  whole.set(body, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}
