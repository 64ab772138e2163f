import type { Size } from '#common/domain/index.ts';

type Box = Size & { readonly left: number; readonly top: number };

/** Between the card, what it is about, and the edges of the window; in CSS pixels. */
const gap = 12;

/** Beside what it is about where there is room: above, right, left, below; else in the middle of it. */
export function placeCard(
  target: Box | null,
  card: Size,
  window: Size,
): { readonly left: number; readonly top: number } {
  const middle = { left: (window.width - card.width) / 2, top: (window.height - card.height) / 2 };
  if (!target) return middle;
  const right = target.left + target.width;
  const bottom = target.top + target.height;
  const across = inside(target.left + (target.width - card.width) / 2, card.width, window.width);
  const along = inside(target.top, card.height, window.height);
  if (target.top - card.height - gap >= gap) return { left: across, top: target.top - card.height - gap };
  if (right + card.width + 2 * gap <= window.width) return { left: right + gap, top: along };
  if (target.left - card.width - gap >= gap) return { left: target.left - card.width - gap, top: along };
  if (bottom + card.height + 2 * gap <= window.height) return { left: across, top: bottom + gap };
  return middle;
}

const inside = (start: number, length: number, room: number): number =>
  Math.max(gap, Math.min(room - length - gap, start));
