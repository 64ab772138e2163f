import { createLocalVideoService } from '../local-video-service.ts';
import type { VideoService } from '../video-service.ts';
import { openSyntheticClip, parseSyntheticPath } from './synthetic-clip.ts';

/**
 * A video service without files, for demonstrations and for tests of whatever stands on a VideoService. Paths
 * look like `synthetic:frames=300,fps=30,size=320x240`; any other path is FILE_MISSING.
 */
export const createSyntheticVideoService = (): VideoService =>
  createLocalVideoService({
    openClip: openSyntheticClip,
    readStamp: readSyntheticStamp,
    cacheBytes: 32 * 2 ** 20,
  });

/** The stamp of a synthetic path: it never changes. */
export async function readSyntheticStamp(path: string) {
  parseSyntheticPath(path);
  return { sizeBytes: 0, modified: 'never' };
}
