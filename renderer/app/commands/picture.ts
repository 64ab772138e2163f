import { commandTexts as texts } from '../../texts/app.ts';
import { type Command, layout } from './command.ts';
import { focusedReview as review } from './focused-review.ts';

export const pictureCommands: readonly Command[] = [
  {
    id: 'picture-larger',
    name: texts.pictureLarger,
    group: 'picture',
    keys: ['Shift+Equal'],
    repeats: true,
    run: (c) => review(c).zoomBy(2),
  },
  {
    id: 'picture-smaller',
    name: texts.pictureSmaller,
    group: 'picture',
    keys: ['Shift+Minus'],
    repeats: true,
    run: (c) => review(c).zoomBy(0.5),
  },
  {
    id: 'picture-actual',
    name: texts.pictureActual,
    group: 'picture',
    keys: ['KeyZ'],
    run: (c) => review(c).toggleActualSize(),
  },
  {
    id: 'fit',
    name: texts.pictureFit,
    group: 'picture',
    keys: ['Digit0'],
    run: (c) => review(c).setZoom(null),
  },
  {
    id: 'sharp-pixels',
    name: texts.sharpPixels,
    group: 'picture',
    keys: ['KeyP'],
    run: (c) => layout(c).change({ sharpPixels: !layout(c).sharpPixels }),
  },
];
