import type { Frame, Size } from '#common/domain/index.ts';
import type { SceneSource } from '#main/video/stroboscope/open-scene.ts';
import type { VideoService } from '#main/video/video-service.ts';

/** A clip made up of a textured wall and a red disc that moves over it. */
export type MovingDisc = {
  readonly size: Size;
  readonly frameCount: number;
  readonly radius: number;
  /** Where the disc is on the wall; null where there is none. */
  readonly discAt: (frame: number) => readonly [x: number, y: number] | null;
  /** Where the camera's top left corner is on the wall. */
  readonly cameraAt?: (frame: number) => readonly [x: number, y: number];
  /** How much larger the wall is seen. */
  readonly zoomAt?: (frame: number) => number;
  /** The most by which a colour of a pixel is off. */
  readonly noise?: number;
  /** Added to every colour. */
  readonly lightAt?: (frame: number) => number;
  /** In place of the wall, which then is another one for each frame. */
  readonly restless?: boolean;
};

export const discColour = [220, 30, 40] as const;

/** Deterministic, without repeats that a shift could be taken for. */
const hash = (x: number, y: number, seed: number): number => {
  let value =
    Math.imul(x + 4096, 374_761_393) ^ Math.imul(y + 4096, 668_265_263) ^ Math.imul(seed, 1_442_695_041);
  value = Math.imul(value ^ (value >>> 13), 1_274_126_177);
  return ((value ^ (value >>> 16)) >>> 0) / 2 ** 32;
};

/** The wall: patches of several pixels in greys and blues, blended into each other. */
export function wallAt(x: number, y: number, seed = 0): readonly [number, number, number] {
  const cell = 9;
  const [left, top] = [Math.floor(x / cell), Math.floor(y / cell)];
  const [partX, partY] = [x / cell - left, y / cell - top];
  const at = (dx: number, dy: number) => hash(left + dx, top + dy, seed);
  const above = at(0, 0) * (1 - partX) + at(1, 0) * partX;
  const below = at(0, 1) * (1 - partX) + at(1, 1) * partX;
  const value = above * (1 - partY) + below * partY;
  return [40 + 110 * value, 60 + 110 * value, 90 + 120 * value];
}

/** The wall at whole places, of which most pictures are made: computed once. */
const table = { left: -64, top: -64, width: 1400, height: 420 };
let tableValues: Float32Array | null = null;

function wallTable(): Float32Array {
  if (tableValues) return tableValues;
  tableValues = new Float32Array(table.width * table.height * 3);
  for (let y = 0, at = 0; y < table.height; y++) {
    for (let x = 0; x < table.width; x++, at += 3) {
      tableValues.set(wallAt(x + table.left, y + table.top), at);
    }
  }
  return tableValues;
}

/** The picture of a frame as packed RGB. */
export function drawFrame(disc: MovingDisc, frame: number): Uint8Array {
  const { size, radius, noise = 0, lightAt, restless = false } = disc;
  const { width, height } = size;
  const [cameraX, cameraY] = disc.cameraAt?.(frame) ?? [0, 0];
  const zoom = disc.zoomAt?.(frame) ?? 1;
  const [discX, discY] = disc.discAt(frame) ?? [Number.NEGATIVE_INFINITY, 0];
  const light = lightAt?.(frame) ?? 0;
  const isTabled = zoom === 1 && !restless && Number.isInteger(cameraX) && Number.isInteger(cameraY);
  const walls = wallTable();
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const wallX = cameraX + (x - width / 2) / zoom + width / 2;
      const wallY = cameraY + (y - height / 2) / zoom + height / 2;
      const inDisc = (wallX - discX) ** 2 + (wallY - discY) ** 2 <= radius ** 2;
      const inTable = ((wallY - table.top) * table.width + wallX - table.left) * 3;
      const drawn = inDisc ? discColour : isTabled ? null : wallAt(wallX, wallY, restless ? frame + 1 : 0);
      for (let channel = 0; channel < 3; channel++, at++) {
        const value = drawn ? (drawn[channel] ?? 0) : (walls[inTable + channel] ?? 0);
        const off = noise === 0 ? 0 : (hash(at, frame, 7) * 2 - 1) * noise;
        pixels[at] = Math.max(0, Math.min(255, Math.round(value + off + light)));
      }
    }
  }
  return pixels;
}

/** The clip as the stroboscope reads it. Frames come at their own size, or as the nearest pixels of it. */
export function sceneSource(
  disc: MovingDisc,
  range = { start: 0, end: disc.frameCount - 1 },
): SceneSource & { readonly reads: number[] } {
  const reads: number[] = [];
  const drawn = new Map<number, Uint8Array>();
  const frames: VideoService['frames'] = async (_source, indices, size, options) =>
    indices.map((index): Frame => {
      if (options?.signal?.aborted) throw new DOMException('cancelled', 'AbortError');
      reads.push(index);
      const own = drawn.get(index) ?? drawFrame(disc, index);
      drawn.set(index, own);
      return { index, timeSeconds: index / 25, ...size, sha256: '', pixels: scaled(own, disc.size, size) };
    });
  const video = { frames } as VideoService;
  return { video, reading: { path: 'disc' }, clipSize: disc.size, range, reads };
}

function scaled(pixels: Uint8Array, from: Size, to: Size): Uint8Array {
  if (from.width === to.width && from.height === to.height) return pixels;
  const out = new Uint8Array(to.width * to.height * 3);
  for (let y = 0, at = 0; y < to.height; y++) {
    const row = Math.floor(((y + 0.5) * from.height) / to.height) * from.width;
    for (let x = 0; x < to.width; x++, at += 3) {
      const start = (row + Math.floor(((x + 0.5) * from.width) / to.width)) * 3;
      out.set(pixels.subarray(start, start + 3), at);
    }
  }
  return out;
}
