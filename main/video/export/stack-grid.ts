import type { Size } from '#common/domain/index.ts';

/** Where a clip stands in the picture: in the middle of its cell, as large as fits. */
export type StackPlace = Size & { readonly left: number; readonly top: number };

export type StackGrid = {
  /** Both sides even, as codecs with halved colour take them. */
  readonly size: Size;
  readonly places: readonly StackPlace[];
};

/** What common decoders play. */
const largest: Size = { width: 3840, height: 2160 };

/**
 * Clips side by side, row by row, all cells alike: as many columns, and cells of such a shape, that they are seen
 * largest on a wide screen. No clip is shrunk unless there is no room.
 */
export function stackGrid(sizes: readonly Size[]): StackGrid {
  let best: { readonly grid: StackGrid; readonly worth: number } | null = null;
  const shapes = new Set(sizes.map(({ width, height }) => width / height));
  for (let columns = sizes.length; columns >= 1; columns--) {
    for (const shape of shapes) {
      const grid = gridOf(sizes, columns, shape);
      const worth = worthOf(grid);
      // Of two that show as much, the one with more beside each other.
      if (!best || worth > best.worth + 0.001) best = { grid, worth };
    }
  }
  if (!best) throw new Error('a stack has no clips');
  return best.grid;
}

/** `shape` is a cell's width for each of its height. */
function gridOf(sizes: readonly Size[], columns: number, shape: number): StackGrid {
  const rows = Math.ceil(sizes.length / columns);
  const width = Math.max(...sizes.map((size) => Math.max(size.width, size.height * shape)));
  const scale = Math.min(1, largest.width / (columns * width), (largest.height * shape) / (rows * width));
  const cell = { width: evenSide(width * scale), height: evenSide((width / shape) * scale) };
  const places = sizes.map((size, at): StackPlace => {
    const fitted = within(size, cell);
    return {
      ...fitted,
      left: (at % columns) * cell.width + Math.floor((cell.width - fitted.width) / 2),
      top: Math.floor(at / columns) * cell.height + Math.floor((cell.height - fitted.height) / 2),
    };
  });
  return { size: { width: columns * cell.width, height: rows * cell.height }, places };
}

/** How large the clips are seen when the whole picture fills a screen; small ones count as much as large ones. */
function worthOf({ size, places }: StackGrid): number {
  const scale = Math.min(largest.width / size.width, largest.height / size.height);
  return places.reduce((sum, { width, height }) => sum + Math.log(width * height * scale * scale), 0);
}

/** As large as the cell allows; pixel for pixel where the cell is only wider by what makes its sides even. */
function within(size: Size, cell: Size): Size {
  const isEven = cell.width - size.width <= 1 && cell.height - size.height <= 1;
  if (isEven && size.width <= cell.width && size.height <= cell.height)
    return { width: size.width, height: size.height };
  const scale = Math.min(cell.width / size.width, cell.height / size.height);
  const side = (own: number, most: number) => Math.max(1, Math.min(most, Math.round(own * scale)));
  return { width: side(size.width, cell.width), height: side(size.height, cell.height) };
}

/** Rounded first: a side may be off by what numbers are. */
const evenSide = (side: number): number => Math.max(2, 2 * Math.ceil(Math.round(side) / 2));
