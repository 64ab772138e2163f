import { useEffect } from 'react';
import { useLayout } from './state/context.tsx';

/** Puts theme, contrast and motion on the page, as a person chose them or as the machine has them. */
export function useLook(): void {
  const theme = useLayout((state) => state.theme);
  const contrast = useLayout((state) => state.contrast);
  const motion = useLayout((state) => state.motion);
  useEffect(() => {
    const light = window.matchMedia('(prefers-color-scheme: light)');
    const more = window.matchMedia('(prefers-contrast: more)');
    const less = window.matchMedia('(prefers-reduced-motion: reduce)');
    const queries = [light, more, less];
    const apply = () => {
      const { dataset } = document.documentElement;
      dataset.theme = theme === 'system' ? (light.matches ? 'light' : 'dark') : theme;
      dataset.contrast = contrast === 'more' || more.matches ? 'more' : 'normal';
      dataset.motion = motion === 'less' || less.matches ? 'less' : 'full';
    };
    apply();
    for (const query of queries) query.addEventListener('change', apply);
    return () => {
      for (const query of queries) query.removeEventListener('change', apply);
    };
  }, [theme, contrast, motion]);
}
