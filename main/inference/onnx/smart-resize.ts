import type { Size } from '#common/domain/index.ts';

/** How large pictures may be for a model; both sides become multiples of `factor` (patch × merge, 28 pixels). */
export type PixelRule = { readonly factor: number; readonly minPixels: number; readonly maxPixels: number };

/**
 * The size at which the Qwen2-VL family looks at a picture: the nearest multiples of `factor` at about the same
 * shape, with between `minPixels` and `maxPixels` pixels (`smart_resize` of the family's image processor).
 */
export function smartResize({ width, height }: Size, { factor, minPixels, maxPixels }: PixelRule): Size {
  const rounded = (side: number) => Math.max(factor, roundHalfEven(side / factor) * factor);
  const size = { width: rounded(width), height: rounded(height) };
  const pixels = size.width * size.height;
  if (pixels > maxPixels) {
    const shrink = Math.sqrt((width * height) / maxPixels);
    const floored = (side: number) => Math.max(factor, Math.floor(side / shrink / factor) * factor);
    return { width: floored(width), height: floored(height) };
  }
  if (pixels < minPixels) {
    const grow = Math.sqrt(minPixels / (width * height));
    const raised = (side: number) => Math.ceil((side * grow) / factor) * factor;
    return { width: raised(width), height: raised(height) };
  }
  return size;
}

/**
 * The size at which a frame goes to the model. One that has already been scaled by `smartResize` stays as it is,
 * although the rule applied to its own result may differ (it knows the shape before rounding only).
 */
export function pictureSize(frame: Size, rule: PixelRule): Size {
  const { factor, maxPixels } = rule;
  const { width, height } = frame;
  const fits = width % factor === 0 && height % factor === 0 && width * height <= maxPixels;
  return fits ? { width, height } : smartResize(frame, rule);
}

/** As Python rounds: 2.5 gives 2, 3.5 gives 4. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
