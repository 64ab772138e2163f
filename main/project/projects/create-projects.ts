import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type CurrentProject, DeepSportError, type ProjectSummary } from '#common/domain/index.ts';
import { type Clock, type CreateId, createChanges, type Log } from '#main/platform/index.ts';
import { createKnownProjects, type KnownProject } from './known-projects.ts';
import { openAtStart, type StartParts } from './open-at-start.ts';
import { createOpenStore } from './open-store.ts';
import { hasProject, inMemory, isTaken, projectFileIn, projectNameOf, projectsIn } from './project-files.ts';
import { nameTaken, projectGone } from './projects-errors.ts';
import { readCounts } from './read-counts.ts';
import { renameClosed, renameOpen } from './rename-project.ts';

export type ProjectsParts = StartParts & {
  /** Where projects, their list and their posters are kept. */
  readonly folder: string;
  /** False where the next start should not open what this one did: for a single command. */
  readonly remembers: boolean;
  /** Cancels what is under way on the open project and waits until it is recorded. */
  readonly stopWork: () => Promise<void>;
  /** A small JPEG of the open project's newest clip. */
  readonly picture: (signal: AbortSignal) => Promise<Uint8Array | undefined>;
  readonly clock: Clock;
  readonly createId: CreateId;
  readonly log: Log;
};

