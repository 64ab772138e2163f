import { commandTexts as texts } from '../../texts/app.ts';
import { type Command, type CommandContext, review } from './command.ts';

function lookHere(context: CommandContext): void {
  const { selection } = review(context);
  if (selection) context.app.actions.lookHere(selection);
  else context.app.stores.notices.getState().tell('note', texts.noRange);
}

export const rangeCommands: readonly Command[] = [
  { id: 'in', name: texts.setIn, group: 'range', keys: ['KeyI'], run: (c) => review(c).setIn() },
  { id: 'out', name: texts.setOut, group: 'range', keys: ['KeyO'], run: (c) => review(c).setOut() },
  { id: 'look', name: texts.lookHere, group: 'range', keys: ['KeyF'], run: lookHere },
  { id: 'clear', name: texts.clearRange, group: 'range', keys: ['KeyX'], run: (c) => review(c).select(null) },
  {
    id: 'export',
    name: texts.export,
    group: 'range',
    keys: ['Mod+KeyE'],
    run: (c) => c.openDialog('export'),
  },
];
