import { memo } from 'react';
import {
  type Calibration,
  type DrawingItem,
  drawingFigure,
  figurePaths,
  type Size,
  spotlightShade,
} from '#common/domain/index.ts';

type FigureProps = {
  readonly drawing: Pick<DrawingItem, 'shape' | 'points' | 'text' | 'size' | 'colour'>;
  readonly size: Size;
  readonly calibration: Calibration | undefined;
};

/** One drawing, in pixels of the picture. */
export const Figure = memo(({ drawing, size, calibration }: FigureProps) => {
  const figure = drawingFigure(drawing, size, calibration);
  const { stroked, filled } = figurePaths(figure);
  const { oval, label, strokeWidth } = figure;
  const { colour } = drawing;
  const stroke = {
    fill: 'none',
    stroke: colour,
    strokeWidth,
    strokeLinecap: 'round',
    strokeLinejoin: 'round',
  } as const;
  const isSpotlight = drawing.shape === 'spotlight';
  return (
    <>
      {stroked && <path className="drawing__edge" d={stroked} fill="none" strokeWidth={strokeWidth + 2} />}
      {stroked && <path d={stroked} {...stroke} />}
      {filled && <path d={filled} fill={colour} />}
      {oval && !isSpotlight && (
        <ellipse cx={oval.centre[0]} cy={oval.centre[1]} rx={oval.radii[0]} ry={oval.radii[1]} {...stroke} />
      )}
      {label && (
        <text
          className="drawing__text"
          x={label.at[0]}
          y={label.at[1] + label.height * 0.8}
          fontSize={label.height}
          strokeWidth={label.height / 7}
          fill={colour}
        >
          {label.text}
        </text>
      )}
    </>
  );
});

type ShadeProps = {
  readonly id: string;
  readonly spotlights: readonly Pick<DrawingItem, 'shape' | 'points' | 'text' | 'size'>[];
  readonly size: Size;
};

/** All but the spotlights darkened; where two overlap it stays bright. */
export const Shade = ({ id, spotlights, size }: ShadeProps) => {
  if (spotlights.length === 0) return null;
  return (
    <>
      <mask id={id}>
        <rect width={size.width} height={size.height} fill="#fff" />
        {spotlights.map((drawing) => {
          const { oval } = drawingFigure(drawing, size, undefined);
          if (!oval) return null;
          const [cx, cy] = oval.centre;
          const [rx, ry] = oval.radii;
          return <ellipse key={`${cx} ${cy} ${rx} ${ry}`} cx={cx} cy={cy} rx={rx} ry={ry} fill="#000" />;
        })}
      </mask>
      <rect
        width={size.width}
        height={size.height}
        fill="#000"
        fillOpacity={spotlightShade}
        mask={`url(#${id})`}
        pointerEvents="none"
      />
    </>
  );
};
