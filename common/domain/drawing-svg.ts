import { type DrawingFigure, drawingFigure } from './drawing-figure.ts';
import type { Calibration, DrawingItem, Track } from './record-items.ts';
import type { Size } from './size.ts';
import { dotsPath, dotWidths, trackFigure } from './track-figure.ts';

/** How dark the picture is outside spotlights. */
export const spotlightShade = 0.55;

const run = (points: readonly (readonly [number, number])[]): string =>
  points.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');

/** A figure's lines and areas as the `d` of SVG paths. */
export const figurePaths = ({ lines, areas }: Pick<DrawingFigure, 'lines' | 'areas'>) => ({
  stroked: lines.map(run).join(''),
  filled: areas.map((area) => `${run(area)}Z`).join(''),
});

/** Drawings as the inside of an `<svg viewBox="0 0 width height">`, without anything that could run. */
export function drawingsSvg(
  drawings: readonly DrawingItem[],
  size: Size,
  calibration: Calibration | undefined,
): string {
  const spotlights = drawings.filter(({ shape }) => shape === 'spotlight');
  const others = drawings.filter(({ shape }) => shape !== 'spotlight');
  return [
    spotlights.length > 0 ? shadeSvg(spotlights, size) : '',
    ...others.map((drawing) => drawingSvg(drawing, size, calibration)),
  ].join('');
}

/** Paths as far as they have come on a frame, as the inside of such an `<svg>`. */
export function tracksSvg(tracks: readonly Track[], frame: number, size: Size): string {
  return tracks
    .map((track) => {
      const figure = trackFigure(track, frame, size);
      if (!figure) return '';
      const { pieces, dots, current, strokeWidth } = figure;
      const lines: readonly (readonly [d: string, width: number])[] = [
        [run(pieces.flatMap(({ points }) => points)), 1],
        [dotsPath(dots.map(({ at }) => at)), dotWidths.dot],
        [current ? dotsPath([current]) : '', dotWidths.current],
      ];
      const dark = lines.map(([d, width]) => stroke(d, '#000000', width * strokeWidth + 2, 0.55));
      const bright = lines.map(([d, width]) => stroke(d, colourOf(track), width * strokeWidth, 1));
      return [...dark, ...bright].join('');
    })
    .join('');
}

const colourOf = ({ colour }: { readonly colour: string }): string =>
  /^#[0-9a-f]{6}$/i.test(colour) ? colour : '#ffffff';

const stroke = (d: string, colour: string, width: number, opacity: number): string =>
  d === ''
    ? ''
    : `<path d="${d}" fill="none" stroke="${colour}" stroke-opacity="${opacity}" stroke-width="${width.toFixed(1)}" stroke-linecap="round" stroke-linejoin="round"/>`;

function drawingSvg(drawing: DrawingItem, size: Size, calibration: Calibration | undefined): string {
  const figure = drawingFigure(drawing, size, calibration);
  const { stroked, filled } = figurePaths(figure);
  const { oval, label, strokeWidth } = figure;
  const colour = colourOf(drawing);
  const stroke = `fill="none" stroke="${colour}" stroke-width="${strokeWidth.toFixed(1)}" stroke-linecap="round" stroke-linejoin="round"`;
  return [
    stroked && `<path d="${stroked}" ${stroke}/>`,
    filled && `<path d="${filled}" fill="${colour}"/>`,
    oval && `<ellipse ${ovalAttributes(oval)} ${stroke}/>`,
    label &&
      `<text x="${label.at[0].toFixed(1)}" y="${(label.at[1] + label.height * 0.8).toFixed(1)}" font-size="${label.height.toFixed(1)}" font-family="system-ui, sans-serif" font-weight="600" fill="${colour}" stroke="#000" stroke-opacity="0.7" stroke-width="${(label.height / 7).toFixed(1)}" paint-order="stroke">${escaped(label.text)}</text>`,
  ]
    .filter(Boolean)
    .join('');
}

/** All but the spotlights darkened; where two overlap it stays bright. */
function shadeSvg(spotlights: readonly DrawingItem[], size: Size): string {
  const id = `shade-${spotlights.map(({ id: each }) => each.replace(/[^\w-]/g, '')).join('-')}`.slice(0, 200);
  const holes = spotlights.flatMap((drawing) => {
    const { oval } = drawingFigure(drawing, size, undefined);
    return oval ? [`<ellipse ${ovalAttributes(oval)} fill="#000"/>`] : [];
  });
  const all = `width="${size.width}" height="${size.height}"`;
  return `<mask id="${id}"><rect ${all} fill="#fff"/>${holes.join('')}</mask><rect ${all} fill="#000" fill-opacity="${spotlightShade}" mask="url(#${id})"/>`;
}

const ovalAttributes = ({ centre, radii }: NonNullable<DrawingFigure['oval']>): string =>
  `cx="${centre[0].toFixed(1)}" cy="${centre[1].toFixed(1)}" rx="${radii[0].toFixed(1)}" ry="${radii[1].toFixed(1)}"`;

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
