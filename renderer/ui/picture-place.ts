import type { ClipInfo } from '#common/domain/index.ts';

/** Where a clip's picture lies on its stage, for what is laid over it. Pixels of CSS from the stage's top left. */
export type PicturePlace = {
  readonly clip: ClipInfo;
  /** Which of two pictures; the left one where there is only one. */
  readonly pane: 'left' | 'right';
  /** The frame whose picture is on the screen. */
  readonly frame: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};
