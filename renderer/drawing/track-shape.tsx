import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import {
  dotsPath,
  dotWidths,
  figurePaths,
  type PicturePoint,
  pixelLength,
  pointOn,
  type Track,
  trackFigure,
  trackRange,
  withPoints,
} from '#common/domain/index.ts';
import { useApp, useDrawing, useTracks } from '../app/state/context.tsx';
import { trackTexts as texts } from '../texts/drawing.ts';
import type { PicturePlace } from '../ui/picture-place.ts';
import { arrowKeys } from './arrow-keys.ts';
import { radiusFor, removeTrack, setPathPoint } from './track-edits.ts';
import { motionWords, useTrackScale } from './use-tracks.ts';

type TrackShapeProps = {
  readonly track: Track;
  readonly place: PicturePlace;
  /** Pixels of the picture for one of CSS. */
  readonly pixel: number;
};

/** A path as far as it is to be seen on a frame, with its way and speed; its point there can be moved. */
export const TrackShape = ({ track, place, pixel }: TrackShapeProps) => {
  const { clip, frame } = place;
  const app = useApp();
  const on = useDrawing((state) => state.on);
  const tool = useDrawing((state) => state.tool);
  const view = useDrawing((state) => state.trackView);
  const selected = useDrawing((state) => state.selected === track.id);
  const searching = useTracks((state) => state.searching?.trackId === track.id);
  const scale = useTrackScale(clip);
  const [held, setHeld] = useState<PicturePoint | null>(null);
  const radius = useDrawing((state) =>
    state.trackMode === 'search' ? radiusFor(clip, state.trackRadius) : 9 * pixel,
  );
  const inHand = on && selected;
  const shown = held ? moved(track, frame, held) : track;
  const figure = trackFigure(shown, frame, clip, view);
  // In hand or under way, all of it is seen, though faintly: what else there is to correct.
  const whole = (inHand || searching) && view !== 'whole' ? wholeOf(shown, clip) : '';
  if (!figure && whole === '') return null;
  const words = motionWords(shown, frame, scale);
  const choose = () => app.stores.drawing.getState().select(track.id);

  const share = (event: PointerEvent): PicturePoint => {
    const box = event.currentTarget.closest('svg')?.getBoundingClientRect();
    if (!box || box.width === 0) return [0, 0];
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };
  const grab = (event: PointerEvent) => {
    if (!on || event.button !== 0 || (tool !== 'select' && tool !== 'track')) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    choose();
    setHeld(share(event));
  };
  const drop = (event: PointerEvent) => {
    const at = held && share(event);
    const here = pointOn(track.points, frame);
    setHeld(null);
    if (at && here && pixelLength([here.x, here.y], at, clip) >= 1)
      void setPathPoint(app, { clip, frame, at, track });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a shape of an SVG cannot be a button element
    <g
      className="track"
      data-selected={inHand || undefined}
      role="button"
      tabIndex={on ? 0 : -1}
      aria-label={texts.named(trackRange(track), track.points.length, words)}
      aria-pressed={selected}
      onFocus={() => on && choose()}
      onKeyDown={on ? (event) => pressOn(app, event, track, place) : undefined}
    >
      {whole && <path className="track__whole" d={whole} stroke={track.colour} strokeWidth={1.5 * pixel} />}
      {figure && <Line figure={figure} colour={track.colour} onGrab={grabPath} />}
      {figure?.current && (
        <>
          <Dot at={figure.current} width={figure.strokeWidth * dotWidths.current} colour={track.colour} />
          {inHand && (
            <circle
              className="track__ring"
              cx={figure.current[0]}
              cy={figure.current[1]}
              r={Math.max(radius, (figure.strokeWidth * dotWidths.current) / 2 + 3 * pixel)}
              strokeWidth={1.5 * pixel}
            />
          )}
          <circle
            className="track__grip"
            cx={figure.current[0]}
            cy={figure.current[1]}
            r={14 * pixel}
            onPointerDown={grab}
            onPointerMove={(event) => held && setHeld(share(event))}
            onPointerUp={drop}
            onPointerCancel={() => setHeld(null)}
          />
          <ReadOut
            at={figure.current}
            words={words}
            place={place}
            pixel={pixel}
            beside={inHand ? radius / pixel + 5 : 10}
          />
        </>
      )}
    </g>
  );

  function grabPath(event: PointerEvent) {
    if (!on || tool !== 'select' || event.button !== 0) return;
    event.stopPropagation();
    choose();
  }
};

