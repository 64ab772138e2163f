import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { type ClipInfo, DeepSportError, isDeepSportError, toDeepSportError } from '#common/domain/index.ts';
import type { ProjectStore, StoredClip } from '../project/project-store.ts';
import type { ClipReading, ClipRegistry, ContentIdentity } from '../video/index.ts';
import { findFiles } from './find-files.ts';
import type { ServiceOptions } from './services.ts';

export type ClipFilesParts = {
  readonly registry: ClipRegistry;
  readonly project: Pick<ProjectStore, 'listClips' | 'setClipFile'>;
  /** What a file holds; each state of a file is read once. */
  readonly identify: (path: string, signal: AbortSignal | undefined) => Promise<ContentIdentity>;
  /** Where the project's own file lies; undefined for one that is kept nowhere. */
  readonly projectFolder: () => string | undefined;
};

type Looking = ServiceOptions & {
  readonly onLooked?: ((count: number) => void) | undefined;
  readonly onFound?: (() => void) | undefined;
};

/** The files behind a project's clips: whether they are still what they were, and where else they might be. */
export function createClipFiles({ registry, project, identify, projectFolder }: ClipFilesParts) {
  /** Fails with FILE_CHANGED for a file that holds something else than the clip did, or as probing does. */
  const check = async (stored: StoredClip, signal: AbortSignal | undefined): Promise<void> => {
    const { id, sizeBytes } = await registry.identify(readingOf(stored));
    // The id holds place, size and date, so nobody touched the file since it was added.
    if (id === stored.clipId) return;
    const couldBe = stored.sizeBytes === null || stored.sizeBytes === sizeBytes;
    const isSame = couldBe && stored.contentHash === (await identify(stored.path, signal)).hash;
    if (!isSame) throw new DeepSportError('FILE_CHANGED', `${stored.name} is not what it was.`);
  };

  /** The clip under its own id, as its file stands now. Fails as `check` does. */
  const open = async (stored: StoredClip, signal: AbortSignal | undefined): Promise<ClipInfo> => {
    try {
      await check(stored, signal);
      return await asItIsNow(() =>
        registry.register(readingOf(stored), stored.name, { signal, id: stored.clipId }),
      );
    } catch (error) {
      // Nothing of another file is ever shown under the clip's name.
      if (!signal?.aborted) registry.forget(stored.clipId);
      throw error;
    }
  };

  const note = ({ clipId }: StoredClip, path: string, { hash, stamp }: ContentIdentity) =>
    project.setClipFile(clipId, { path, contentHash: hash, sizeBytes: stamp.sizeBytes });

  return {
    open,
    /** Keeps what the clip's file holds, so that it is found again when it is moved. */
    async noteContent(clipId: string, signal: AbortSignal | undefined): Promise<void> {
      const stored = project.listClips().find((clip) => clip.clipId === clipId);
      if (!stored || stored.contentHash !== null) return;
      const content = await identify(stored.path, signal);
      // Another file may stand for the clip by now, or another project may be open.
      const isStill = project.listClips().some((clip) => clip.clipId === clipId && clip.path === stored.path);
      if (isStill && (await registry.identify(readingOf(stored))).id === clipId)
        note(stored, stored.path, content);
    },
    /** The project's clip that holds the same as a file by the same track. */
    async sameContent(
      { path, videoTrack }: ClipReading,
      sizeBytes: number,
      signal: AbortSignal | undefined,
    ): Promise<StoredClip | undefined> {
      for (const stored of project.listClips()) {
        if (stored.videoTrack !== (videoTrack ?? null) || stored.sizeBytes !== sizeBytes) continue;
        const kept = stored.contentHash ?? (await hashOf(stored.path));
        if (kept !== undefined && kept === (await hashOf(path))) return stored;
      }
      return undefined;

      async function hashOf(file: string): Promise<string | undefined> {
        return identify(file, signal).then(
          ({ hash }) => hash,
          () => undefined,
        );
      }
    },
    /** Says the clip's file lies there from now on. Fails with BAD_INPUT where that file holds something else. */
    async moveTo(stored: StoredClip, path: string, signal: AbortSignal | undefined): Promise<StoredClip> {
      const content = await identify(path, signal);
      const fileName = nameOf(path);
      if (stored.contentHash === null) {
        if (fileName !== nameOf(stored.path)) throw notNoted(stored.name, nameOf(stored.path));
      } else if (stored.contentHash !== content.hash) {
        throw notTheSame(stored, fileName, content.stamp.sizeBytes);
      }
      note(stored, path, content);
      return { ...stored, path, contentHash: content.hash, sizeBytes: content.stamp.sizeBytes };
    },
    /** Looks for files that hold what missing clips did; gives those found, their new places kept. */
    async find(missing: readonly StoredClip[], { signal, onLooked, onFound }: Looking): Promise<number> {
      const wanted = new Set(missing.filter(({ contentHash }) => contentHash !== null));
      const others = project.listClips().map(({ path }) => path);
      const own = projectFolder();
      const places = [...(own === undefined ? [] : [own]), ...others.flatMap(nearestFolder)];
      let found = 0;
      if (wanted.size === 0) return found;
      for await (const { path, sizeBytes } of findFiles(places, { signal, onLooked })) {
        const bySize = [...wanted].filter((clip) => clip.sizeBytes === sizeBytes);
        if (bySize.length === 0) continue;
        const content = await identify(path, signal).catch((error) => {
          if (toDeepSportError(error).code === 'CANCELLED') throw error;
          return undefined;
        });
        for (const clip of bySize.filter(({ contentHash }) => contentHash === content?.hash)) {
          if (content) note(clip, path, content);
          wanted.delete(clip);
          found += 1;
          onFound?.();
        }
        if (wanted.size === 0) break;
      }
      return found;
    },
  };
}

