/** Width and height in pixels. */
export type Size = { readonly width: number; readonly height: number };

/** The largest size of the same shape within `bounds`; never enlarged, never under one pixel. */
export function fitWithin(size: Size, bounds: Size): Size {
  const scale = Math.min(1, bounds.width / size.width, bounds.height / size.height);
  return {
    width: Math.max(1, Math.round(size.width * scale)),
    height: Math.max(1, Math.round(size.height * scale)),
  };
}
