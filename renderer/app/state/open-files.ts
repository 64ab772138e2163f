import { type ClipInfo, cancelled } from '#common/domain/index.ts';
import type { Client } from '../../client/client.ts';
import { pathOfFile } from '../../client/desktop.ts';
import { uploadClip } from '../../client/media-upload.ts';
import { stateTexts } from '../../texts/app.ts';
import { libraryTexts } from '../../texts/library.ts';
import { projectsTexts } from '../../texts/projects.ts';
import type { HostStore } from './host-store.ts';
import type { JobsStore } from './jobs-store.ts';
import type { NoticesStore } from './notices-store.ts';
import type { ProjectsStore } from './projects-store.ts';

export type OpenFilesParts = {
  readonly client: Client;
  readonly host: HostStore;
  readonly jobs: JobsStore;
  readonly notices: NoticesStore;
  readonly projects: ProjectsStore;
  readonly openClip: (clip: ClipInfo) => Promise<void>;
  readonly refreshClips: () => Promise<void>;
  readonly report: (error: unknown) => void;
};

const isProject = (fileName: string): boolean => /\.deepsport$/i.test(fileName);

/** Files that a person drops or chooses: clips are added to the project, a project is opened. */
export function createOpenFiles(parts: OpenFilesParts) {
  const { client, host, jobs, notices, projects, openClip, refreshClips, report } = parts;
  const { tell, startJob } = notices.getState();
  let opening = 0;

  const openChosen = async (choose: () => Promise<ClipInfo | null>, signal?: AbortSignal): Promise<void> => {
    opening += 1;
    try {
      const clip = await choose();
      if (!clip) return;
      await refreshClips();
      await openClip(clip);
    } catch (error) {
      if (!signal?.aborted) report(error);
    } finally {
      opening -= 1;
    }
  };

  /** Another copy of a clip of the project is that clip, which may surprise under another name. */
  const toldIfKnown = async (fileName: string, opened: Promise<ClipInfo>): Promise<ClipInfo> => {
    const before = host.getState().clips ?? [];
    const clip = await opened;
    const isKnown = before.some(({ id }) => id === clip.id);
    if (isKnown && clip.name !== fileName) tell('note', libraryTexts.same(fileName, clip.name));
    return clip;
  };

  /** The host goes on opening when the caller leaves, so its job is cancelled too. */
  const openingOf = (name: string, words: string) => {
    const aborter = new AbortController();
    const job = startJob(
      words,
      () => {
        // Its job tells of the end where there is one.
        if (!jobs.getState().cancelOpening(name)) tell('note', stateTexts.openCancelled(name));
        aborter.abort(cancelled());
      },
      name,
    );
    return { job, signal: aborter.signal };
  };

  const openPath = (name: string, path: string): Promise<void> => {
    const { job, signal } = openingOf(name, stateTexts.opening(name));
    return openChosen(() => toldIfKnown(name, client.clips.open({ path }, { signal })), signal).finally(
      job.end,
    );
  };

  const sendFile = (file: File): Promise<void> => {
    const { job, signal } = openingOf(file.name, stateTexts.sending(file.name));
    const onProgress = (done: number, total: number) =>
      job.update({
        fraction: total > 0 ? done / total : null,
        words: `${stateTexts.sending(file.name)}${total > 0 ? ` · ${Math.floor((100 * done) / total)} %` : ''}`,
      });
    return openChosen(() => toldIfKnown(file.name, uploadClip(file, { signal, onProgress })), signal).finally(
      job.end,
    );
  };

  return {
    /** True while a person's own clip is being opened. */
    isOpening: () => opening > 0,
    chooseClip: () => openChosen(() => client.clips.choose()),
    openFile: async (file: File): Promise<void> => {
      const path = pathOfFile(file);
      if (isProject(file.name)) {
        // A browser does not tell where the file lies, and a copy of it would be another project.
        if (path === null) tell('problem', projectsTexts.notHere(file.name));
        else await projects.getState().openFile(path);
      } else if (path === null) await sendFile(file);
      else await openPath(file.name, path);
    },
  };
}
