import { commandTexts as texts } from '../../texts/app.ts';
import { type Command, record } from './command.ts';

/** Events, proposals and the history of edits. */
export const eventsCommands: readonly Command[] = [
  {
    id: 'undo',
    name: texts.undo,
    group: 'events',
    keys: ['Mod+KeyZ'],
    repeats: true,
    run: (c) => void record(c).undo(),
  },
  {
    id: 'redo',
    name: texts.redo,
    group: 'events',
    keys: ['Mod+Shift+KeyZ', 'Mod+KeyY'],
    repeats: true,
    run: (c) => void record(c).redo(),
  },
  {
    id: 'history',
    name: texts.history,
    group: 'events',
    keys: ['Mod+KeyH'],
    run: (c) => c.openDialog('history'),
  },
];
