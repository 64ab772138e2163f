import type { CodeButton, CodeWindow } from '#common/domain/index.ts';

/** One button with some of it changed. */
export const changeButton = (window: CodeWindow, id: string, change: Partial<CodeButton>): CodeWindow => ({
  ...window,
  buttons: window.buttons.map((button) => (button.id === id ? { ...button, ...change } : button)),
});

/** Without a button, and without the links to it. */
export const removeButton = (window: CodeWindow, id: string): CodeWindow => ({
  ...window,
  buttons: window.buttons
    .filter((button) => button.id !== id)
    .map((button) =>
      button.links.includes(id) ? { ...button, links: button.links.filter((link) => link !== id) } : button,
    ),
});

/** A button put at a place among the others, counted from 0. */
export function placeButton(window: CodeWindow, id: string, place: number): CodeWindow {
  const button = window.buttons.find((each) => each.id === id);
  if (!button) return window;
  const others = window.buttons.filter((each) => each !== button);
  const at = Math.max(0, Math.min(others.length, place));
  return { ...window, buttons: others.toSpliced(at, 0, button) };
}

/** A key given to a button; another button that had it has none any more. */
export const giveKey = (window: CodeWindow, id: string, key: string | null): CodeWindow => ({
  ...window,
  buttons: window.buttons.map((button) => {
    if (button.id === id) return { ...button, key };
    return key !== null && button.key === key ? { ...button, key: null } : button;
  }),
});

/** What groups are there, for a person to choose from. */
export const groupsOf = (window: CodeWindow, field: 'group' | 'exclusiveGroup', kind: CodeButton['kind']) => [
  ...new Set(
    window.buttons
      .filter((button) => button.kind === kind && button[field] !== '')
      .map((button) => button[field]),
  ),
];
