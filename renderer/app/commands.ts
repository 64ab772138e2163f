import { askCommands } from './commands/ask.ts';
import { codeWindowCommands } from './commands/code-window.ts';
import type { Command } from './commands/command.ts';
import { compareCommands } from './commands/compare.ts';
import { drawingCommands } from './commands/drawing.ts';
import { eventsCommands } from './commands/events.ts';
import { framesCommands } from './commands/frames.ts';
import { handoverCommands } from './commands/handover.ts';
import { pictureCommands } from './commands/picture.ts';
import { playbackCommands } from './commands/playback.ts';
import { rangeCommands } from './commands/range.ts';
import { windowCommands } from './commands/window.ts';
import type { KeyBinding } from './keys.ts';

export type { Command, CommandContext, CommandGroup } from './commands/command.ts';

/** Every action of the page with its keys (product §3). The palette and the list of keys are made from this. */
export const commands: readonly Command[] = [
  ...playbackCommands,
  ...framesCommands,
  ...pictureCommands,
  ...rangeCommands,
  ...eventsCommands,
  ...codeWindowCommands,
  ...askCommands,
  ...compareCommands,
  ...drawingCommands,
  ...handoverCommands,
  ...windowCommands,
];

/** The command of a key; the first one wins, and a test keeps keys from being given twice. */
export const commandFor = (binding: KeyBinding): Command | undefined =>
  commands.find((command) => command.keys.includes(binding));
