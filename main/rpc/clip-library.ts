import { basename, resolve } from 'node:path';
import { type ClipInfo, DeepSportError, type MissingClip, throwIfCancelled } from '#common/domain/index.ts';
import { type Clock, type JobBoard, type Log, withAbort } from '../platform/index.ts';
import type { ProjectStore, StoredClip } from '../project/project-store.ts';
import type { ClipReading, VideoService } from '../video/index.ts';
import { asItIsNow, type ClipFilesParts, createClipFiles, missingReason } from './clip-files.ts';
import type { ClipLibrary, ServiceOptions } from './services.ts';

export type ClipLibraryParts = Pick<ClipFilesParts, 'registry' | 'identify' | 'projectFolder'> & {
  readonly project: Pick<
    ProjectStore,
    'addClip' | 'removeClip' | 'listClips' | 'setCaptureRate' | 'setClipFile' | 'readOnly'
  >;
  readonly video: Pick<VideoService, 'frameTimes' | 'fingerprint' | 'playablePath' | 'close'>;
  readonly jobs: JobBoard;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends what goes on in the background. */
  readonly signal: AbortSignal;
  /** Told after a clip was added, found again or taken away. */
  readonly onChange?: () => void;
};

export type SampleTaker = {
  /** Adds a clip that nobody chose: no step of the history. */
  addSample(path: string, options?: ServiceOptions): Promise<ClipInfo>;
};

/**
 * The project's clips over the registry. A clip keeps its id for ever: its file is known by what it holds, wherever
 * it is moved. It is looked at when it is first asked for, so a project with many clips starts at once and a file
 * that is gone costs nothing but its place in the list. Opening a clip is a job: it may take an index of minutes or
 * a conversion, and goes on when a page is closed.
 */
