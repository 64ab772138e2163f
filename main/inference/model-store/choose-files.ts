import { type Precision, precisions } from '#common/domain/index.ts';
import type { HubFile } from './hub-client.ts';

/** Graphs in the layout of transformers.js; each in some precisions, large ones with weights in files beside them. */
const graphs = ['vision_encoder', 'embed_tokens', 'decoder_model_merged'] as const;

const suffixes: Readonly<Record<Precision, readonly string[]>> = {
  fp32: [''],
  fp16: ['_fp16'],
  q8: ['_int8', '_quantized', '_uint8'],
  q4: ['_q4'],
  q4f16: ['_q4f16'],
};

/** What stands in for a graph that is not there in the precision asked: the nearest that loses nothing else. */
const fallbacks: Readonly<Record<Precision, readonly Precision[]>> = {
  fp32: [],
  fp16: ['fp32'],
  q8: ['fp16', 'fp32'],
  q4: ['q8', 'fp32', 'fp16'],
  q4f16: ['fp16', 'q4', 'fp32'],
};

/** Beside the graphs: all that says how to use them, and licences. */
const descriptive = /^(?:[\w.-]+\.json|[\w.-]+\.jinja|merges\.txt|vocab\.txt|LICEN[CS]E[\w.-]*|README\.md)$/;

/**
 * The files that make up the model in a precision; null where that precision is not published. The decoder decides
 * which precision it is: the other two graphs may come in the nearest one there is.
 */
export function chooseFiles(files: readonly HubFile[], precision: Precision): readonly HubFile[] | null {
  const chosen: HubFile[] = files.filter(({ path }) => descriptive.test(path));
  for (const graph of graphs) {
    const allowed = graph === 'decoder_model_merged' ? [precision] : [precision, ...fallbacks[precision]];
    const found = allowed
      .flatMap((each) => suffixes[each])
      .map((suffix) => `onnx/${graph}${suffix}.onnx`)
      .find((path) => files.some((file) => file.path === path));
    if (found === undefined) return null;
    chosen.push(...files.filter(({ path }) => path === found || isDataOf(path, found)));
  }
  return chosen;
}

/** `decoder.onnx_data`, `decoder.onnx_data_1` … */
const isDataOf = (path: string, graph: string) => path.startsWith(`${graph}_data`);

export const offeredPrecisions = (files: readonly HubFile[]) =>
  precisions.flatMap((precision) => {
    const chosen = chooseFiles(files, precision);
    return chosen ? [{ precision, sizeBytes: totalBytes(chosen) }] : [];
  });

export const totalBytes = (files: readonly HubFile[]): number =>
  files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
