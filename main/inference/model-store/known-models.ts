import type { KnownModel } from '#common/domain/index.ts';

/** Exports in the layout of transformers.js, as their owners publish them. What is there is asked of the hub. */
export const knownModels: readonly KnownModel[] = [
  {
    hubId: 'onnx-community/Qwen2-VL-2B-Instruct',
    name: 'Qwen2-VL 2B',
    family: 'Qwen2-VL',
    billionParameters: 2.2,
    licence: 'Apache-2.0',
    needs: '8 GB of memory in q4; a graphics card makes it usable for more than single questions.',
  },
  {
    hubId: 'onnx-community/Qwen3-VL-2B-Instruct-ONNX',
    name: 'Qwen3-VL 2B',
    family: 'Qwen3-VL',
    billionParameters: 2.1,
    licence: 'Apache-2.0',
    needs: '8 GB of memory in q4; a graphics card makes it usable for more than single questions.',
  },
];
