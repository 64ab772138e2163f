import type { Step, Trajectory, TrajectoryEvent } from '#common/domain/index.ts';
import type { ProjectRecordStore } from './record/project-record-store.ts';

/** A clip as the project remembers it. `clipId` stays the clip's for ever, wherever its file is moved. */
export type StoredClip = {
  readonly clipId: string;
  readonly name: string;
  /** Absolute on this machine; kept relative to the project file where the file lies below its folder. */
  readonly path: string;
  /** Its picture track by place, null for the file's own choice. */
  readonly videoTrack: number | null;
  /** Frames per second at which the camera ran; null where it is the stored rate. */
  readonly captureRate: number | null;
  /** ISO 8601, UTC. */
  readonly addedAt: string;
  /** What the file holds, by its content hash; null until it was read. */
  readonly contentHash: string | null;
  readonly sizeBytes: number | null;
};

/**
 * A project: one SQLite file, with a journal and a last good copy beside it. Each call is one transaction, durable
 * when it returns. Writing throws PROJECT_READ_ONLY where another process has the project open, where the file cannot
 * be written, or where a newer version wrote it; and DISK_FULL, PROJECT_DAMAGED.
 */
export interface ProjectStore extends ProjectRecordStore, Disposable {
  /** True when the file was made by this opening. */
  readonly isNew: boolean;
  /**
   * A clip that was not on the list is a step of the history, unless `inHistory` is false; one that is known already
   * becomes the newest, which is none.
   */
  addClip(clip: StoredClip, options?: { readonly inHistory?: boolean }): void;
  /** A step of the history. */
  setCaptureRate(clipId: string, captureRate: number | null): void;
  /** Where the clip's file lies now and what it holds: a fact of this machine, and no step of the history. */
  setClipFile(clipId: string, file: Pick<StoredClip, 'path' | 'contentHash' | 'sizeBytes'>): void;
  /** Takes a clip off the list: a step of the history. All that belongs to it is kept and comes back with it. */
  removeClip(clipId: string): void;
  /** The clip added last first. */
  listClips(): readonly StoredClip[];
  startTrajectory(trajectory: Trajectory): void;
  resumeTrajectory(trajectoryId: string): void;
  appendStep(trajectoryId: string, step: Step): void;
  endTrajectory(trajectoryId: string, end: Extract<TrajectoryEvent, { type: 'trajectory-end' }>): void;
  getTrajectory(trajectoryId: string): Trajectory | undefined;
  /** Oldest first. A trajectory left running by a crash is given back as failed, with its steps. */
  listTrajectories(clipId: string): readonly Trajectory[];
}
