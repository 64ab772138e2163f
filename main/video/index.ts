export type { ClipAnalyser } from './analysis/clip-analyser.ts';
export { createClipAnalyser } from './analysis/create-clip-analyser.ts';
export { createClipFacts } from './clip-facts.ts';
export { type ClipRegistry, createClipRegistry } from './clip-registry.ts';
export { type ContentIdentity, createContentIdentities } from './content-identity.ts';
export { createConvertingVideoService } from './conversion/converting-video-service.ts';
export { createConversions } from './conversion/create-conversions.ts';
export type { ClipExporter, ExportTask } from './export/clip-exporter.ts';
export { createClipExporter } from './export/create-clip-exporter.ts';
export { filmstripIndices } from './filmstrip.ts';
export {
  createStroboscopePreviews,
  type StroboscopePreviews,
} from './stroboscope/create-stroboscope-previews.ts';
export { readBarCode } from './synthetic/bar-code.ts';
export { createSyntheticVideoService, readSyntheticStamp } from './synthetic/synthetic-video-service.ts';
export type { ClipReading, ClipSource, VideoService } from './video-service.ts';
export { createVideoService } from './worker-video-service.ts';
