import { commandTexts as texts } from '../../texts/app.ts';
import { type Command, type CommandContext, layout } from './command.ts';
import { focusedReview as review } from './focused-review.ts';

const speeds = ({ app }: CommandContext) => app.stores.pace.getState().speeds;

export const playbackCommands: readonly Command[] = [
  { id: 'play', name: texts.play, group: 'playback', keys: ['Space'], run: (c) => review(c).togglePlay() },
  {
    id: 'back',
    name: texts.back,
    group: 'playback',
    keys: ['KeyJ'],
    run: (c) => review(c).shuttle(-1, speeds(c)),
  },
  { id: 'stop', name: texts.stop, group: 'playback', keys: ['KeyK'], run: (c) => review(c).pause() },
  {
    id: 'forward',
    name: texts.forward,
    group: 'playback',
    keys: ['KeyL'],
    run: (c) => review(c).shuttle(1, speeds(c)),
  },
  {
    id: 'faster',
    name: texts.faster,
    group: 'playback',
    keys: ['ArrowUp'],
    run: (c) => review(c).changeSpeed(1, speeds(c)),
  },
  {
    id: 'slower',
    name: texts.slower,
    group: 'playback',
    keys: ['ArrowDown'],
    run: (c) => review(c).changeSpeed(-1, speeds(c)),
  },
  {
    id: 'mute',
    name: texts.mute,
    group: 'playback',
    keys: ['KeyM'],
    run: (c) => layout(c).change({ muted: !layout(c).muted }),
  },
];
