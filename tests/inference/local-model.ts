import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeModel } from '#main/inference/onnx/model-description.ts';
import { readModelFolder } from '#main/inference/onnx/model-folder.ts';
import { createOnnxModel, type OnnxModelOptions } from '#main/inference/onnx/onnx-model.ts';
import { forkWorker, WorkerClient } from '#main/platform/index.ts';

const root = join(import.meta.dirname, '../..');

/**
 * The shipped model, else a random one made by `python -m training.export.tiny`; null where neither is there.
 * `DEEPSPORT_TEST_MODEL` names another folder.
 */
export const localModelFolder: string | null =
  [process.env.DEEPSPORT_TEST_MODEL ?? 'nano', 'nano-random']
    .map((name) => resolve(root, 'resources/models', name))
    .find((folder) => existsSync(join(folder, 'onnx/decoder_model_merged.onnx'))) ?? null;

export const startInferenceWorker = () => forkWorker(join(root, 'main/inference/worker.ts'));

/** A local model in a worker process of its own. */
export async function openLocalModel(folder: string, options: Pick<OnnxModelOptions, 'device'> = {}) {
  const worker = new WorkerClient('The inference engine', startInferenceWorker);
  const model = await readModelFolder(folder);
  return {
    worker,
    model: await createOnnxModel({ worker, model, card: await describeModel(model), threads: 2, ...options }),
  };
}
