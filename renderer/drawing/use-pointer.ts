import { type PointerEvent, type RefObject, useEffect, useState } from 'react';
import {
  constrained,
  type DrawingShape,
  movedBy,
  type PicturePoint,
  pixelLength,
  simplified,
} from '#common/domain/index.ts';
import { useApp, useDrawing } from '../app/state/context.tsx';
import type { DrawingTool } from '../app/state/drawing-store.ts';
import type { PicturePlace } from '../ui/picture-place.ts';
import { changeDrawing, keepDrawing } from './drawing-edits.ts';
import { setPathPoint } from './track-edits.ts';

/** What is being drawn or moved, not yet kept. */
export type Draft = {
  readonly shape: DrawingShape;
  readonly points: readonly PicturePoint[];
  /** The drawing whose place the draft takes while it is moved. */
  readonly id: string | null;
};

/** What is held while a drawing is moved: all of it, or one of its points. */
type Held = { readonly id: string; readonly point: number | null; readonly from: PicturePoint };

/** A drag shorter than this, in pixels of the picture, is a slip. */
const leastPixels = 3;

const shapeOf = (tool: DrawingTool): DrawingShape | null =>
  tool === 'select' || tool === 'track' ? null : tool === 'calibrate' ? 'distance' : tool;

/** Turns what the pointer does on the picture into drawings. */
export function usePointer(place: PicturePlace, svg: RefObject<SVGSVGElement | null>) {
  const app = useApp();
  const { stores } = app;
  const tool = useDrawing((state) => state.tool);
  const on = useDrawing((state) => state.on);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [held, setHeld] = useState<Held | null>(null);
  // Another tool in hand, or none: what was begun with the first one is gone.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a change of the tool counts
  useEffect(() => {
    setDraft(null);
    setHeld(null);
  }, [tool, on]);

  const { clip, frame } = place;
  const at = (event: PointerEvent): PicturePoint => {
    const box = svg.current?.getBoundingClientRect();
    if (!box || box.width === 0) return [0, 0];
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };

  const finish = (shape: DrawingShape, points: readonly PicturePoint[]) => {
    setDraft(null);
    const [first, last] = [points[0], points.at(-1)];
    if (!first || !last) return;
    if (tool === 'calibrate')
      stores.drawing.getState().ask({ kind: 'length', clipId: clip.id, points: [first, last] });
    else keepDrawing(app, { clipId: clip.id, frame, shape, points, lastFrame: clip.frameCount - 1 });
  };

  const down = (event: PointerEvent<SVGSVGElement>) => {
    if (!on || event.button !== 0) return;
    const point = at(event);
    if (tool === 'track') {
      event.preventDefault();
      void setPathPoint(app, { clip, frame, at: point });
      return;
    }
    const shape = shapeOf(tool);
    if (!shape) {
      stores.drawing.getState().select(null);
      return;
    }
    stores.drawing.getState().ask(null);
    if (shape === 'text') {
      stores.drawing.getState().ask({ kind: 'text', clipId: clip.id, frame, at: point });
      event.preventDefault();
    } else if (shape === 'chronometer') finish(shape, [point]);
    else if (shape === 'angle') {
      const points = [...(draft?.points.slice(0, -1) ?? []), point];
      if (points.length === 3) finish(shape, points);
      else setDraft({ shape, points: [...points, point], id: null });
    } else {
      svg.current?.setPointerCapture(event.pointerId);
      setDraft({ shape, points: [point, point], id: null });
    }
  };

  const move = (event: PointerEvent<SVGSVGElement>) => {
    if (held) return moveHeld(held, at(event), event.shiftKey);
    if (!draft || draft.id !== null) return;
    const to = at(event);
    if (draft.shape === 'path') {
      const last = draft.points.at(-1) ?? to;
      if (pixelLength(last, to, clip) >= 1.5) setDraft({ ...draft, points: [...draft.points, to] });
      return;
    }
    const from = draft.points.at(-2) ?? to;
    const next = event.shiftKey ? constrained(draft.shape, from, to, clip) : to;
    setDraft({ ...draft, points: [...draft.points.slice(0, -1), next] });
  };

  const moveHeld = ({ id, point, from }: Held, to: PicturePoint, square: boolean) => {
    const item = stores.record.getState().items.drawing.get(id);
    if (!item) return;
    const other = item.points[point === 0 ? 1 : (point ?? 1) - 1];
    const next = square && point !== null && other ? constrained(item.shape, other, to, clip) : to;
    const points =
      point === null
        ? movedBy(item.points, [(to[0] - from[0]) * clip.width, (to[1] - from[1]) * clip.height], clip)
        : item.points.with(point, next);
    setDraft({ shape: item.shape, points, id });
  };

  const up = (event: PointerEvent<SVGSVGElement>) => {
    if (held) {
      const item = stores.record.getState().items.drawing.get(held.id);
      if (item && draft && pixelLength(held.from, at(event), clip) >= 1) {
        changeDrawing(app, item, { points: draft.points });
      }
      setHeld(null);
      setDraft(null);
      return;
    }
    if (!draft || draft.shape === 'angle') return;
    const long = draft.points.some(
      (point) => pixelLength(draft.points[0] ?? point, point, clip) >= leastPixels,
    );
    if (!long) setDraft(null);
    else finish(draft.shape, draft.shape === 'path' ? simplified(draft.points, clip) : draft.points);
  };

  /** Takes a drawing, or one of its points, in hand. */
  const hold = (event: PointerEvent, id: string, point: number | null) => {
    if (!on || tool !== 'select' || event.button !== 0) return;
    event.stopPropagation();
    svg.current?.setPointerCapture(event.pointerId);
    stores.drawing.getState().select(id);
    setHeld({ id, point, from: at(event) });
  };

  const cancel = () => {
    setDraft(null);
    setHeld(null);
  };
  return { draft, down, move, up, hold, cancel };
}
