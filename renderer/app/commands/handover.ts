import { caseTexts, ledgerTexts } from '../../texts/case.ts';
import { handoverTexts as texts } from '../../texts/handover.ts';
import { itemHistoryTexts } from '../../texts/history.ts';
import { type Command, type CommandContext, events, record } from './command.ts';

/** Of the event or proposal that is selected. */
function showItemHistory(context: CommandContext): void {
  const { event, proposal } = record(context).items;
  const isThere = events(context).selected.some((id) => event.has(id) || proposal.has(id));
  if (isThere) context.openDialog('item-history');
  else context.app.stores.notices.getState().tell('note', itemHistoryTexts.noneSelected);
}

/** Handing over, and taking in. */
export const handoverCommands: readonly Command[] = [
  {
    id: 'handover',
    name: texts.handoverCommand,
    group: 'events',
    keys: ['Mod+Shift+KeyE'],
    run: (c) => c.openDialog('handover'),
  },
  {
    id: 'import',
    name: texts.importCommand,
    group: 'events',
    keys: ['Mod+KeyI'],
    run: (c) => c.openDialog('import'),
  },
  {
    id: 'check-case',
    name: caseTexts.checkCommand,
    group: 'events',
    keys: [],
    run: (c) => c.openDialog('case-check'),
  },
  {
    id: 'event-history',
    name: itemHistoryTexts.command,
    group: 'events',
    keys: ['Shift+KeyH'],
    run: showItemHistory,
  },
  {
    id: 'ledger',
    name: ledgerTexts.command,
    group: 'window',
    keys: [],
    run: (c) => c.openDialog('ledger'),
  },
];
