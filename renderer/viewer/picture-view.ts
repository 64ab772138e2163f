import type { Size } from '#common/domain/index.ts';

export type Point = { readonly x: number; readonly y: number };

/** How the picture is enlarged: mixed, or each of its pixels as one square. */
export type Smoothing = 'smooth' | 'nearest';

/** What of the picture is seen. In the store, null stands for all of it, as large as fits. */
export type Zoom = {
  /** Pixels of the screen (of the device, not of CSS) for one pixel of the picture. */
  readonly scale: number;
  /** The point of the picture, in its own pixels, that lies in the middle of the stage. */
  readonly centre: Point;
};

/** Where the picture lies on the stage, in pixels of the screen from the stage's top left corner. */
export type Placement = { readonly scale: number; readonly left: number; readonly top: number };

/** Pixels of the screen for one of the picture, at most. */
export const largestScale = 32;

export const scaleThatFits = (picture: Size, stage: Size): number =>
  Math.min(stage.width / picture.width, stage.height / picture.height);

/** Squares of equal size need a whole number of screen pixels; below one the picture is always mixed. */
function scaleShown(scale: number, smoothing: Smoothing, round: (value: number) => number): number {
  return smoothing === 'nearest' && scale >= 1 ? Math.max(1, round(scale)) : scale;
}

/** Lays the picture on the stage, on whole screen pixels, with no gap at an edge that it could cover. */
export function placePicture(picture: Size, stage: Size, zoom: Zoom | null, smoothing: Smoothing): Placement {
  const scale = zoom
    ? scaleShown(zoom.scale, smoothing, Math.round)
    : scaleShown(scaleThatFits(picture, stage), smoothing, Math.floor);
  const along = (room: number, length: number, centre: number): number => {
    const shown = length * scale;
    if (shown <= room) return Math.round((room - shown) / 2);
    return Math.round(Math.min(0, Math.max(room - shown, room / 2 - centre * scale)));
  };
  const centre = zoom?.centre ?? { x: picture.width / 2, y: picture.height / 2 };
  return {
    scale,
    left: along(stage.width, picture.width, centre.x),
    top: along(stage.height, picture.height, centre.y),
  };
}

/** Lays a picture over another one that lies on the stage: as large as fits over it, in its middle. */
export function placeOver(picture: Size, under: Size, { scale, left, top }: Placement): Placement {
  const room = { width: under.width * scale, height: under.height * scale };
  const fits = scaleThatFits(picture, room);
  return {
    scale: fits,
    left: left + (room.width - picture.width * fits) / 2,
    top: top + (room.height - picture.height * fits) / 2,
  };
}

/** The point of the picture under a point of the stage; its whole part names the pixel. May lie outside. */
export const pictureAt = ({ scale, left, top }: Placement, { x, y }: Point): Point => ({
  x: (x - left) / scale,
  y: (y - top) / scale,
});

/**
 * The zoom after enlarging by a factor with one point of the stage held still; null once all of it fits. A picture
 * smaller than the stage goes down to its own size.
 */
export function zoomAt(
  picture: Size,
  stage: Size,
  zoom: Zoom | null,
  smoothing: Smoothing,
  { pointer, factor }: { readonly pointer: Point; readonly factor: number },
): Zoom | null {
  const fits = scaleThatFits(picture, stage);
  const wanted = (zoom?.scale ?? fits) * factor;
  const scale = Math.min(Math.max(largestScale, fits), Math.max(Math.min(1, fits), wanted));
  if (fits <= 1 && scale <= fits) return null;
  const held = pictureAt(placePicture(picture, stage, zoom, smoothing), pointer);
  const shown = scaleShown(scale, smoothing, Math.round);
  const middle = { x: stage.width / 2, y: stage.height / 2 };
  const centre = {
    x: held.x + (middle.x - pointer.x) / shown,
    y: held.y + (middle.y - pointer.y) / shown,
  };
  return settled(picture, stage, { scale, centre }, smoothing);
}

/** The zoom after the picture was drawn along by so many screen pixels; null stays null: all of it is seen. */
export function panBy(
  picture: Size,
  stage: Size,
  zoom: Zoom | null,
  smoothing: Smoothing,
  by: Point,
): Zoom | null {
  if (!zoom) return null;
  const { scale } = placePicture(picture, stage, zoom, smoothing);
  const centre = { x: zoom.centre.x - by.x / scale, y: zoom.centre.y - by.y / scale };
  return settled(picture, stage, { scale: zoom.scale, centre }, smoothing);
}

/** With the centre that is really seen, so that the next move does not first have to undo a push past an edge. */
function settled(picture: Size, stage: Size, zoom: Zoom, smoothing: Smoothing): Zoom {
  const { scale } = placePicture(picture, stage, zoom, smoothing);
  const along = (room: number, length: number, centre: number): number => {
    const half = room / 2 / scale;
    return half * 2 >= length ? length / 2 : Math.min(length - half, Math.max(half, centre));
  };
  return {
    scale: zoom.scale,
    centre: {
      x: along(stage.width, picture.width, zoom.centre.x),
      y: along(stage.height, picture.height, zoom.centre.y),
    },
  };
}

/** How much a turn of the wheel (100 or more at once) or a small move of two fingers enlarges. */
export function wheelFactor(deltaY: number, deltaMode: number): number {
  const pixels = Math.abs(deltaMode === 0 ? deltaY : deltaY * 33);
  const growth = Math.min(pixels, 30) / 100 + Math.max(0, pixels - 30) / 500;
  return Math.exp(-Math.sign(deltaY) * Math.min(growth, 3));
}
