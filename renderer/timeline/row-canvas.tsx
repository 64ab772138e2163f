import { useEffect, useLayoutEffect, useRef, useState } from 'react';

export type DrawRow = (
  context: CanvasRenderingContext2D,
  /** In device pixels, in which everything is drawn. */
  size: { readonly width: number; readonly height: number; readonly pixelRatio: number },
  colour: (name: string) => string,
) => void;

export type RowCanvasProps = {
  readonly width: number;
  readonly height: number;
  /** Keep it the same while what it draws is the same. */
  readonly draw: DrawRow;
};

/** A canvas as sharp as the screen, drawn again when its size, its content or the theme changes. */
export const RowCanvas = ({ width, height, draw }: RowCanvasProps) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useShownTheme();
  const pixelRatio = Math.min(3, window.devicePixelRatio || 1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: colours are read from the page, which the theme changes
  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    const wide = Math.max(1, Math.round(width * pixelRatio));
    const high = Math.max(1, Math.round(height * pixelRatio));
    // Another size costs other memory; the same one is only wiped.
    if (element.width === wide && element.height === high) context.reset();
    else Object.assign(element, { width: wide, height: high });
    const styles = getComputedStyle(element);
    const colour = (name: string) => styles.getPropertyValue(`--${name}`);
    draw(context, { width: element.width, height: element.height, pixelRatio }, colour);
  }, [width, height, draw, theme, pixelRatio]);
  return <canvas ref={canvas} className="row__canvas" style={{ width, height }} />;
};

const shownTheme = (): string => document.documentElement.dataset.theme ?? '';

/** Changes when the page changes its colours. */
function useShownTheme(): string {
  const [theme, setTheme] = useState(shownTheme);
  useEffect(() => {
    const observer = new MutationObserver(() => setTheme(shownTheme()));
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => observer.disconnect();
  }, []);
  return theme;
}
