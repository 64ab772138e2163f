import type { LumaPicture, Place } from '#main/video/tracking/luma-picture.ts';
import { createRandom } from '../../random.ts';

export type Disc = {
  readonly seed: number;
  readonly radius: number;
  readonly at: (frame: number) => Place;
  /** How large it is, 1 for its radius. */
  readonly scale?: (frame: number) => number;
};

export type DiscClip = {
  readonly width: number;
  readonly height: number;
  /** Drawn in this order, the last in front. */
  readonly discs: readonly Disc[];
  /** Standard deviation of the noise of each pixel. */
  readonly noise?: number;
  readonly background?: 'plain' | 'clutter';
  /** A grey wall in front of everything, in columns. */
  readonly wall?: (frame: number) => readonly [from: number, to: number];
};

/** A smooth pattern without direction, from waves of any length: brightness at a place. */
function texture(seed: number, finest: number, strength: number) {
  const random = createRandom(seed);
  const waves = Array.from({ length: 14 }, () => {
    const length = finest * (1 + 4 * random.next());
    const angle = random.next() * Math.PI;
    return {
      x: (Math.cos(angle) * 2 * Math.PI) / length,
      y: (Math.sin(angle) * 2 * Math.PI) / length,
      phase: random.next() * 6.3,
    };
  });
  return (x: number, y: number) => {
    let sum = 0;
    for (const wave of waves) sum += Math.sin(wave.x * x + wave.y * y + wave.phase);
    return 128 + (strength * sum) / Math.sqrt(waves.length);
  };
}

/** Pictures of textured discs that move as told, edges as soft as a camera's. */
export function discClip({ width, height, discs, noise = 0, background = 'plain', wall }: DiscClip) {
  const behindAt = background === 'clutter' ? texture(99, 9, 50) : () => 90;
  const behind = Float32Array.from({ length: width * height }, (_, i) =>
    behindAt(i % width, Math.floor(i / width)),
  );
  const surfaces = discs.map(({ seed }) => texture(seed, 7, 55));
  const random = createRandom(1000);
  const grain = Float32Array.from({ length: noise > 0 ? 50_021 : 0 }, () => noise * gauss(random.next));
  return (frame: number): LumaPicture => {
    const values = behind.slice();
    for (const [i, { at, radius, scale }] of discs.entries()) {
      const centre = at(frame);
      const size = scale?.(frame) ?? 1;
      const reach = Math.ceil(radius * size + 2);
      const [left, top] = [Math.floor(centre.x) - reach, Math.floor(centre.y) - reach];
      for (let y = Math.max(0, top); y < Math.min(height, top + 2 * reach + 2); y++) {
        for (let x = Math.max(0, left); x < Math.min(width, left + 2 * reach + 2); x++) {
          const [dx, dy] = [x + 0.5 - centre.x, y + 0.5 - centre.y];
          const cover = Math.max(0, Math.min(1, radius * size - Math.hypot(dx, dy) + 0.5));
          if (cover === 0) continue;
          const below = values[y * width + x] ?? 0;
          values[y * width + x] = below + ((surfaces[i]?.(dx / size, dy / size) ?? 0) - below) * cover;
        }
      }
    }
    const [from, to] = wall?.(frame) ?? [0, 0];
    for (let y = 0; y < height; y++)
      values.fill(128 + 20 * Math.sin(y / 5), y * width + from, y * width + to);
    const first = frame * 7919;
    // It rounds and stays within 0 to 255 by itself.
    const data = new Uint8ClampedArray(width * height);
    for (let i = 0; i < data.length; i++) {
      const speck = grain.length > 0 ? (grain[(first + i) % grain.length] as number) : 0;
      data[i] = (values[i] as number) + speck;
    }
    return { width, height, data: new Uint8Array(data.buffer) };
  };
}

/** Near enough to a normal distribution for the noise of a sensor. */
const gauss = (next: () => number): number => (next() + next() + next() + next() - 2) * Math.sqrt(3);
