import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeModel } from '#main/inference/onnx/model-description.ts';
import { readModelFolder } from '#main/inference/onnx/model-folder.ts';
import { createOnnxModel, type OnnxModelOptions } from '#main/inference/onnx/onnx-model.ts';
import { forkWorker, serveWorker, WorkerClient, type WorkerProcess } from '#main/platform/index.ts';

/** A worker that is this very process, so that a test can give it other methods. */
export function inThisProcess(methods: Parameters<typeof serveWorker>[0]): WorkerProcess {
  let toWorker: (message: never) => void = () => {};
  let toClient: (message: never) => void = () => {};
  const later = (send: (message: never) => void, message: unknown) =>
    setImmediate(() => send(structuredClone(message) as never));
  setImmediate(() =>
    serveWorker(methods, {
      post: (message) => later((copy) => toClient(copy), message),
      onMessage: (listener) => {
        toWorker = listener as never;
      },
    }),
  );
  const exits: (() => void)[] = [];
  return {
    pid: undefined,
    post: (message) => later((copy) => toWorker(copy), message),
    onMessage: (listener) => {
      toClient = listener as never;
    },
    onExit: (listener) => void exits.push(() => listener('closed')),
    kill: () => {
      for (const exit of exits.splice(0)) exit();
    },
  };
}

/** A local model in a worker that `start` starts. */
export async function openWith(
  folder: string,
  start: () => WorkerProcess,
  options: Partial<OnnxModelOptions> = {},
) {
  const worker = new WorkerClient('The inference engine', start);
  const model = await readModelFolder(folder);
  const card = await describeModel(model);
  return { worker, model: await createOnnxModel({ worker, model, card, threads: 2, ...options }) };
}

/** SwiftShader computes WebGPU on the CPU: it comes with Debian's chromium package. */
const icd = [
  '/usr/lib/chromium/vk_swiftshader_icd.json',
  '/usr/lib64/chromium-browser/vk_swiftshader_icd.json',
].find((path) => process.platform === 'linux' && existsSync(path));

export const noSwiftShader = icd === undefined;
/** Appended to the titles of tests that are skipped without. */
export const swiftShaderNote = noSwiftShader
  ? " (skipped: no SwiftShader, it comes with Debian's chromium)"
  : '';

/** Starts the inference worker with SwiftShader as its only GPU; disposed, it leaves no folder behind. */
export async function swiftShaderWorker() {
  const runtime = await mkdtemp(join(tmpdir(), 'deepsport-webgpu-'));
  const env = { ...process.env, VK_ICD_FILENAMES: icd, XDG_RUNTIME_DIR: runtime };
  const entry = join(import.meta.dirname, '../../main/inference/worker.ts');
  return {
    start: () => forkWorker(entry, env),
    [Symbol.asyncDispose]: () => rm(runtime, { recursive: true, force: true }),
  };
}
