import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import {
  type Calibration,
  type DrawingItem,
  drawingOnFrame,
  drawingText,
  movedBy,
  trackRange,
} from '#common/domain/index.ts';
import { useApp, useDrawing, useRecord } from '../app/state/context.tsx';
import { drawingTexts as texts } from '../texts/drawing.ts';
import type { PicturePlace } from '../ui/picture-place.ts';
import { changeDrawing, hasLetters, removeDrawing } from './drawing-edits.ts';
import { DrawingQuestionBox } from './drawing-question.tsx';
import { Figure, Shade } from './figure.tsx';
import { TrackShape } from './track-shape.tsx';
import { useDrawingsOn } from './use-drawings.ts';
import { usePointer } from './use-pointer.ts';
import { useTimesOf, useTracksOf } from './use-tracks.ts';
import './drawing.css';
import { arrowKeys } from './arrow-keys.ts';

/** Drawings over the picture, and the drawing of new ones. */
export const DrawingLayer = (place: PicturePlace) => {
  const { clip, frame, left, top, width, height } = place;
  const app = useApp();
  const on = useDrawing((state) => state.on);
  const colour = useDrawing((state) => state.colour);
  const size = useDrawing((state) => state.size);
  const tool = useDrawing((state) => state.tool);
  const calibration = useRecord((state) => state.items.calibration.get(clip.id));
  const drawings = useDrawingsOn(clip.id, frame);
  const svg = useRef<SVGSVGElement>(null);
  const shade = useId();
  const { draft, down, move, up, hold, cancel } = usePointer(place, svg);
  useLeave(draft !== null, cancel);
  const tracks = useTracksOf(clip.id);
  const times = useTimesOf(clip.id);
  const isSeen = tracks.some((track) => {
    const { start, end } = trackRange(track);
    return start <= frame && frame <= end;
  });
  if (!on && drawings.length === 0 && !isSeen) return null;

  const moved = draft?.id ? drawings.find(({ id }) => id === draft.id) : undefined;
  const shown = drawings
    .map((each) => (each === moved && draft ? { ...each, points: draft.points } : each))
    .map((each) => drawingOnFrame(each, frame, (at) => times[at] ?? 0));
  const kept = (drawing: DrawingItem) => drawings.find(({ id }) => id === drawing.id) ?? drawing;
  const begun = draft && draft.id === null ? { ...draft, colour, size, text: '' } : null;
  const spotlights = [...shown, ...(begun ? [begun] : [])].filter(({ shape }) => shape === 'spotlight');
  const picture = { width: clip.width, height: clip.height };
  const remembered = tool === 'calibrate' ? calibration : undefined;
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: an SVG cannot be a fieldset */}
      <svg
        ref={svg}
        className="drawing-layer"
        data-draws={on || undefined}
        data-tool={on ? tool : undefined}
        role="group"
        aria-label={texts.layer}
        viewBox={`0 0 ${clip.width} ${clip.height}`}
        preserveAspectRatio="none"
        style={{ left, top, width, height }}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={cancel}
      >
        <Shade id={shade} spotlights={spotlights} size={picture} />
        {tracks.map((track) => (
          <TrackShape key={track.id} track={track} place={place} pixel={clip.width / Math.max(1, width)} />
        ))}
        {shown.map((drawing) => (
          <PlacedDrawing
            key={drawing.id}
            drawing={drawing}
            picture={picture}
            calibration={calibration}
            pixel={clip.width / Math.max(1, width)}
            onHold={hold}
            onKey={(event) => pressOn(app, event, kept(drawing), picture)}
          />
        ))}
        {remembered && <KnownLength calibration={remembered} picture={picture} />}
        {begun && <Figure drawing={begun} size={picture} calibration={calibration} />}
      </svg>
      <DrawingQuestionBox place={place} />
    </>
  );
};

type Picture = { readonly width: number; readonly height: number };

type PlacedProps = {
  readonly drawing: DrawingItem;
  readonly picture: Picture;
  readonly calibration: Calibration | undefined;
  /** Pixels of the picture for one of CSS. */
  readonly pixel: number;
  readonly onHold: ReturnType<typeof usePointer>['hold'];
  readonly onKey: (event: KeyboardEvent) => void;
};

