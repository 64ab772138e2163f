/** A key by its place on the keyboard (`event.code`) with modifiers, e.g. `Shift+ArrowLeft`, `Mod+KeyK`. */
export type KeyBinding = string;

export type KeyPress = Pick<KeyboardEvent, 'code' | 'key' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey'>;

/** The binding of a key press; `Mod` is Ctrl, or Command on a Mac. */
export function bindingOf(press: KeyPress, held: ReadonlySet<string> = new Set()): KeyBinding {
  const parts = [
    press.ctrlKey || press.metaKey ? 'Mod' : '',
    press.altKey ? 'Alt' : '',
    press.shiftKey ? 'Shift' : '',
    held.has('KeyK') && press.code !== 'KeyK' ? 'KeyK' : '',
    press.code,
  ];
  // The question mark sits elsewhere on many keyboards, and it is asked for by name.
  if (press.key === '?' && !press.ctrlKey && !press.metaKey) return 'Shift+Slash';
  return parts.filter((part) => part !== '').join('+');
}

const names: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Comma: ',',
  Period: '.',
  Slash: '/',
  Equal: '+',
  Minus: '−',
  NumpadAdd: '+',
  NumpadSubtract: '−',
  Escape: 'Esc',
  Backslash: '\\',
  BracketLeft: '[',
  BracketRight: ']',
  Semicolon: ';',
  Quote: '’',
  Backquote: '`',
  NumpadEnter: 'Enter',
  Delete: 'Del',
  Backspace: '⌫',
};

/** A binding as a person reads it: `Shift ←`, `⌘K`, `?`. */
export function keyName(binding: KeyBinding, mac: boolean): string {
  if (binding === 'Shift+Slash') return '?';
  const parts = binding.split('+').map((part) => {
    if (part === 'Mod') return mac ? '⌘' : 'Ctrl';
    return names[part] ?? part.replace(/^(Key|Digit)/, '');
  });
  return mac && parts[0] === '⌘' ? parts.join('') : parts.join(' ');
}

/** A key that only changes what others mean. */
export const isModifier = (code: string): boolean => /^(Shift|Control|Alt|Meta|CapsLock)/.test(code);

/** Escape always leaves and Tab always moves on: neither can be given to anything else. */
export const isFixedKey = (binding: KeyBinding): boolean => /(^|\+)(Escape|Tab)$/.test(binding);

/** Whether keys belong to a text field, so that none of ours acts. */
export function isTextField(element: Element | null): boolean {
  if (!(element instanceof HTMLElement)) return false;
  if (element.isContentEditable || element.tagName === 'TEXTAREA' || element.tagName === 'SELECT')
    return true;
  return (
    element instanceof HTMLInputElement && !['button', 'checkbox', 'radio', 'range'].includes(element.type)
  );
}

/** Space and Enter press a button that was reached by keyboard; a button just clicked does not keep them. */
export function pressesFocused(press: KeyPress, element: Element | null): boolean {
  if (press.code !== 'Space' && press.code !== 'Enter') return false;
  return (
    element?.matches(
      'button:focus-visible, summary:focus-visible, [role="radio"]:focus-visible, a:focus-visible',
    ) ?? false
  );
}
