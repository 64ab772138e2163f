import * as ort from 'onnxruntime-node';
import { modelIncomplete } from './read-model-file.ts';

/** The numbers that graphs of models take and give; the engine itself computes with 32 bits. */
export type FloatType = 'float32' | 'float16';
/** Halves are kept as their bits. */
export type FloatArray = Float32Array | Uint16Array;

export const bytesOf: Readonly<Record<FloatType, number>> = { float32: 4, float16: 2 };

export const allocateFloats = (type: FloatType, length: number): FloatArray =>
  type === 'float32' ? new Float32Array(length) : new Uint16Array(length);

/** A tensor over memory that is already of its type. */
export function rawTensor(type: FloatType, values: FloatArray, dims: readonly number[]): ort.Tensor {
  const tensor = new ort.Tensor(type, values, dims);
  // The binding takes a Float16Array for an empty one (microsoft/onnxruntime#32323), and the constructor makes one.
  if (type === 'float16') Object.defineProperty(tensor, 'cpuData', { value: values });
  return tensor;
}

/** A tensor of the given type with these numbers. */
export function floatTensor(type: FloatType, values: Float32Array, dims: readonly number[]): ort.Tensor {
  if (type === 'float32') return rawTensor(type, values, dims);
  return rawTensor(type, new Uint16Array(new Float16Array(values).buffer), dims);
}

/** An output as it can be given back as an input. */
export function reusable(tensor: ort.Tensor): ort.Tensor {
  if (tensor.type !== 'float16' || tensor.location !== 'cpu') return tensor;
  const { buffer, byteOffset, length } = tensor.data as Uint16Array;
  return rawTensor('float16', new Uint16Array(buffer, byteOffset, length), tensor.dims);
}

/** The numbers of an output in 32 bits. MODEL_INCOMPLETE if it holds others. */
export function floatValues(tensor: ort.Tensor | undefined, folder: string, file: string): Float32Array {
  if (tensor?.type === 'float32') return tensor.data as Float32Array;
  if (tensor?.type === 'float16') {
    const { buffer, byteOffset, length } = tensor.data as Uint16Array;
    return new Float32Array(new Float16Array(buffer as ArrayBuffer, byteOffset, length));
  }
  throw modelIncomplete(folder, file, `${file} computes ${tensor?.type ?? 'nothing'} instead of numbers`);
}

/** The type of numbers that an input takes; 32 bits where the graph does not say. MODEL_INCOMPLETE for others. */
export function floatInput(
  session: ort.InferenceSession,
  folder: string,
  file: string,
  name: string,
): { readonly type: FloatType; readonly shape: readonly (number | string)[] } {
  const metadata = session.inputMetadata.find((input) => input.name === name);
  if (!metadata?.isTensor) return { type: 'float32', shape: [] };
  const { type, shape } = metadata;
  if (type === 'float32' || type === 'float16') return { type, shape };
  throw modelIncomplete(folder, file, `its input ${name} takes ${type}, which this engine cannot give`);
}
