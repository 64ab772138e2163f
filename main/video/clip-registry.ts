import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { type ClipInfo, DeepSportError } from '#common/domain/index.ts';
import { type FileStamp, readFileStamp } from './file-stamp.ts';
import type { ClipReading, ClipSource, OpenOptions, VideoService } from './video-service.ts';

export type RegisteredClip = { readonly info: ClipInfo; readonly source: ClipReading };

/** Opaque names for clips, so that a page never sees a path, and paths back for those who may. */
export interface ClipRegistry {
  /**
   * Probes the file and names it; the same file, unchanged, by the same track, gets the same id again, with the
   * capture rate given last. `name` is what people read, else the file's own. Fails as VideoService.probe does.
   */
  register(source: ClipSource, name?: string, options?: OpenOptions): Promise<ClipInfo>;
  /** Fails with NOT_FOUND. */
  get(id: string): RegisteredClip;
  /** In order of first registration. */
  list(): readonly ClipInfo[];
}

export type ClipRegistryParts = {
  readonly video: Pick<VideoService, 'probe'>;
  readonly readStamp?: (path: string) => Promise<FileStamp>;
};

export function createClipRegistry({ video, readStamp = readFileStamp }: ClipRegistryParts): ClipRegistry {
  const clips = new Map<string, RegisteredClip>();
  return {
    async register(path, name, options) {
      const absolute = isFilePath(path) ? resolve(path) : path;
      const id = clipId(absolute, await readStamp(absolute));
      const known = clips.get(id);
      const probed = known?.info ?? { ...(await video.probe(absolute, options)), id };
      const info = name === undefined ? probed : { ...probed, name };
      clips.set(id, { info, path: absolute });
      return info;
    },

    get(id) {
      const clip = clips.get(id);
      if (!clip) {
        throw new DeepSportError('NOT_FOUND', 'This clip is not open any more. Open its file again.', { id });
      }
      return clip;
    },

    list: () => [...clips.values()].map(({ info }) => info),
  };
}

/** The first 16 hex digits of SHA-256 over where the file is, how large it is and when it was last written. */
const clipId = (path: string, { sizeBytes, modified }: FileStamp): string =>
  createHash('sha256').update(`${path}\0${sizeBytes}\0${modified}`).digest('hex').slice(0, 16);

const isFilePath = (path: string) => !path.startsWith('synthetic:');
