import { proposalTexts as texts } from '../../texts/proposals.ts';
import type { Command, CommandContext } from './command.ts';

/** Acts on the proposal in hand, or says that there is none. */
const onCurrent =
  (act: 'accept' | 'reject' | 'editInTrace') =>
  ({ app }: CommandContext): void => {
    const proposals = app.stores.proposals.getState();
    const current = proposals.current();
    if (current) proposals[act](current.id);
    else app.stores.notices.getState().tell('note', texts.none);
  };

export const proposalsCommands: readonly Command[] = [
  {
    id: 'accept-proposal',
    name: texts.commands.accept,
    group: 'events',
    keys: ['KeyY'],
    run: onCurrent('accept'),
  },
  {
    id: 'reject-proposal',
    name: texts.commands.reject,
    group: 'events',
    keys: ['KeyN'],
    run: onCurrent('reject'),
  },
  {
    id: 'edit-proposal',
    name: texts.commands.edit,
    group: 'events',
    keys: ['KeyE'],
    run: onCurrent('editInTrace'),
  },
  {
    id: 'next-proposal',
    name: texts.commands.next,
    group: 'events',
    keys: ['Shift+KeyN'],
    run: ({ app }) => {
      const proposals = app.stores.proposals.getState();
      if (proposals.current()) proposals.showNext();
      else app.stores.notices.getState().tell('note', texts.none);
    },
  },
];