/** Whoever still reads what a file was when it is written anew is told so first; then it is read as it is. */
export async function asItIsNow<Result>(ask: () => Promise<Result>): Promise<Result> {
  for (let left = 3; ; left--) {
    try {
      return await ask();
    } catch (error) {
      const isChanged = isDeepSportError(error) && error.code === 'FILE_CHANGED';
      if (!isChanged || left === 0) throw error;
    }
  }
}

const readingOf = ({ path, videoTrack, captureRate }: StoredClip): ClipReading => ({
  path,
  videoTrack: videoTrack ?? undefined,
  captureRate: captureRate ?? undefined,
});

/** Why a clip cannot be shown, and what to do about it. */
export function missingReason(error: unknown): string {
  const { code, message } = toDeepSportError(error);
  if (code === 'FILE_MISSING') return 'Its file is not where it was. Find it, or choose it yourself.';
  if (code === 'FILE_CHANGED') {
    return 'Its file holds something else now. Find the original, or open the new file as a clip of its own.';
  }
  return message;
}

const nameOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

/** The folder of a file, or what is left of the way to it; never a whole disk. */
function nearestFolder(path: string): readonly string[] {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(folder)) return [folder];
  }
  return [];
}

const notTheSame = ({ name, sizeBytes }: StoredClip, fileName: string, found: number): DeepSportError => {
  const difference =
    sizeBytes !== null && sizeBytes !== found
      ? `it has ${found.toLocaleString('en')} bytes, not ${sizeBytes.toLocaleString('en')}`
      : 'it is as long, but its content is another';
  return new DeepSportError(
    'BAD_INPUT',
    `${fileName} does not hold what ${name} did: ${difference}. Choose the original, or open this file as a clip of its own.`,
    { name, fileName },
  );
};

const notNoted = (name: string, fileName: string): DeepSportError =>
  new DeepSportError(
    'BAD_INPUT',
    `What ${name} held was never noted, so only a file named ${fileName} can stand for it. Open this file as a clip of its own.`,
    { name, fileName },
  );
