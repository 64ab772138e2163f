import { useEffect, useState } from 'react';

/** How far the timeline's rows are scrolled down, and what scrolls them. */
export function useScroll(inside: { readonly current: HTMLElement | null }): {
  readonly top: number;
  readonly element: HTMLElement | null;
} {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [top, setTop] = useState(0);
  useEffect(() => {
    const found = inside.current?.closest<HTMLElement>('.timeline__scroll') ?? null;
    setElement(found);
    if (!found) return;
    const follow = () => setTop(found.scrollTop);
    follow();
    found.addEventListener('scroll', follow, { passive: true });
    return () => found.removeEventListener('scroll', follow);
  }, [inside]);
  return { top, element };
}
