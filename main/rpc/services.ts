import type { ApplicationInfo, Settings, SettingsChange } from '#common/contract/index.ts';
import type { ClipInfo, FrameTimes } from '#common/domain/index.ts';
import type { Agent } from '../agent/agent.ts';
import type { EngineRegistry } from '../inference/engine-registry.ts';
import type { ProjectStore } from '../project/project-store.ts';
import type { VideoService } from '../video/video-service.ts';

export type ServiceOptions = { readonly signal?: AbortSignal | undefined };

/** The project's clips by their opaque ids. Errors are those of the video service, and NOT_FOUND for an id. */
export interface ClipLibrary {
  /** Newest first; a clip whose file is gone or unreadable is left out. */
  list(options?: ServiceOptions): Promise<readonly ClipInfo[]>;
  /** Opens a file of this machine and adds it to the project. */
  open(path: string, options?: ServiceOptions): Promise<ClipInfo>;
  get(clipId: string, options?: ServiceOptions): Promise<ClipInfo>;
  frameTimes(clipId: string, options?: ServiceOptions): Promise<FrameTimes>;
  /** Takes a clip off the project's list and frees what is kept of it; the file stays. */
  remove(clipId: string): Promise<void>;
  /** Where the clip's file lies; for main's own use, never for a page. */
  pathOf(clipId: string): Promise<string>;
}

/** The settings in force. */
interface SettingsStore {
  current(): Settings;
  /** Writes what changed to the settings file and puts it in force. */
  update(change: SettingsChange): Promise<Settings>;
}

/** Where a local engine's files lie; none for a server. */
export type ModelFolder = { readonly folder: string; readonly sizeBytes: number };

/** Everything a host serves, built once by `composeServices`. */
export type Services = AsyncDisposable & {
  readonly video: VideoService;
  readonly engines: EngineRegistry;
  readonly agent: Agent;
  readonly project: ProjectStore;
  readonly clips: ClipLibrary;
  readonly settings: SettingsStore;
  readonly application: () => ApplicationInfo;
  readonly modelFolder: (engineId: string) => Promise<ModelFolder | undefined>;
  /** Asks for a file by the system's dialog, null when closed; absent where the host has no dialog. */
  readonly chooseFile?: (() => Promise<string | null>) | undefined;
};
