export { type ClipRegistry, createClipRegistry } from './clip-registry.ts';
export { filmstripIndices } from './filmstrip.ts';
export { readBarCode } from './synthetic/bar-code.ts';
export { createSyntheticVideoService, readSyntheticStamp } from './synthetic/synthetic-video-service.ts';
export type { VideoService } from './video-service.ts';
export { createVideoService } from './worker-video-service.ts';
