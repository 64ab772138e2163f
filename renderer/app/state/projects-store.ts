import { createStore } from 'zustand/vanilla';
import type { CurrentProject, MissingClip, ProjectSummary } from '#common/domain/index.ts';
import type { Client } from '../../client/client.ts';
import { describeError, isCancelled } from '../../client/describe-error.ts';
import { pathOfFile } from '../../client/desktop.ts';
import { libraryTexts } from '../../texts/library.ts';
import { projectsTexts } from '../../texts/projects.ts';
import type { NoticesStore } from './notices-store.ts';

export type ProjectsState = {
  /** The project that is open; null until the host has told. */
  readonly current: CurrentProject | null;
  /** Every project, the one opened last first; null until it was asked for. */
  readonly list: readonly ProjectSummary[] | null;
  /** Clips of the open project whose files are not where they were, or not what they were. */
  readonly missing: readonly MissingClip[];
  /** True while missing clips are looked for. */
  readonly finding: boolean;

  /** Follows the host from now on; once more after the connection came back. */
  readonly follow: () => void;
  readonly refresh: () => Promise<void>;
  readonly refreshMissing: () => Promise<void>;
  /** Each gives false where it failed, told as a notice. */
  readonly create: (name: string) => Promise<boolean>;
  readonly open: (projectId: string) => Promise<boolean>;
  readonly choose: () => Promise<boolean>;
  /** A project file by its path on this machine. */
  readonly openFile: (path: string) => Promise<boolean>;
  /** What keeps the name from being given, in one sentence; null where it was. */
  readonly rename: (projectId: string, name: string) => Promise<string | null>;
  readonly forget: (projectId: string) => Promise<boolean>;
  /** Looks for missing clips; `asked` where a person waits for what comes of it. */
  readonly findMissing: (asked: boolean) => Promise<void>;
  /** Ties a missing clip to a dropped file; false where only the host's own dialog can name one. */
  readonly relink: (clip: MissingClip, file: File) => Promise<boolean>;
  /** The same by the system's dialog. */
  readonly chooseRelink: (clip: MissingClip) => Promise<void>;
};

export type ProjectsStoreParts = {
  readonly client: Client;
  readonly notices: NoticesStore;
  /** Told when a missing clip is there again. */
  readonly onClips: () => Promise<void>;
  /** Pause before the host is asked again when its stream broke, in milliseconds. */
  readonly retryMilliseconds?: number;
};

/** The projects of this machine, which one is open, and which of its clips are missing. */
export function createProjectsStore({
  client,
  notices,
  onClips,
  retryMilliseconds = 1000,
}: ProjectsStoreParts) {
  let following: AbortController | null = null;
  /** The project whose missing clips were looked for without being asked. */
  let lookedIn: string | null = null;

  return createStore<ProjectsState>()((set, get) => {
    const { tell } = notices.getState();
    const problem = (error: unknown) => tell('problem', describeError(error).message);

    const take = (current: CurrentProject): void => {
      const before = get().current;
      set(before?.id === current.id ? { current } : { current, missing: [] });
      if (current.notice !== null && current.notice !== before?.notice) tell('problem', current.notice);
      if (get().list !== null) void get().refresh();
      // The list of clips may have come first.
      if (before === null) void get().refreshMissing();
    };

    const listen = async (signal: AbortSignal): Promise<void> => {
      while (!signal.aborted) {
        try {
          for await (const current of await client.projects.watch(undefined, { signal })) take(current);
        } catch {
          // A lost connection is told elsewhere; the project comes again with it.
        }
        if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, retryMilliseconds));
      }
    };

    /** Opening tells of itself by the stream as well; whoever comes first shows it. */
    const opening = async (open: () => Promise<CurrentProject | null>): Promise<boolean> => {
      try {
        const current = await open();
        if (!current) return false;
        tell('note', projectsTexts.switched(current.name));
        take(current);
        return true;
      } catch (error) {
        problem(error);
        return false;
      }
    };

    const thereAgain = async (name: string): Promise<void> => {
      tell('note', libraryTexts.relinked(name));
      await onClips();
    };

    return {
      current: null,
      list: null,
      missing: [],
      finding: false,

      follow: () => {
        following?.abort();
        following = new AbortController();
        void listen(following.signal);
      },
      refresh: async () => {
        try {
          set({ list: await client.projects.list() });
        } catch (error) {
          problem(error);
        }
      },
      refreshMissing: async () => {
        const { current } = get();
        if (!current) return;
        try {
          const missing = await client.clips.missing();
          if (get().current?.id !== current.id) return;
          set({ missing });
          if (lookedIn === current.id || current.readOnly !== null) return;
          lookedIn = current.id;
          if (missing.length > 0) await get().findMissing(false);
        } catch (error) {
          problem(error);
        }
      },

      create: (name) => opening(() => client.projects.create({ name })),
      open: (projectId) => opening(() => client.projects.open({ projectId })),
      choose: () => opening(() => client.projects.choose()),
      openFile: (path) => opening(() => client.projects.openFile({ path })),
      rename: async (projectId, name) => {
        try {
          await client.projects.rename({ projectId, name });
          await get().refresh();
          return null;
        } catch (error) {
          return describeError(error).message;
        }
      },
      forget: async (projectId) => {
        try {
          await client.projects.forget({ projectId });
          await get().refresh();
          return true;
        } catch (error) {
          problem(error);
          return false;
        }
      },

      findMissing: async (asked) => {
        if (get().finding) return;
        set({ finding: true });
        try {
          const found = await client.clips.findMissing();
          if (found > 0) {
            tell('note', libraryTexts.found(found));
            await onClips();
          } else if (asked) tell('note', libraryTexts.notFound);
        } catch (error) {
          if (!isCancelled(error)) problem(error);
        } finally {
          set({ finding: false });
        }
      },
      relink: async ({ clipId, name }, file) => {
        const path = pathOfFile(file);
        if (path === null) return false;
        try {
          await client.clips.relink({ clipId, path });
          await thereAgain(name);
        } catch (error) {
          problem(error);
        }
        return true;
      },
      chooseRelink: async ({ clipId, name }) => {
        try {
          if (await client.clips.chooseRelink({ clipId })) await thereAgain(name);
        } catch (error) {
          problem(error);
        }
      },
    };
  });
}

export type ProjectsStore = ReturnType<typeof createProjectsStore>;
