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
 * Clips side by side, row by row, in the number of columns in which they are seen largest on a wide screen; every
 * cell of the size of the largest clip, or as much of it as there is room for.
 */
export function stackGrid(sizes: readonly Size[]): StackGrid {
  const columns = bestColumns(sizes);
  const rows = Math.ceil(sizes.length / columns);
  const room = { width: largest.width / columns, height: largest.height / rows };
  const native = {
    width: Math.max(...sizes.map(({ width }) => width)),
    height: Math.max(...sizes.map(({ height }) => height)),
  };
  const scale = Math.min(1, room.width / native.width, room.height / native.height);
  const cell = { width: evenSide(native.width * scale), height: evenSide(native.height * scale) };
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

function bestColumns(sizes: readonly Size[]): number {
  let best = { columns: 1, area: 0 };
  for (let columns = 1; columns <= sizes.length; columns++) {
    const rows = Math.ceil(sizes.length / columns);
    const cell = { width: largest.width / columns, height: largest.height / rows };
    const area = sizes.reduce((sum, size) => {
      const scale = Math.min(cell.width / size.width, cell.height / size.height);
      return sum + size.width * size.height * scale * scale;
    }, 0);
    // Of two that show as much, the one with more beside each other.
    if (area >= best.area * 0.999) best = { columns, area: Math.max(area, best.area) };
  }
  return best.columns;
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

const evenSide = (side: number): number => Math.max(2, 2 * Math.ceil(Math.floor(side) / 2));
