import type { ClipInfo } from '#common/domain/index.ts';
import type { Clock, Log } from '../platform/index.ts';
import type { ProjectStore } from '../project/project-store.ts';
import type { ClipRegistry, VideoService } from '../video/index.ts';
import type { ClipLibrary } from './services.ts';

export type ClipLibraryParts = {
  readonly registry: ClipRegistry;
  readonly project: Pick<ProjectStore, 'addClip' | 'removeClip' | 'listClips'>;
  readonly video: Pick<VideoService, 'frameTimes' | 'close'>;
  readonly clock: Clock;
  readonly log: Log;
};

/**
 * The project's clips over the registry. A clip that the project knows is looked at when it is first asked for,
 * so a project with many clips starts at once and a file that is gone costs nothing but its place in the list.
 */
export function createClipLibrary({ registry, project, video, clock, log }: ClipLibraryParts): ClipLibrary {
  const reopen = async (
    stored: { readonly clipId: string; readonly path: string; readonly name: string },
    signal: AbortSignal | undefined,
  ): Promise<ClipInfo | undefined> => {
    try {
      // Costs one look at the file's size and time where it is known already.
      const info = await registry.register(stored.path, stored.name, { signal });
      // A file that was written anew is another clip: what was said of the old one does not hold for it.
      if (info.id === stored.clipId) return info;
    } catch (error) {
      log('info', 'a clip of the project cannot be opened', { name: stored.name, error: String(error) });
    }
    return undefined;
  };

  /** The clip as it stands now; the project's own clips come back to life when named. */
  const find = async (clipId: string, signal?: AbortSignal) => {
    try {
      return registry.get(clipId);
    } catch (unknown) {
      const stored = project.listClips().find((clip) => clip.clipId === clipId);
      if (!stored || !(await reopen(stored, signal))) throw unknown;
      return registry.get(clipId);
    }
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
      const info = await registry.register(path, undefined, options);
      project.addClip({
        clipId: info.id,
        name: info.name,
        path: registry.get(info.id).path,
        addedAt: new Date(clock()).toISOString(),
      });
      return info;
    },
    get: async (clipId, options) => (await find(clipId, options?.signal)).info,
    frameTimes: async (clipId, options) => {
      const { path } = await find(clipId, options?.signal);
      return video.frameTimes(path, options);
    },
    async remove(clipId) {
      const { path } = await find(clipId);
      project.removeClip(clipId);
      await video.close(path);
    },
    pathOf: async (clipId) => (await find(clipId)).path,
  };
}