export function createClipLibrary(parts: ClipLibraryParts): ClipLibrary & SampleTaker {
  const { registry, project, video, jobs, clock, log, onChange = () => {} } = parts;
  const files = createClipFiles(parts);

  const storedAs = (clipId: string): StoredClip => {
    const stored = project.listClips().find((clip) => clip.clipId === clipId);
    if (stored) return stored;
    throw new DeepSportError('NOT_FOUND', 'This clip is not in the project any more. Open its file again.', {
      clipId,
    });
  };

  /** The clip as it stands now; the project's own clips come to life when named. */
  const find = async (clipId: string, signal?: AbortSignal) => {
    const stored = storedAs(clipId);
    const known = registry.list().some(({ id }) => id === clipId) ? registry.get(clipId) : undefined;
    // Another project may have the same clip at another place.
    const isSame =
      known?.source.path === stored.path && known.source.captureRate === (stored.captureRate ?? undefined);
    if (isSame) return known;
    await files.open(stored, signal).catch((error) => {
      throwIfCancelled(signal);
      throw new DeepSportError('FILE_MISSING', `${stored.name} cannot be shown. ${missingReason(error)}`, {
        clipId,
      });
    });
    return registry.get(clipId);
  };

  /** In the background: a network drive may take its time. */
  const noteContent = (clipId: string) => {
    files.noteContent(clipId, parts.signal).catch((error: unknown) => {
      if (!parts.signal.aborted)
        log('info', 'what a clip holds was not noted', { clipId, error: String(error) });
    });
  };

  const putOnTop = (stored: StoredClip, inHistory: boolean) =>
    project.addClip({ ...stored, addedAt: new Date(clock()).toISOString() }, { inHistory });

  /** The project's own clip where it holds what the file does, wherever that lies. */
  const knownClip = async (info: ClipInfo, source: ClipReading, signal: AbortSignal) => {
    const untouched = project
      .listClips()
      .find(({ clipId, path }) => clipId === info.id && path === source.path);
    const stored = untouched ?? (await files.sameContent(source, info.sizeBytes, signal));
    if (!stored) return undefined;
    try {
      return { stored, info: await files.open(stored, signal) };
    } catch {
      throwIfCancelled(signal);
      // Its own file is gone, and here it is.
      const moved = await files.moveTo(stored, source.path, signal);
      return { stored: moved, info: await files.open(moved, signal) };
    }
  };

  const add = async (
    reading: ClipReading,
    signal: AbortSignal | undefined,
    inHistory = true,
  ): Promise<ClipInfo> => {
    const { finished } = jobs.start(
      { kind: 'open', title: basename(reading.path), clipId: null },
      async ({ signal: jobSignal, report }) => {
        const info = await asItIsNow(() =>
          registry.register(reading, undefined, { signal: jobSignal, onStage: report }),
        );
        const { source } = registry.get(info.id);
        const known = await knownClip(info, source, jobSignal);
        throwIfCancelled(jobSignal);
        if (known) {
          if (known.info.id !== info.id) registry.forget(info.id);
          // A project that can only be looked at shows its clips all the same.
          if (project.readOnly === null) putOnTop(known.stored, inHistory);
          onChange();
          return known.info;
        }
        const added: StoredClip = {
          clipId: info.id,
          name: info.name,
          path: source.path,
          videoTrack: source.videoTrack ?? null,
          captureRate: source.captureRate ?? null,
          addedAt: '',
          contentHash: null,
          sizeBytes: info.sizeBytes,
        };
        putOnTop(added, inHistory);
        noteContent(info.id);
        onChange();
        return info;
      },
    );
    return withAbort(finished, signal);
  };

  const missingOnes = async (signal: AbortSignal | undefined) => {
    const missing: { readonly stored: StoredClip; readonly error: unknown }[] = [];
    for (const stored of project.listClips()) {
      await files.open(stored, signal).catch((error: unknown) => missing.push({ stored, error }));
      throwIfCancelled(signal);
    }
    return missing;
  };

  return {
    async list(options) {
      const clips: ClipInfo[] = [];
      for (const stored of project.listClips()) {
        try {
          clips.push(await files.open(stored, options?.signal));
          if (stored.contentHash === null && project.readOnly === null) noteContent(stored.clipId);
        } catch (error) {
          log('info', 'a clip of the project cannot be opened', { name: stored.name, error: String(error) });
        }
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
    addSample: (path, options) => add({ path: resolve(path) }, options?.signal, false),
    async openTrack(clipId, videoTrack, options) {
      const { source } = await find(clipId, options?.signal);
      return add({ ...source, videoTrack }, options?.signal);
    },
    async setCaptureRate(clipId, captureRate, options) {
      const { source, info } = await find(clipId, options?.signal);
      const changed = { ...source, captureRate: captureRate ?? undefined };
      const registered = await registry.register(changed, info.name, { ...options, id: clipId });
      project.setCaptureRate(clipId, captureRate);
      return registered;
    },
    get: async (clipId, options) => (await find(clipId, options?.signal)).info,
    frameTimes: async (clipId, options) =>
      video.frameTimes((await find(clipId, options?.signal)).source, options),
    fingerprint: async (clipId, index, options) =>
      video.fingerprint((await find(clipId, options?.signal)).source, index, options),
    async remove(clipId) {
      const { path } = storedAs(clipId);
      project.removeClip(clipId);
      onChange();
      const others = project.listClips().some((other) => other.path === path);
      if (!others) await video.close(path);
    },
    missing: async (options) =>
      (await missingOnes(options?.signal)).map(
        ({ stored, error }): MissingClip => ({
          clipId: stored.clipId,
          name: stored.name,
          reason: missingReason(error),
        }),
      ),
    async findMissing(options) {
      const { finished } = jobs.start(
        { kind: 'find', title: 'Missing clips', clipId: null },
        async ({ signal, report }) => {
          const missing = (await missingOnes(signal)).map(({ stored }) => stored);
          return files.find(missing, {
            signal,
            onLooked: (count) => report({ stage: `Looked at ${count} files`, done: count, total: null }),
            onFound: onChange,
          });
        },
      );
      return withAbort(finished, options?.signal);
    },
    async relink(clipId, path, options) {
      const moved = await files.moveTo(storedAs(clipId), resolve(path), options?.signal);
      const info = await files.open(moved, options?.signal);
      onChange();
      return info;
    },
    sourceOf: async (clipId, options) => (await find(clipId, options?.signal)).source,
    playablePathOf: async (clipId, options) =>
      video.playablePath((await find(clipId, options?.signal)).source, options),
  };
}
