import { commandTexts as texts } from '../../texts/app.ts';
import { neighbouringShot } from '../../timeline/shots.ts';
import { longStepOf } from '../state/pace-store.ts';
import { type Command, type CommandContext, review as leftReview } from './command.ts';
import { focusedReview as review } from './focused-review.ts';

function goToShot(context: CommandContext, direction: 1 | -1): void {
  const { target, goTo } = leftReview(context);
  const shots = context.app.stores.analysis.getState().analysis?.shots ?? [];
  const shot = neighbouringShot(shots, target, direction);
  if (shot) goTo(shot.start);
  else context.app.stores.notices.getState().tell('note', texts.noShot[direction]);
}

function longStep(context: CommandContext, direction: 1 | -1): void {
  const at = review(context);
  at.step(longStepOf(at, context.app.stores.pace.getState().longStep, direction));
}

export const framesCommands: readonly Command[] = [
  {
    id: 'next-frame',
    name: texts.nextFrame,
    group: 'frames',
    keys: ['ArrowRight', 'Period', 'KeyK+KeyL'],
    repeats: true,
    run: (c) => review(c).step(1),
  },
  {
    id: 'previous-frame',
    name: texts.previousFrame,
    group: 'frames',
    keys: ['ArrowLeft', 'Comma', 'KeyK+KeyJ'],
    repeats: true,
    run: (c) => review(c).step(-1),
  },
  {
    id: 'ten-forward',
    name: texts.longStepForward,
    group: 'frames',
    keys: ['Shift+ArrowRight', 'Shift+Period'],
    repeats: true,
    run: (c) => longStep(c, 1),
  },
  {
    id: 'ten-back',
    name: texts.longStepBack,
    group: 'frames',
    keys: ['Shift+ArrowLeft', 'Shift+Comma'],
    repeats: true,
    run: (c) => longStep(c, -1),
  },
  { id: 'first', name: texts.first, group: 'frames', keys: ['Home'], run: (c) => review(c).goTo(0) },
  {
    id: 'last',
    name: texts.last,
    group: 'frames',
    keys: ['End'],
    run: (c) => review(c).goTo(Number.MAX_SAFE_INTEGER),
  },
  {
    id: 'next-shot',
    name: texts.nextShot,
    group: 'frames',
    keys: ['Alt+ArrowDown'],
    repeats: true,
    run: (c) => goToShot(c, 1),
  },
  {
    id: 'previous-shot',
    name: texts.previousShot,
    group: 'frames',
    keys: ['Alt+ArrowUp'],
    repeats: true,
    run: (c) => goToShot(c, -1),
  },
  { id: 'go-to', name: texts.goTo, group: 'frames', keys: ['KeyG'], run: (c) => review(c).askForFrame() },
  {
    id: 'verify',
    name: texts.verify,
    group: 'frames',
    keys: ['KeyV'],
    run: (c) => review(c).askForVerification(),
  },
  {
    id: 'main-pictures',
    name: texts.mainPictures,
    group: 'frames',
    keys: ['Shift+KeyV'],
    run: (c) => review(c).toggleMainPictures(),
  },
];
