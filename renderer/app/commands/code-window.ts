import { codeWindowTexts as texts } from '../../texts/code-window.ts';
import type { Command, CommandContext } from './command.ts';

const codeWindow = ({ app }: CommandContext) => app.stores.codeWindow.getState();

/** The code window. */
export const codeWindowCommands: readonly Command[] = [
  {
    id: 'end-codes',
    name: texts.endAll,
    group: 'events',
    keys: ['Shift+KeyX'],
    run: (c) => codeWindow(c).end(),
  },
  {
    id: 'discard-codes',
    name: texts.discard,
    group: 'events',
    keys: [],
    run: (c) => codeWindow(c).discard(),
  },
  {
    id: 'edit-code-window',
    name: texts.editHelp,
    group: 'events',
    keys: ['Shift+KeyB'],
    run: (c) => c.openDialog('code-window-editor'),
  },
];