const PlacedDrawing = ({ drawing, picture, calibration, pixel, onHold, onKey }: PlacedProps) => {
  const { stores } = useApp();
  const on = useDrawing((state) => state.on);
  const selected = useDrawing((state) => state.selected === drawing.id);
  const { id, shape, range, points } = drawing;
  const name = texts.named(shape, drawingText(drawing, picture, calibration), range);
  const grip = 5 * pixel;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a shape of an SVG cannot be a button element
    <g
      className="drawing"
      data-shape={shape}
      data-selected={(on && selected) || undefined}
      role="button"
      tabIndex={on ? 0 : -1}
      aria-label={name}
      aria-pressed={selected}
      onFocus={() => on && stores.drawing.getState().select(id)}
      onKeyDown={on ? onKey : undefined}
      onPointerDown={(event) => onHold(event, id, null)}
    >
      <Outline drawing={drawing} picture={picture} width={14 * pixel} />
      <Figure drawing={drawing} size={picture} calibration={calibration} />
      {on &&
        selected &&
        shape !== 'path' &&
        points.map(([x, y], at) => (
          <circle
            // biome-ignore lint/suspicious/noArrayIndexKey: a point has no other name than its place
            key={at}
            className="drawing__grip"
            cx={x * picture.width}
            cy={y * picture.height}
            r={grip}
            strokeWidth={1.5 * pixel}
            onPointerDown={(event) => onHold(event, id, hasLetters(shape) ? null : at)}
          />
        ))}
    </g>
  );
};

/** An unseen, wide outline that a pointer finds, and that shows what is selected. */
const Outline = ({ drawing, picture, width }: { drawing: DrawingItem; picture: Picture; width: number }) => {
  const points = drawing.points.map(([x, y]) => [x * picture.width, y * picture.height] as const);
  const [a = [0, 0] as const, b = a] = points;
  const common = { className: 'drawing__outline', fill: 'none', strokeWidth: width };
  switch (drawing.shape) {
    case 'ellipse':
    case 'spotlight':
      return (
        <ellipse
          {...common}
          cx={(a[0] + b[0]) / 2}
          cy={(a[1] + b[1]) / 2}
          rx={Math.abs(b[0] - a[0]) / 2}
          ry={Math.abs(b[1] - a[1]) / 2}
        />
      );
    case 'chronometer':
    case 'text': {
      const height = drawing.size * picture.height;
      const wide = height * 0.6 * Math.max(1, drawing.text.length);
      return <rect {...common} x={a[0]} y={a[1]} width={wide} height={height} pointerEvents="all" />;
    }
    case 'line':
    case 'arrow':
    case 'path':
    case 'angle':
    case 'distance':
      return <polyline {...common} points={points.map((point) => point.join(',')).join(' ')} />;
  }
};

const KnownLength = ({ calibration, picture }: { calibration: Calibration; picture: Picture }) => {
  const [a, b] = calibration.points;
  return (
    <line
      className="drawing__known"
      x1={a[0] * picture.width}
      y1={a[1] * picture.height}
      x2={b[0] * picture.width}
      y2={b[1] * picture.height}
    />
  );
};

/** Keys belong to the drawing that has the focus, not to the clip. */
function pressOn(
  app: ReturnType<typeof useApp>,
  event: KeyboardEvent,
  drawing: DrawingItem,
  picture: Picture,
): void {
  const arrow = arrowKeys[event.key];
  if (arrow) {
    const by = event.shiftKey ? 10 : 1;
    changeDrawing(app, drawing, { points: movedBy(drawing.points, [arrow[0] * by, arrow[1] * by], picture) });
  } else if (event.key === 'Delete' || event.key === 'Backspace') removeDrawing(app, drawing);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Escape leaves step by step: what is being drawn or looked for, what is selected, drawing itself. */
function useLeave(drafting: boolean, cancel: () => void): void {
  const { stores } = useApp();
  const on = useDrawing((state) => state.on);
  useEffect(() => {
    if (!on) return;
    const press = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || stores.dialogs.getState().dialog) return;
      const { question, selected, ask, select, setOn } = stores.drawing.getState();
      event.preventDefault();
      event.stopPropagation();
      if (document.activeElement instanceof SVGElement) document.activeElement.blur();
      if (drafting) cancel();
      else if (question) ask(null);
      else if (stores.tracks.getState().searching) stores.tracks.getState().cancel();
      else if (selected) select(null);
      else setOn(false);
    };
    window.addEventListener('keydown', press, { capture: true });
    return () => window.removeEventListener('keydown', press, { capture: true });
  }, [on, drafting, cancel, stores]);
}
