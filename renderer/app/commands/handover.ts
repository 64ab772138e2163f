import { handoverTexts as texts } from '../../texts/handover.ts';
import type { Command } from './command.ts';

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
];