/** The projects of this machine, one of them open: see the port `Projects`. Throws what opening a project throws. */
export function createProjects(parts: ProjectsParts) {
  const { folder, remembers, firstFile, openProject, stopWork, clock, createId, log } = parts;
  const known = createKnownProjects(join(folder, 'projects.json'), createId);
  const projectsFolder = join(folder, 'projects');
  const closing = new AbortController();
  const now = () => new Date(clock()).toISOString();

  const nameOf = (path: string): string => {
    if (path === inMemory) return 'Project';
    return path === resolve(firstFile) && projectNameOf(path) === 'project'
      ? 'First project'
      : projectNameOf(path);
  };

  const knownAtStart = firstFile === inMemory ? [] : known.readNow();
  const started = openAtStart(parts, knownAtStart, projectsFolder, nameOf);
  let path = started.path;
  let id = knownAtStart.find((each) => each.path === path)?.id ?? createId();
  let problem = started.problem;
  const open = createOpenStore(started.store);
  const isFirstStart = started.store.isNew && path === resolve(firstFile) && knownAtStart.length === 0;
  if (path !== inMemory && remembers) void known.opened(id, path, now());

  const current = (): CurrentProject => {
    const { readOnly } = open.store;
    const notices = [problem, open.present().notice].filter((each) => each !== null);
    return { id, name: nameOf(path), readOnly, notice: notices.length > 0 ? notices.join(' ') : null };
  };

  const { tell, watch } = createChanges();
  let toldReadOnly = open.store.readOnly;
  open.store.onUpdate(() => {
    if (open.store.readOnly === toldReadOnly) return;
    toldReadOnly = open.store.readOnly;
    tell();
  });

  // One after the other: two people who switch at once end in one project, not in half of each.
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = queue.then(work, work);
    queue = done.catch(() => undefined);
    return done;
  };

  const switchTo = async (target: string, targetId: string): Promise<CurrentProject> => {
    if (target === path) return current();
    // First the new one, so that the present one stays where that fails.
    const next = openProject(target);
    try {
      await stopWork();
    } catch (error) {
      next[Symbol.dispose]();
      throw error;
    }
    const before = open.present();
    path = target;
    id = targetId;
    problem = null;
    open.replace(next);
    toldReadOnly = next.readOnly;
    before[Symbol.dispose]();
    await known.opened(id, path, now());
    tell();
    return current();
  };

  const openFile = async (file: string): Promise<CurrentProject> => {
    const target = resolve(file);
    if (!hasProject(target)) throw projectGone(nameOf(target));
    const entry = (await known.all()).find((each) => each.path === target);
    return switchTo(target, entry?.id ?? createId());
  };

  const entryOf = async (projectId: string): Promise<KnownProject> => {
    const entry = (await known.all()).find((each) => each.id === projectId);
    if (entry) return entry;
    if (projectId === id) return { id, path, openedAt: null, forgotten: false };
    throw new DeepSportError('NOT_FOUND', 'This project is no longer on the list. Open its file instead.');
  };

  const summary = (entry: KnownProject): ProjectSummary => {
    const isOpen = entry.id === id;
    const counts =
      entry.path === inMemory
        ? { clipCount: open.store.listClips().length, eventCount: 0, problem: null }
        : readCounts(entry.path);
    return { id: entry.id, name: nameOf(entry.path), openedAt: entry.openedAt, isOpen, ...counts };
  };

  const posterFile = (projectId: string) =>
    join(folder, 'posters', `${projectId.replace(/[^\w-]/g, '')}.jpg`);
  const keepPoster = async (): Promise<Uint8Array | undefined> => {
    const [projectId, isKept] = [id, path !== inMemory];
    const picture = await parts.picture(closing.signal);
    if (!picture || projectId !== id || !isKept) return picture;
    const file = posterFile(projectId);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.part`, picture);
    await rename(`${file}.part`, file);
    return picture;
  };
  let keeping: Promise<unknown> = Promise.resolve();

  return {
    /** The store of whichever project is open. */
    store: open.store,
    /** True where nothing was there before this start. */
    isFirstStart,
    /** Where the open project's file lies; undefined for one that is kept nowhere. */
    folderOfOpen: () => (path === inMemory ? undefined : dirname(path)),
    /** To be called when the open project's clips have changed. */
    noteClips(): void {
      keeping = keeping.then(keepPoster).catch((error: unknown) => {
        if (!closing.signal.aborted) log('info', 'no poster of the project', { error: String(error) });
      });
    },

    current,
    async list(): Promise<readonly ProjectSummary[]> {
      if (path !== inMemory) await known.notice([...projectsIn(projectsFolder), path]);
      const entries = (await known.all()).filter((each) => !each.forgotten || each.id === id);
      const all = entries.some((each) => each.id === id) ? entries : [...entries, await entryOf(id)];
      return all
        .map(summary)
        .sort(
          (a, b) =>
            Number(b.isOpen) - Number(a.isOpen) ||
            (b.openedAt ?? '').localeCompare(a.openedAt ?? '') ||
            a.name.localeCompare(b.name),
        );
    },
    watch: (signal: AbortSignal | undefined) => watch(current, signal),
    create: (name: string) =>
      inTurn(async () => {
        const target = projectFileIn(projectsFolder, name);
        const names = (await known.all())
          .filter((each) => hasProject(each.path))
          .map((each) => nameOf(each.path));
        if (isTaken(target) || names.some((each) => sameName(each, name))) throw nameTaken(name);
        return switchTo(target, createId());
      }),
    open: (projectId: string) =>
      inTurn(async () => {
        const entry = await entryOf(projectId);
        if (!hasProject(entry.path) && projectId !== id) throw projectGone(nameOf(entry.path));
        return switchTo(entry.path, entry.id);
      }),
    openFile: (file: string) => inTurn(() => openFile(file)),
    rename: (projectId: string, name: string) =>
      inTurn(async () => {
        const entry = await entryOf(projectId);
        const target = projectFileIn(dirname(entry.path), name);
        if (entry.path === inMemory || !hasProject(entry.path)) throw projectGone(nameOf(entry.path));
        if (target === entry.path || nameOf(entry.path) === name) return summary(entry);
        if (isTaken(target) && !sameName(target, entry.path)) throw nameTaken(name);
        if (entry.id === id) {
          await stopWork();
          renameOpen(open, openProject, entry.path, target);
          path = target;
        } else renameClosed(openProject, entry.path, target);
        await known.moved(entry.id, target);
        if (entry.id === id) tell();
        return summary({ ...entry, path: target });
      }),
    forget: async (projectId: string): Promise<void> => {
      const entry = await entryOf(projectId);
      if (entry.id !== id) return known.forget(entry.id);
      const sentence = `${nameOf(path)} is open. Open another project first, then take this one off the list.`;
      throw new DeepSportError('BAD_INPUT', sentence);
    },
    async poster(projectId: string): Promise<Uint8Array | undefined> {
      if (projectId === id) {
        const fresh = await keepPoster().catch(() => undefined);
        if (fresh) return fresh;
      }
      return readFile(posterFile(projectId)).catch(() => undefined);
    },
    async [Symbol.asyncDispose](): Promise<void> {
      closing.abort();
      await Promise.allSettled([queue, keeping]);
      await known.all();
      open.present()[Symbol.dispose]();
    },
  };
}

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
