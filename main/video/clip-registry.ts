import { createHash } from 'node:crypto';
import { type ClipInfo, DeepSportError } from '#common/domain/index.ts';
import type { ClipFacts } from './clip-facts.ts';
import { readingKey, readingOf, withAbsolutePath } from './clip-reading.ts';
import { type FileStamp, isSameStamp, readFileStamp } from './file-stamp.ts';
import type { ClipReading, ClipSource, OpenOptions, VideoService } from './video-service.ts';

export type RegisteredClip = { readonly info: ClipInfo; readonly source: ClipReading };

/** Opaque names for clips, so that a page never sees a path, and readings back for those who may. */
export interface ClipRegistry {
  /**
   * Probes the file and names it; the same file, unchanged, by the same track, gets the same id again, with the
   * capture rate given last: a reading states it or has none, a path alone leaves it as it was. `name` is what
   * people read, else the file's own. An `id` names it in place of that, and whatever had that name before.
   * Fails as VideoService.probe does.
   */
  register(
    source: ClipSource,
    name?: string,
    options?: OpenOptions & { readonly id?: string | undefined },
  ): Promise<ClipInfo>;
  /** The id that a file gets by itself as it lies there now, and its size. Fails as probing does for what is gone. */
  identify(source: ClipReading): Promise<{ readonly id: string; readonly sizeBytes: number }>;
  /** A name that stands for nothing any more. */
  forget(id: string): void;
  /** Fails with NOT_FOUND. */
  get(id: string): RegisteredClip;
  /** In order of first registration. */
  list(): readonly ClipInfo[];
}

export type ClipRegistryParts = {
  /** A file registered under an id of its own is not probed again where its facts are known. */
  readonly facts?: Pick<ClipFacts, 'get' | 'set'>;
  readonly video: Pick<VideoService, 'probe'>;
  readonly readStamp?: (path: string) => Promise<FileStamp>;
};

export function createClipRegistry({
  video,
  facts,
  readStamp = readFileStamp,
}: ClipRegistryParts): ClipRegistry {
  const clips = new Map<string, RegisteredClip>();
  const stamps = new Map<string, FileStamp>();

  const probe = async (source: ClipReading, stamp: FileStamp, isKnown: boolean, options: OpenOptions) => {
    const key = createHash('sha256')
      .update(`${readingKey(source)}\0${stamp.sizeBytes}\0${stamp.modified}`)
      .digest('hex');
    const known = isKnown ? await facts?.get(key) : undefined;
    if (known) return known;
    const found = await video.probe(source, options);
    facts?.set(key, found);
    return found;
  };

  /** The reading by its own track only: a track that is the file's own choice goes without saying. */
  const withoutDefaultTrack = async (reading: ClipReading, stamp: FileStamp, options?: OpenOptions) => {
    const { videoTrack, ...rest } = reading;
    if (videoTrack === undefined) return rest;
    const byDefault = clips.get(clipId(rest, stamp))?.info ?? (await video.probe(rest.path, options));
    return videoTrack === byDefault.videoTrack ? rest : reading;
  };

  return {
    async register(given, name, { id: wanted, ...options } = {}) {
      const absolute = withAbsolutePath(readingOf(given));
      const stamp = await readStamp(absolute.path);
      const reading = await withoutDefaultTrack(absolute, stamp, options);
      const id = wanted ?? clipId(reading, stamp);
      const known = clips.get(id);
      const source = known && typeof given === 'string' && wanted === undefined ? known.source : reading;
      const isKnown =
        known &&
        readingKey(source) === readingKey(known.source) &&
        isSameStamp(stamp, stamps.get(id) ?? stamp);
      const probed = isKnown
        ? known.info
        : { ...(await probe(source, stamp, wanted !== undefined, options)), id };
      const keptName = name ?? known?.info.name;
      const info = keptName === undefined ? probed : { ...probed, name: keptName };
      clips.set(id, { info, source });
      stamps.set(id, stamp);
      return info;
    },

    get(id) {
      const clip = clips.get(id);
      if (!clip) {
        throw new DeepSportError('NOT_FOUND', 'This clip is not open any more. Open its file again.', { id });
      }
      return clip;
    },

    async identify(source) {
      const reading = withAbsolutePath(source);
      const stamp = await readStamp(reading.path);
      return { id: clipId(reading, stamp), sizeBytes: stamp.sizeBytes };
    },

    forget(id) {
      clips.delete(id);
      stamps.delete(id);
    },

    list: () => [...clips.values()].map(({ info }) => info),
  };
}

/**
 * The first 16 hex digits of SHA-256 over where the file is, how large it is, when it was last written, and its
 * track where that is not the file's own choice.
 */
function clipId({ path, videoTrack }: ClipReading, { sizeBytes, modified }: FileStamp): string {
  const track = videoTrack === undefined ? '' : `\0${videoTrack}`;
  return createHash('sha256').update(`${path}\0${sizeBytes}\0${modified}${track}`).digest('hex').slice(0, 16);
}
