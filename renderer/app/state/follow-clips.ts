import type { ClipInfo } from '#common/domain/index.ts';
import type { Client } from '../../client/client.ts';
import type { HostStore } from './host-store.ts';
import type { ProjectsStore } from './projects-store.ts';
import type { RecordStore } from './record-store.ts';
import type { ReviewStore } from './review-store.ts';

export type FollowClipsParts = {
  readonly client: Client;
  readonly host: HostStore;
  readonly record: RecordStore;
  readonly review: ReviewStore;
  readonly projects: () => ProjectsStore;
  readonly openClip: (clip: ClipInfo) => Promise<void>;
  /** Shows no clip, and clears what belonged to the one shown. */
  readonly closeClip: () => Promise<void>;
  /** Clears what belonged to a project. */
  readonly leaveProject: () => void;
  /** True while a person's own clip is being opened: then nothing else is. */
  readonly isOpening: () => boolean;
  readonly report: (error: unknown) => void;
};

/** Keeps the list of clips and the clip shown in step with the host's project, whoever changes it. */
export function followClips(parts: FollowClipsParts) {
  const { client, host, record, review, openClip, closeClip, report } = parts;
  let asked = 0;
  let latest: Promise<void> = Promise.resolve();

  const ask = async (): Promise<void> => {
    const turn = ++asked;
    const clips = await client.clips.list();
    // Overtaken by another: whoever asked decides on the newest list.
    if (turn !== asked) return latest;
    host.getState().change({ clips });
    void parts.projects().getState().refreshMissing();
  };

  /** The list as the host has it, the newest that was asked for. */
  const refresh = (): Promise<void> => {
    latest = ask();
    return latest;
  };

  /** A clip was put on the list, taken off it or stated anew: by an edit, undo or redo, here or elsewhere. */
  const clipsChanged = async (): Promise<void> => {
    const before = host.getState().clips;
    await refresh();
    const { clips } = host.getState();
    const open = review.getState().clip;
    if (!clips || parts.isOpening()) return;
    if (!open) {
      const back = before && clips.find(({ id }) => !before.some((known) => known.id === id));
      if (back) await openClip(back);
      return;
    }
    const now = clips.find(({ id }) => id === open.id);
    if (!now) await closeClip();
    else if (now.captureRate !== open.captureRate) await openClip(now);
  };

  const projectChanged = async (): Promise<void> => {
    host.getState().change({ clips: null });
    parts.leaveProject();
    await closeClip();
    await refresh();
    const [first] = host.getState().clips ?? [];
    if (first && !review.getState().clip) await openClip(first);
  };

  return {
    refresh,
    /** After missing clips were found: one is shown where none could be. */
    afterFinding: async (): Promise<void> => {
      await refresh();
      const { clip, pictureProblem } = review.getState();
      const clips = host.getState().clips ?? [];
      const wanted = clip === null ? clips[0] : clips.find(({ id }) => id === clip.id);
      if (wanted && (clip === null || pictureProblem !== null)) await openClip(wanted);
    },
    /** Ends never: it lives as long as the page. */
    begin: () => {
      record.subscribe((now, before) => {
        if (now.clipsChanged !== before.clipsChanged) void clipsChanged().catch(report);
      });
      parts.projects().subscribe((now, before) => {
        const isOther = now.current && before.current && now.current.id !== before.current.id;
        if (isOther) void projectChanged().catch(report);
      });
    },
  };
}
