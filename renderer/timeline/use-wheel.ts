import { useEffect, useRef } from 'react';

/** A wheel listener that may keep the page from scrolling, which React's own cannot. */
export function useWheel(
  element: { readonly current: HTMLElement | null },
  onWheel: (event: WheelEvent, x: number) => void,
): void {
  const latest = useRef(onWheel);
  latest.current = onWheel;
  useEffect(() => {
    const area = element.current;
    if (!area) return;
    const listen = (event: WheelEvent) => {
      event.preventDefault();
      latest.current(event, event.clientX - area.getBoundingClientRect().left);
    };
    area.addEventListener('wheel', listen, { passive: false });
    return () => area.removeEventListener('wheel', listen);
  }, [element]);
}
