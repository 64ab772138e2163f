import { commandFor, type GivenKeys } from './commands.ts';
import type { KeyBinding } from './keys.ts';

/** Commands that keep their keys whatever the buttons of a code window have: those a hand never leaves. */
const kept: ReadonlySet<string> = new Set([
  ...['play', 'back', 'stop', 'forward', 'faster', 'slower', 'next-frame', 'previous-frame'],
  ...['in', 'out', 'look', 'accept-proposal', 'reject-proposal', 'edit-proposal', 'cancel'],
]);

/** Whether a key may press a button of the code window: a key alone, and none that the clip keeps. */
export function isButtonKey(binding: KeyBinding, given: GivenKeys): boolean {
  if (binding.includes('+') || /^(Enter|Tab|Escape|Space|Arrow)/.test(binding)) return false;
  const command = commandFor(binding, given);
  return !command || !kept.has(command.id);
}
