import type { TimelineView } from '../app/state/review-store.ts';

/** Frame n takes the pixels from x(n) to x(n + 1). */
export type Scale = TimelineView & { readonly width: number };

/** A frame is drawn at most this wide where nothing else is known: a 16:9 picture that fills its row. */
export const widestFrame = 92;

export const pixelsPerFrame = ({ start, end, width }: Scale): number => width / Math.max(1e-9, end - start);

export const frameToX = (scale: Scale, frame: number): number =>
  (frame - scale.start) * pixelsPerFrame(scale);

/** The frame under a pixel, within the clip. */
export const xToFrame = (scale: Scale, x: number, frameCount: number): number =>
  Math.max(0, Math.min(frameCount - 1, Math.floor(scale.start + x / pixelsPerFrame(scale))));

/** A stretch of at least one and at most all frames, moved inside the clip. */
export function fitView(
  { start, end }: TimelineView,
  width: number,
  frameCount: number,
  widest = widestFrame,
): TimelineView {
  const narrowest = Math.min(frameCount, Math.max(1, width / widest));
  const length = Math.max(narrowest, Math.min(frameCount, end - start));
  const first = Math.max(0, Math.min(frameCount - length, start));
  return { start: first, end: first + length };
}

/** Zooms by a factor (under 1: closer) so that the frame under `x` stays there. */
export function zoomView(
  scale: Scale,
  x: number,
  factor: number,
  frameCount: number,
  widest = widestFrame,
): TimelineView {
  const under = scale.start + x / pixelsPerFrame(scale);
  const narrowest = Math.min(frameCount, Math.max(1, scale.width / widest));
  const length = Math.max(narrowest, Math.min(frameCount, (scale.end - scale.start) * factor));
  const start = under - (x / scale.width) * length;
  return fitView({ start, end: start + length }, scale.width, frameCount, widest);
}

export function panView(scale: Scale, pixels: number, frameCount: number): TimelineView {
  const frames = pixels / pixelsPerFrame(scale);
  return fitView({ start: scale.start + frames, end: scale.end + frames }, scale.width, frameCount);
}

/** The view moved just so far that a frame is inside it, with some room in front. */
export function viewWithFrame(view: TimelineView, frame: number, frameCount: number): TimelineView {
  if (frame >= view.start && frame + 1 <= view.end) return view;
  const length = view.end - view.start;
  const start = frame < view.start ? frame - length * 0.1 : frame + 1 - length * 0.9;
  const first = Math.max(0, Math.min(frameCount - length, start));
  return { start: first, end: first + length };
}

/** 1, 2, 5, 10, 20, 50 …: the smallest that is at least `least`. */
export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  const factor = [1, 2, 5, 10].find((each) => each * power >= least) ?? 10;
  return factor * power;
}

/** Frames between two pictures of the filmstrip: few different values, so that zooming reuses pictures. */
export function filmstripStride(framesPerPicture: number): number {
  if (framesPerPicture <= 1) return 1;
  for (let power = 1; ; power *= 2) {
    const found = [4, 5, 6, 7]
      .map((each) => Math.ceil((each * power) / 4))
      .find((each) => each >= framesPerPicture);
    if (found !== undefined) return found;
  }
}

/**
 * The film's stride, and whether its pictures lie ready: from the stride of the kept ones on (0: none) it is a
 * multiple of that.
 */
export function filmSpacing(
  framesPerPicture: number,
  keptStride: number,
): { readonly stride: number; readonly ready: boolean } {
  const stride = filmstripStride(framesPerPicture);
  if (keptStride <= 0 || stride < keptStride) return { stride, ready: false };
  return { stride: filmstripStride(framesPerPicture / keptStride) * keptStride, ready: true };
}

/** Multiples of `step` inside the view. */
export function ticks({ start, end }: TimelineView, step: number): readonly number[] {
  const found: number[] = [];
  for (let at = Math.ceil(start / step) * step; at < end; at += step) found.push(at);
  return found;
}
