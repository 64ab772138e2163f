import { useEffect } from 'react';
import { isButtonKey } from './button-keys.ts';
import { type CommandContext, commandFor } from './commands.ts';
import { bindingOf, isTextField, pressesFocused } from './keys.ts';

/** Keys belong to the clip unless a text field has the focus or a dialog is open. */
export function useKeys(context: CommandContext, dialogOpen: boolean): void {
  useEffect(() => {
    const held = new Set<string>();
    const down = (event: KeyboardEvent) => {
      const binding = bindingOf(event, held);
      held.add(event.code);
      if (dialogOpen || event.defaultPrevented) return;
      // The target, not the focus: a field that leaves on Escape has given the focus away by now.
      const typing = event.target instanceof Element && isTextField(event.target);
      if (typing && !binding.startsWith('Mod+')) return;
      if (pressesFocused(event, document.activeElement)) return;
      const { keys, codeWindow } = context.app.stores;
      const { given } = keys.getState();
      // Buttons come before commands; held down they are pressed once. An open list takes letters for its search.
      if (!typing && isButtonKey(binding, given) && !isInList(event.target)) {
        if (event.repeat ? codeWindow.getState().hasKey(binding) : codeWindow.getState().pressKey(binding)) {
          event.preventDefault();
          return;
        }
      }
      const command = commandFor(binding, given);
      if (!command || (typing && command.id !== 'commands')) return;
      event.preventDefault();
      if (!event.repeat || command.repeats) command.run(context);
    };
    const up = (event: KeyboardEvent) => held.delete(event.code);
    const clear = () => held.clear();
    window.addEventListener('keydown', down);
    window.addEventListener('keyup', up);
    window.addEventListener('blur', clear);
    return () => {
      window.removeEventListener('keydown', down);
      window.removeEventListener('keyup', up);
      window.removeEventListener('blur', clear);
    };
  }, [context, dialogOpen]);
}

const isInList = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role="menu"], [role="listbox"], [role="dialog"]') !== null;
