import type { PicturePlace } from '../ui/picture-place.ts';

/** Drawings over the picture, and the drawing of new ones. */
export const DrawingLayer = (_place: PicturePlace) => null;
