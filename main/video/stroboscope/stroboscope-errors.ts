import { DeepSportError } from '#common/domain/index.ts';

/** The sentences a person reads when no stroboscopic picture can be made: what is wrong, and what to do. */

export const cameraMoves = (start: number, end: number) =>
  new DeepSportError(
    'BAD_INPUT',
    `The camera moves too much between frames ${start} and ${end}: the figures would not stand in one scene. Choose a range in which it moves less.`,
    { start, end },
  );

export const everythingMoves = (start: number, end: number) =>
  new DeepSportError(
    'BAD_INPUT',
    `Nearly all of the picture changes between frames ${start} and ${end}, so no figure stands out from it. Choose a range of one shot in which the rest of the picture stands still.`,
    { start, end },
  );

export const nothingMoves = (start: number, end: number) =>
  new DeepSportError(
    'BAD_INPUT',
    `Nothing stands out from the still scene between frames ${start} and ${end}. Choose a range in which the figure moves from its place.`,
    { start, end },
  );

export const targetNoPng = (name: string) =>
  new DeepSportError('BAD_INPUT', `A stroboscopic picture is a PNG file. End the name ${name} with .png.`, {
    name,
  });
