export {
  type ClipRegistry,
  type ClipRegistryParts,
  createClipRegistry,
  type RegisteredClip,
} from './clip-registry.ts';
export { filmstripIndices } from './filmstrip.ts';
export { readBarCode } from './synthetic/bar-code.ts';
export { createSyntheticVideoService, readSyntheticStamp } from './synthetic/synthetic-video-service.ts';
export type { EncodedPicture, FrameProgress, VideoOptions, VideoService } from './video-service.ts';
export { createVideoService, type VideoServiceParts } from './worker-video-service.ts';
