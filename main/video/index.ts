export type { ClipAnalyser } from './analysis/clip-analyser.ts';
export { type ClipRegistry, createClipRegistry } from './clip-registry.ts';
export type { ClipExporter, ExportTask } from './export/clip-exporter.ts';
export { filmstripIndices } from './filmstrip.ts';
export { readBarCode } from './synthetic/bar-code.ts';
export { createSyntheticVideoService, readSyntheticStamp } from './synthetic/synthetic-video-service.ts';
export type { ClipReading, ClipSource, Sound, VideoService } from './video-service.ts';
export { createVideoService } from './worker-video-service.ts';
