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
import { playlistsCommands } from './commands/playlists.ts';
import { proposalsCommands } from './commands/proposals.ts';
import { rangeCommands } from './commands/range.ts';
import { stillsCommands } from './commands/stills.ts';
import { windowCommands } from './commands/window.ts';
import type { KeyBinding } from './keys.ts';

export type { Command, CommandContext, CommandGroup } from './commands/command.ts';

/** Every action of the page with its keys (product §3). The palette and the list of keys are made from this. */
export const commands: readonly Command[] = [
  ...playbackCommands,
  ...framesCommands,
  ...pictureCommands,
  ...rangeCommands,
  ...stillsCommands,
  ...eventsCommands,
  ...playlistsCommands,
  ...proposalsCommands,
  ...codeWindowCommands,
  ...askCommands,
  ...compareCommands,
  ...drawingCommands,
  ...handoverCommands,
  ...windowCommands,
];

/** Keys that a person gave, by command; a command that is not named has its own. */
export type GivenKeys = Readonly<Record<string, readonly KeyBinding[]>>;

/** A command's keys as they are in force: those given to another command meanwhile are no longer its own. */
export function keysOf(command: Command, given: GivenKeys): readonly KeyBinding[] {
  const own = given[command.id];
  if (own) return own;
  const taken = new Set(Object.values(given).flat());
  return command.keys.filter((key) => !taken.has(key));
}

/** The command of a key, by the keys in force. */
export const commandFor = (binding: KeyBinding, given: GivenKeys = {}): Command | undefined =>
  commands.find((command) => keysOf(command, given).includes(binding));
