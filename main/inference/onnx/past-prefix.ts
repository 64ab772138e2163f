import type * as ort from 'onnxruntime-node';
import type { Past } from './decoder.ts';
import { allocateFloats, type FloatArray, rawTensor } from './float-tensor.ts';

/** The cache after the first `length` tokens, copied; null where it lies on an accelerator. */
export function pastPrefix(past: Past, length: number): Past | null {
  const tensors: Record<string, ort.Tensor> = {};
  for (const [name, tensor] of Object.entries(past.tensors)) {
    const { type, dims, location } = tensor;
    if (location !== 'cpu' || (type !== 'float32' && type !== 'float16')) return null;
    const [heads = 0, before = 0, size = 0] = dims.slice(1);
    const from = tensor.data as FloatArray;
    const to = allocateFloats(type, heads * length * size);
    for (let head = 0; head < heads; head++) {
      const start = head * before * size;
      to.set(from.subarray(start, start + length * size), head * length * size);
    }
    tensors[name] = rawTensor(type, to, [1, heads, length, size]);
  }
  return { length, tensors };
}
