import { useEffect, useState } from 'react';
import type { Size } from '#common/domain/index.ts';

/** The width of an element, and the height of what is visible of it: its rows may be taller and scroll. */
export function useSize(element: { readonly current: HTMLElement | null }): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useEffect(() => {
    const area = element.current;
    const frame = area?.parentElement;
    if (!area || !frame) return;
    const measure = () => setSize({ width: area.clientWidth, height: frame.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(area);
    observer.observe(frame);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
