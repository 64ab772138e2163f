export type PlaneLayout = { readonly offset: number; readonly stride: number };

/** A decoded picture as the decoder holds it. */
export type RawPicture = {
  /** As WebCodecs names it: `I420`, `NV12`, `I422P10` … */
  readonly format: string;
  readonly data: Uint8Array;
  readonly layout: readonly PlaneLayout[];
  readonly width: number;
  readonly height: number;
};

/** Planes in the order and packing of `FrameFingerprint.planesSha256`. */
export type PicturePlanes = { readonly format: string; readonly bytes: Uint8Array<ArrayBuffer> };

const planar = /^(I420|I422|I444|NV12)(A?)(P1[02])?$/;

/** Whether `packPlanes` knows the format. */
export const packsPlanes = (format: string | null): boolean => planar.exec(format ?? '')?.[2] === '';

/** Y, then U, then V, each row by row without padding; null where the picture is not planar YUV. */
export function packPlanes({ format, data, layout, width, height }: RawPicture): PicturePlanes | null {
  const [, name, transparent, depth] = planar.exec(format) ?? [];
  const [luma, second, third] = layout;
  if (!name || transparent || !luma || !second) return null;
  const sampleBytes = depth ? 2 : 1;
  const chromaWidth = name === 'I444' ? width : (width + 1) >> 1;
  const chromaHeight = name === 'I444' || name === 'I422' ? height : (height + 1) >> 1;
  const chromaBytes = chromaWidth * chromaHeight * sampleBytes;
  const lumaBytes = width * height * sampleBytes;
  const bytes = new Uint8Array(lumaBytes + 2 * chromaBytes);

  const copyRows = (to: number, { offset, stride }: PlaneLayout, rowBytes: number, rows: number) => {
    for (let row = 0; row < rows; row += 1) {
      const from = offset + row * stride;
      bytes.set(data.subarray(from, from + rowBytes), to + row * rowBytes);
    }
  };

  copyRows(0, luma, width * sampleBytes, height);
  if (name === 'NV12') {
    let to = lumaBytes;
    for (let row = 0; row < chromaHeight; row += 1) {
      const from = second.offset + row * second.stride;
      for (let x = 0; x < chromaWidth; x += 1, to += 1) {
        bytes[to] = data[from + 2 * x] ?? 0;
        bytes[to + chromaBytes] = data[from + 2 * x + 1] ?? 0;
      }
    }
    return { format: 'I420', bytes };
  }
  if (!third) return null;
  copyRows(lumaBytes, second, chromaWidth * sampleBytes, chromaHeight);
  copyRows(lumaBytes + chromaBytes, third, chromaWidth * sampleBytes, chromaHeight);
  return { format: `${name}${depth ?? ''}`, bytes };
}
