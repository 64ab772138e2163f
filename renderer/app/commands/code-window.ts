import { codeWindowTexts as texts } from '../../texts/code-window.ts';
import type { Command, CommandContext } from './command.ts';
import { focusAfter } from './focus-after.ts';

const codeWindow = ({ app }: CommandContext) => app.stores.codeWindow.getState();

/** Shows the code window, and lets a person type the name of a code. */
function typeCode({ app }: CommandContext): void {
  const { change } = app.stores.layout.getState();
  focusAfter(() => change({ view: 'review', leftPanel: 'codes' }), '#add-code');
}

/** The code window. */
export const codeWindowCommands: readonly Command[] = [
  { id: 'add-code', name: texts.addCode, group: 'events', keys: ['Shift+KeyA'], run: typeCode },
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
