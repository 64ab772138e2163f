import type { Frame, Size } from '#common/domain/index.ts';
import {
  type PatchRule,
  patchValues,
  pictureGrid,
  writePatches,
} from '#main/inference/onnx/picture-patches.ts';
import { resizeBicubic } from '#main/inference/onnx/resize-bicubic.ts';
import { smartResize } from '#main/inference/onnx/smart-resize.ts';
import { syntheticFrame } from '../../inference/synthetic-frames.ts';
import type { TransformersJs } from './transformers-js.ts';

export type PreprocessingCase = {
  readonly title: string;
  readonly ours: () => Promise<unknown>;
  readonly theirs: (() => Promise<unknown>) | null;
};

const rule: PatchRule = {
  patchSize: 14,
  temporalPatchSize: 2,
  mergeSize: 2,
  rescale: 1 / 255,
  mean: [0.48145466, 0.4578275, 0.40821073],
  deviation: [0.26862954, 0.26130258, 0.27577711],
};

/** A frame of each size under each rule: Nano's pictures, and those of the published models of the family. */
const cases: readonly { readonly size: Size; readonly minPixels: number; readonly maxPixels: number }[] = [
  { size: { width: 112, height: 112 }, minPixels: 12544, maxPixels: 12544 },
  { size: { width: 640, height: 360 }, minPixels: 12544, maxPixels: 12544 },
  { size: { width: 644, height: 364 }, minPixels: 3136, maxPixels: 1003520 },
  { size: { width: 640, height: 360 }, minPixels: 3136, maxPixels: 1003520 },
  { size: { width: 1920, height: 1080 }, minPixels: 3136, maxPixels: 1003520 },
];

export function preprocessingCases(peer: TransformersJs | null): readonly PreprocessingCase[] {
  return cases.map(({ size, minPixels, maxPixels }, index) => {
    const frame = syntheticFrame(index, size);
    const to = smartResize(size, { factor: 28, minPixels, maxPixels });
    const theirs = peer?.createProcessor({
      do_resize: true,
      do_rescale: true,
      do_normalize: true,
      do_convert_rgb: true,
      image_mean: rule.mean,
      image_std: rule.deviation,
      rescale_factor: rule.rescale,
      resample: 3,
      patch_size: 14,
      merge_size: 2,
      temporal_patch_size: 2,
      min_pixels: minPixels,
      max_pixels: maxPixels,
      size: { shortest_edge: minPixels, longest_edge: maxPixels },
    });
    return {
      title: `${size.width}×${size.height} → ${to.width}×${to.height}`,
      ours: async () => ourPatches(frame, to),
      theirs: theirs ? () => theirs(frame) : null,
    };
  });
}

function ourPatches(frame: Frame, to: Size): Float32Array {
  const values = new Float32Array(pictureGrid(to, rule).patches * patchValues(rule));
  writePatches(resizeBicubic(frame.pixels, frame, to), to, rule, values, 0);
  return values;
}
