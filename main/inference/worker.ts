import { serveWorker } from '#main/platform/index.ts';
import { createInferenceMethods } from './onnx/worker-engine.ts';

/** The entry of the inference worker process. */
serveWorker(createInferenceMethods());
