import type { ApplicationInfo, Settings, SettingsChange } from '#common/contract/index.ts';
import type {
  ClipAnalysis,
  ClipInfo,
  ExportRequest,
  FrameFingerprint,
  FrameTimes,
  Precision,
} from '#common/domain/index.ts';
import type { Agent } from '../agent/agent.ts';
import type { EngineRegistry } from '../inference/engine-registry.ts';
import type { CudaLibraries, ModelStore } from '../inference/index.ts';
import type { JobBoard, SecretStore } from '../platform/index.ts';
import type { ProjectStore } from '../project/project-store.ts';
import type { ClipAnalyser, ClipExporter, VideoService } from '../video/index.ts';
import type { ClipReading } from '../video/video-service.ts';

export type { ExportTask } from '../video/index.ts';
export type { ClipReading } from '../video/video-service.ts';

export type ServiceOptions = { readonly signal?: AbortSignal | undefined };

/** The project's clips by their opaque ids. Errors are those of the video service, and NOT_FOUND for an id. */
export interface ClipLibrary {
  /** Newest first; a clip whose file is gone or unreadable is left out. */
  list(options?: ServiceOptions): Promise<readonly ClipInfo[]>;
  /** Opens a file of this machine and adds it to the project: a job, which goes on when the caller leaves. */
  open(path: string, options?: ServiceOptions): Promise<ClipInfo>;
  /** The same file by another of its picture tracks, as a clip of its own. */
  openTrack(clipId: string, videoTrack: number, options?: ServiceOptions): Promise<ClipInfo>;
  setCaptureRate(clipId: string, captureRate: number | null, options?: ServiceOptions): Promise<ClipInfo>;
  get(clipId: string, options?: ServiceOptions): Promise<ClipInfo>;
  frameTimes(clipId: string, options?: ServiceOptions): Promise<FrameTimes>;
  fingerprint(clipId: string, index: number, options?: ServiceOptions): Promise<FrameFingerprint>;
  /** Takes a clip off the project's list and frees what is kept of it; the file stays. */
  remove(clipId: string): Promise<void>;
  /** Where the clip's file lies and how it is read; for main's own use, never for a page. */
  sourceOf(clipId: string, options?: ServiceOptions): Promise<ClipReading>;
  /** The file whose bytes a page may read: the clip's own, or what it was converted to. */
  playablePathOf(clipId: string, options?: ServiceOptions): Promise<string>;
}

/** Analyses of clips as jobs. */
export interface ClipAnalyses {
  /** Starts a job, or nothing where one runs or all is done. */
  start(clipId: string): Promise<void>;
  get(clipId: string, options?: ServiceOptions): Promise<ClipAnalysis>;
}

/** Exports as jobs. */
export interface ClipExports extends AsyncDisposable {
  /** Gives the job's id; null where the person closed the dialog that asks for the place. */
  start(request: ExportRequest, options?: ServiceOptions): Promise<string | null>;
  /** The file or folder of a finished export that lies ready for a page; undefined for any other job. */
  fileOf(jobId: string): string | undefined;
}

/** The settings in force. */
interface SettingsStore {
  current(): Settings;
  /** Writes what changed to the settings file and puts it in force. */
  update(change: SettingsChange): Promise<Settings>;
}

/** Where a local engine's files lie; none for a server. */
export type ModelFolder = { readonly folder: string; readonly sizeBytes: number };

/** Downloads of models as jobs. */
export interface ModelDownloads {
  /** Gives the job's id. */
  start(hubId: string, precision: Precision): string;
}

/** Everything a host serves, built once by `composeServices`. */
export type Services = AsyncDisposable & {
  readonly video: VideoService;
  readonly engines: EngineRegistry;
  readonly models: ModelStore;
  readonly downloads: ModelDownloads;
  readonly secrets: SecretStore;
  /** Fetches the libraries for computing on a graphics card by CUDA; gives their names. */
  readonly fetchCuda: (options?: Pick<CudaLibraries, 'signal' | 'onProgress'>) => Promise<readonly string[]>;
  readonly agent: Agent;
  readonly project: ProjectStore;
  readonly clips: ClipLibrary;
  readonly analyser: ClipAnalyser;
  readonly analyses: ClipAnalyses;
  readonly exporter: ClipExporter;
  readonly exports: ClipExports;
  readonly jobs: JobBoard;
  readonly settings: SettingsStore;
  readonly application: () => ApplicationInfo;
  readonly modelFolder: (engineId: string) => Promise<ModelFolder | undefined>;
  /** Asks for a file by the system's dialog, null when closed; absent where the host has no dialog. */
  readonly chooseFile?: (() => Promise<string | null>) | undefined;
};
