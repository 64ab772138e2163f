import { basename, resolve } from 'node:path';
import type { ClipInfo } from '#common/domain/index.ts';
import { type Clock, type JobBoard, type Log, withAbort } from '../platform/index.ts';
import type { ProjectStore, StoredClip } from '../project/project-store.ts';
import type { ClipReading, ClipRegistry, VideoService } from '../video/index.ts';
import type { ClipLibrary } from './services.ts';

export type ClipLibraryParts = {
  readonly registry: ClipRegistry;
  readonly project: Pick<ProjectStore, 'addClip' | 'removeClip' | 'listClips' | 'setCaptureRate'>;
  readonly video: Pick<VideoService, 'frameTimes' | 'fingerprint' | 'playablePath' | 'close'>;
  readonly jobs: JobBoard;
  readonly clock: Clock;
  readonly log: Log;
};

/**
 * The project's clips over the registry. A clip that the project knows is looked at when it is first asked for,
 * so a project with many clips starts at once and a file that is gone costs nothing but its place in the list.
 * Opening a clip is a job: it may take an index of minutes or a conversion, and goes on when a page is closed.
 */
export function createClipLibrary({
  registry,
  project,
  video,
  jobs,
  clock,
  log,
}: ClipLibraryParts): ClipLibrary {
  const reopen = async (
    stored: StoredClip,
    signal: AbortSignal | undefined,
  ): Promise<ClipInfo | undefined> => {
    try {
      // Costs one look at the file's size and time where it is known already.
      const info = await registry.register(readingOf(stored), stored.name, { signal });
      // A file that was written anew is another clip: what was said of the old one does not hold for it.
      if (info.id === stored.clipId) return info;
    } catch (error) {
      log('info', 'a clip of the project cannot be opened', { name: stored.name, error: String(error) });
    }
    return undefined;
  };

  const storedAs = (clipId: string) => project.listClips().find((clip) => clip.clipId === clipId);

  /** The clip as it stands now; the project's own clips come back to life when named. */
  const find = async (clipId: string, signal?: AbortSignal) => {
    try {
      return registry.get(clipId);
    } catch (unknown) {
      const stored = storedAs(clipId);
      if (!stored || !(await reopen(stored, signal))) throw unknown;
      return registry.get(clipId);
    }
  };

  const add = async (reading: ClipReading, signal: AbortSignal | undefined): Promise<ClipInfo> => {
    const { finished } = jobs.start(
      { kind: 'open', title: basename(reading.path), clipId: null },
      async ({ signal: jobSignal, report }) => {
        const info = await registry.register(reading, undefined, { signal: jobSignal, onStage: report });
        const { source } = registry.get(info.id);
        project.addClip({
          clipId: info.id,
          name: info.name,
          path: source.path,
          videoTrack: source.videoTrack ?? null,
          captureRate: source.captureRate ?? null,
          addedAt: new Date(clock()).toISOString(),
          contentHash: null,
          sizeBytes: null,
        });
        return info;
      },
    );
    return withAbort(finished, signal);
  };

  return {
    async list(options) {
      const clips: ClipInfo[] = [];
      for (const stored of project.listClips()) {
        const info = await reopen(stored, options?.signal);
        if (info) clips.push(info);
      }
      return clips;
    },
    async open(path, options) {
      // What a person said of the file's camera before holds for it when it is opened again.
      const known = project
        .listClips()
        .find((stored) => stored.videoTrack === null && stored.path === resolve(path));
      return add({ path, captureRate: known?.captureRate ?? undefined }, options?.signal);
    },
    async openTrack(clipId, videoTrack, options) {
      const { source } = await find(clipId, options?.signal);
      return add({ ...source, videoTrack }, options?.signal);
    },
    async setCaptureRate(clipId, captureRate, options) {
      const { source, info } = await find(clipId, options?.signal);
      const changed = { ...source, captureRate: captureRate ?? undefined };
      const registered = await registry.register(changed, info.name, options);
      project.setCaptureRate(clipId, captureRate);
      return registered;
    },
    get: async (clipId, options) => (await find(clipId, options?.signal)).info,
    frameTimes: async (clipId, options) =>
      video.frameTimes((await find(clipId, options?.signal)).source, options),
    fingerprint: async (clipId, index, options) =>
      video.fingerprint((await find(clipId, options?.signal)).source, index, options),
    async remove(clipId) {
      const { source } = await find(clipId);
      project.removeClip(clipId);
      const others = project.listClips().some(({ path }) => path === source.path);
      if (!others) await video.close(source.path);
    },
    missing: async () => [],
    findMissing: async () => 0,
    relink: async () => {
      throw new Error('Not there yet.');
    },
    sourceOf: async (clipId, options) => (await find(clipId, options?.signal)).source,
    playablePathOf: async (clipId, options) =>
      video.playablePath((await find(clipId, options?.signal)).source, options),
  };
}

const readingOf = ({ path, videoTrack, captureRate }: StoredClip): ClipReading => ({
  path,
  videoTrack: videoTrack ?? undefined,
  captureRate: captureRate ?? undefined,
});
