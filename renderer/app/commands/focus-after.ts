import { flushSync } from 'react-dom';

/** Changes the page and puts the focus there before the next key arrives, so that what is typed is not taken for keys. */
export function focusAfter(change: () => void, selector: string): void {
  flushSync(change);
  document.querySelector<HTMLElement>(selector)?.focus();
}
