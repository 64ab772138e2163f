import { useEffect } from 'react';
import { isTextField } from '../app/keys.ts';
import { useApp } from '../app/state/context.tsx';

/** Escape goes back to one picture, then ends a loop; after that it belongs to the rest of the window. */
export function useLeave(): void {
  const { stores } = useApp();
  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      const { dialogs, compare, review } = stores;
      const typing = event.target instanceof Element && isTextField(event.target);
      if (typing || dialogs.getState().dialog !== null) return;
      const isComparing = compare.getState().mode !== 'off';
      const { loop, setLoop } = review.getState();
      if (!isComparing && !loop) return;
      event.preventDefault();
      if (isComparing) compare.getState().close();
      else setLoop(null);
    };
    // Before the window's own keys.
    document.addEventListener('keydown', leave);
    return () => document.removeEventListener('keydown', leave);
  }, [stores]);
}
