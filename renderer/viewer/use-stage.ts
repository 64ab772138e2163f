import { type RefObject, useEffect, useState } from 'react';
import type { StoreApi } from 'zustand';
import type { Size } from '#common/domain/index.ts';
import { useApp } from '../app/state/context.tsx';
import type { ReviewState } from '../app/state/review-store.ts';
import { usePane } from './pane.tsx';
import { type Point, panBy, type Smoothing, wheelFactor, zoomAt } from './picture-view.ts';

/** Pixels of the screen for one of CSS, and how far the stage's corner lies from the next whole one. */
export type DevicePixels = { readonly ratio: number; readonly offset: Point };

/** Tells the store how large the stage is, and zooms and moves the picture by wheel, pinch, drag, double-click. */
export function useStage(area: RefObject<HTMLDivElement | null>): DevicePixels {
  const { layout } = useApp().stores;
  const { review } = usePane();
  const [device, setDevice] = useState<DevicePixels>({ ratio: 1, offset: { x: 0, y: 0 } });

  useEffect(() => {
    const element = area.current;
    if (!element) return;
    const measure = () => {
      const ratio = window.devicePixelRatio;
      const box = element.getBoundingClientRect();
      // Behind another view it has no size, and keeps the one it had.
      if (box.width === 0) return;
      const toWhole = (edge: number) => Math.ceil(edge * ratio - 1e-3) - edge * ratio;
      const offset = { x: toWhole(box.left), y: toWhole(box.top) };
      setDevice({ ratio, offset });
      review.getState().setStage({
        width: Math.max(1, Math.floor(box.width * ratio - offset.x)),
        height: Math.max(1, Math.floor(box.height * ratio - offset.y)),
      });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    // A window moved to another screen changes the ratio without changing its size.
    window.addEventListener('resize', measure);
    const smoothing = (): Smoothing => (layout.getState().sharpPixels ? 'nearest' : 'smooth');
    const stop = listen(element, review, smoothing);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', measure);
      stop();
    };
  }, [area, review, layout]);
  return device;
}

function listen(element: HTMLElement, review: StoreApi<ReviewState>, smoothing: () => Smoothing): () => void {
  const aborter = new AbortController();
  const { signal } = aborter;

  const change = (next: (clip: Size, stage: Size, state: ReviewState) => ReviewState['zoom']) => {
    const state = review.getState();
    if (state.clip && state.stage) state.setZoom(next(state.clip, state.stage, state));
  };
  const pan = (x: number, y: number) => {
    const ratio = window.devicePixelRatio;
    change((clip, stage, { zoom }) => panBy(clip, stage, zoom, smoothing(), { x: x * ratio, y: y * ratio }));
  };

  const wheel = (event: WheelEvent) => {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const box = element.getBoundingClientRect();
      const ratio = window.devicePixelRatio;
      const pointer = { x: (event.clientX - box.left) * ratio, y: (event.clientY - box.top) * ratio };
      const factor = wheelFactor(event.deltaY, event.deltaMode);
      change((clip, stage, { zoom }) => zoomAt(clip, stage, zoom, smoothing(), { pointer, factor }));
    } else if (review.getState().zoom) {
      event.preventDefault();
      pan(-event.deltaX, -event.deltaY);
    }
  };
  element.addEventListener('wheel', wheel, { signal, passive: false });

  let dragged: { readonly id: number; x: number; y: number } | undefined;
  const isControl = (event: Event) =>
    event.target instanceof Element && event.target.closest('button, [role="status"], [data-draws]') !== null;
  element.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0 || isControl(event) || !review.getState().zoom) return;
      element.setPointerCapture(event.pointerId);
      dragged = { id: event.pointerId, x: event.clientX, y: event.clientY };
    },
    { signal },
  );
  element.addEventListener(
    'pointermove',
    (event) => {
      if (dragged?.id !== event.pointerId) return;
      pan(event.clientX - dragged.x, event.clientY - dragged.y);
      dragged.x = event.clientX;
      dragged.y = event.clientY;
    },
    { signal },
  );
  const release = () => {
    dragged = undefined;
  };
  element.addEventListener('pointerup', release, { signal });
  element.addEventListener('pointercancel', release, { signal });
  element.addEventListener('dblclick', (event) => !isControl(event) && review.getState().setZoom(null), {
    signal,
  });
  return () => aborter.abort();
}
