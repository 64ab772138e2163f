import { type CSSProperties, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useApp, useTour } from '../app/state/context.tsx';
import { tourTexts as texts } from '../texts/tour.ts';
import { placeCard } from './place-card.ts';
import './tour.css';

const card = { width: 320, height: 190 } as const;

/** The first steps on the sample project: one card beside each part of the window. Nothing is blocked meanwhile. */
export const Tour = () => {
  const { stores } = useApp();
  const step = useTour((state) => state.step);
  const { goTo } = stores.tour.getState();
  const shown = step === null ? undefined : texts.steps[step];
  const target = useTarget(shown?.target);
  const next = useRef<HTMLButtonElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step takes the focus anew
  useEffect(() => next.current?.focus(), [step]);
  const isShown = shown !== undefined;
  useEffect(() => {
    if (!isShown) return;
    // Wherever the focus is, but a dialog or a field is left first. Before the keys of the clip hear of it.
    const leave = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest('input, textarea, [role="dialog"]')) return;
      event.preventDefault();
      goTo(null);
    };
    document.addEventListener('keydown', leave);
    return () => document.removeEventListener('keydown', leave);
  }, [isShown, goTo]);
  if (step === null || !shown) return null;
  const last = step === texts.steps.length - 1;
  const place = placeCard(target, card, { width: window.innerWidth, height: window.innerHeight });
  return (
    <>
      {target && <div className="tour__frame" style={boxOf(target)} aria-hidden="true" />}
      <section
        className="popover tour"
        aria-label={texts.label}
        style={{ left: place.left, top: place.top, width: card.width }}
      >
        <h2>{shown.title}</h2>
        <p aria-live="polite">{shown.text}</p>
        <footer className="tour__foot">
          <span className="label">{texts.count(step + 1, texts.steps.length)}</span>
          {!last && (
            <button type="button" className="button button--plain" onClick={() => goTo(null)}>
              {texts.leave}
            </button>
          )}
          {step > 0 && (
            <button type="button" className="button" onClick={() => goTo(step - 1)}>
              {texts.back}
            </button>
          )}
          <button
            ref={next}
            type="button"
            className="button button--person"
            onClick={() => goTo(last ? null : step + 1)}
          >
            {last ? texts.done : texts.next}
          </button>
        </footer>
      </section>
    </>
  );
};

const boxOf = ({ left, top, width, height }: DOMRect): CSSProperties => ({ left, top, width, height });

/** Where the part of the window is; null where it is not shown. Follows its size and the window's. */
function useTarget(selector: string | undefined): DOMRect | null {
  const [box, setBox] = useState<DOMRect | null>(null);
  useLayoutEffect(() => {
    const element = selector ? document.querySelector(selector) : null;
    const measure = () => setBox(element?.getBoundingClientRect() ?? null);
    measure();
    const observer = new ResizeObserver(measure);
    if (element) observer.observe(element);
    window.addEventListener('resize', measure);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', measure);
    };
  }, [selector]);
  return box;
}