type LineProps = {
  readonly figure: NonNullable<ReturnType<typeof trackFigure>>;
  readonly colour: string;
  readonly onGrab: (event: PointerEvent) => void;
};

const Line = ({ figure, colour, onGrab }: LineProps) => {
  const { pieces, dots, strokeWidth } = figure;
  return (
    <g className="track__line" onPointerDown={onGrab}>
      {pieces.map(({ points, opacity }) => {
        const { stroked } = figurePaths({ lines: [points], areas: [] });
        return (
          <g key={opacity} opacity={opacity}>
            <path className="track__edge" d={stroked} strokeWidth={strokeWidth + 2} />
            <path d={stroked} stroke={colour} strokeWidth={strokeWidth} />
          </g>
        );
      })}
      {opacitiesOf(dots).map((opacity) =>
        (['search', 'person'] as const).map((by) => {
          const places = dots.flatMap((dot) => (dot.opacity === opacity && dot.by === by ? [dot.at] : []));
          const width = strokeWidth * (by === 'person' ? dotWidths.person : dotWidths.dot);
          const d = dotsPath(places);
          return (
            d && (
              <g key={`${by} ${opacity}`} opacity={opacity}>
                <path className="track__edge" d={d} strokeWidth={width + 2} />
                <path d={d} stroke={colour} strokeWidth={width} />
              </g>
            )
          );
        }),
      )}
    </g>
  );
};

const opacitiesOf = (dots: LineProps['figure']['dots']): readonly number[] => [
  ...new Set(dots.map(({ opacity }) => opacity)),
];

const Dot = ({ at, width, colour }: { at: readonly [number, number]; width: number; colour: string }) => (
  <g className="track__line">
    <path className="track__edge" d={dotsPath([at])} strokeWidth={width + 2} />
    <path d={dotsPath([at])} stroke={colour} strokeWidth={width} />
  </g>
);

type ReadOutProps = {
  readonly at: readonly [number, number];
  readonly words: string;
  readonly place: PicturePlace;
  readonly pixel: number;
  /** How far from the point, in pixels of CSS. */
  readonly beside: number;
};

/** Pixels of CSS that way and speed take. */
const readOutWidth = 130;

/** Beside the point, on the side where there is room. */
const ReadOut = ({ at, words, place, pixel, beside }: ReadOutProps) => {
  const isRight = (place.clip.width - at[0]) / pixel > readOutWidth + beside;
  return (
    <text
      className="drawing__text track__words"
      x={at[0] + (isRight ? beside : -beside) * pixel}
      y={at[1] + 4 * pixel}
      textAnchor={isRight ? 'start' : 'end'}
      fontSize={12 * pixel}
      strokeWidth={3 * pixel}
    >
      {words}
    </text>
  );
};

const moved = (track: Track, frame: number, [x, y]: PicturePoint): Track => ({
  ...track,
  points: withPoints(track.points, [{ frame, x, y, by: 'person' }]),
});

const wholeOf = ({ points }: Track, { width, height }: { width: number; height: number }): string =>
  figurePaths({ lines: [points.map(({ x, y }) => [x * width, y * height] as const)], areas: [] }).stroked;

/** Keys belong to the path that has the focus: arrows move its point on this frame. */
function pressOn(
  app: ReturnType<typeof useApp>,
  event: KeyboardEvent,
  track: Track,
  place: PicturePlace,
): void {
  const { clip, frame } = place;
  const arrow = arrowKeys[event.key];
  const here = pointOn(track.points, frame);
  if (arrow && here) {
    const by = event.shiftKey ? 10 : 1;
    const at = [here.x + (arrow[0] * by) / clip.width, here.y + (arrow[1] * by) / clip.height] as const;
    void setPathPoint(app, { clip, frame, at, track, soon: true });
  } else if (event.key === 'Delete' || event.key === 'Backspace') removeTrack(app, track);
  else return;
  event.preventDefault();
  event.stopPropagation();
}
