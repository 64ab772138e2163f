import { type PointerEvent, useRef } from 'react';

/** Pointer travel under this is a click. */
const clickPixels = 4;

export type DragOptions = {
  readonly frameAt: (event: PointerEvent) => number;
  readonly onSeek: (frame: number) => void;
  readonly onSelect: (start: number, end: number) => void;
  /** Moves the nearer end of the range to a frame; false when there is none. */
  readonly onExtend: (frame: number) => boolean;
  /** A click on the row of shots; false where no shot is known. */
  readonly onShot: (frame: number) => boolean;
};

/** On the ruler a drag scrubs; below it a drag selects a range and a click seeks. */
export function useDrag({ frameAt, onSeek, onSelect, onExtend, onShot }: DragOptions) {
  const drag = useRef<{ x: number; frame: number; row: string; moved: boolean } | null>(null);
  const scrubs = ({ row }: { row: string }) => row === 'ruler';
  return {
    down: (event: PointerEvent<HTMLElement>) => {
      const target = event.target as Element;
      if (event.button !== 0 || target.closest('button')) return;
      if (event.shiftKey && onExtend(frameAt(event))) return;
      const row = target.closest<HTMLElement>('[data-row]')?.dataset.row ?? '';
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { x: event.clientX, frame: frameAt(event), row, moved: false };
      if (scrubs(drag.current)) onSeek(frameAt(event));
    },
    move: (event: PointerEvent) => {
      const from = drag.current;
      if (!from) return;
      if (Math.abs(event.clientX - from.x) >= clickPixels) from.moved = true;
      if (scrubs(from)) onSeek(frameAt(event));
      else if (from.moved) onSelect(from.frame, frameAt(event));
    },
    up: (event: PointerEvent) => {
      const from = drag.current;
      drag.current = null;
      if (!from || from.moved || scrubs(from)) return;
      const frame = frameAt(event);
      if (from.row === 'shots' && onShot(frame)) return;
      onSeek(frame);
    },
  };
}
