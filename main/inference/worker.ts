import { totalmem } from 'node:os';
import { serveWorker } from '#main/platform/index.ts';
import { createInferenceMethods } from './onnx/worker-engine.ts';

/** The entry of the inference worker process. Caches of conversations take a quarter of the memory, at most 4 GiB. */
serveWorker(createInferenceMethods(Math.min(totalmem() / 4, 4 * 2 ** 30)));
