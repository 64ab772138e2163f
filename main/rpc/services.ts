import type { ApplicationInfo, BatchRequest, Settings, SettingsChange } from '#common/contract/index.ts';
import type {
  CaseCheck,
  ClipAnalysis,
  ClipInfo,
  CurrentProject,
  ExportRequest,
  FileMarking,
  FrameFingerprint,
  FrameRange,
  FrameTimes,
  HandoverRequest,
  ImportPreview,
  Ledger,
  MissingClip,
  Precision,
  ProjectSummary,
  QuestionBatch,
  StageProgress,
  Trajectory,
  TurnWarning,
} from '#common/domain/index.ts';
import type { Agent } from '../agent/agent.ts';
import type { EngineRegistry } from '../inference/engine-registry.ts';
import type { CudaLibraries, ModelStore } from '../inference/index.ts';
import type { JobBoard, SecretStore } from '../platform/index.ts';
import type { ProjectStore } from '../project/project-store.ts';
import type { ClipAnalyser, ClipExporter, StroboscopePreviews, VideoService } from '../video/index.ts';
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
  /** Clips of the project whose files are gone, or hold something else. */
  missing(options?: ServiceOptions): Promise<readonly MissingClip[]>;
  /** Looks for them by content, first beside the project: a job. Gives the number found. */
  findMissing(options?: ServiceOptions): Promise<number>;
  /** Ties a clip to the file at a path. Throws BAD_INPUT where that holds something else. */
  relink(clipId: string, path: string, options?: ServiceOptions): Promise<ClipInfo>;
  /** Where the clip's file lies and how it is read; for main's own use, never for a page. */
  sourceOf(clipId: string, options?: ServiceOptions): Promise<ClipReading>;
  /** The file whose bytes a page may read: the clip's own, or what it was converted to. */
  playablePathOf(clipId: string, options?: ServiceOptions): Promise<string>;
}

/** The projects known here, one of them open. What is read and written goes to the open one. */
export interface Projects {
  list(): Promise<readonly ProjectSummary[]>;
  current(): CurrentProject;
  /** The open project now, and after each switch or change of its state. Ends when the signal fires. */
  watch(signal: AbortSignal | undefined): AsyncGenerator<CurrentProject, void, void>;
  /** Throws BAD_INPUT where there is one of that name. */
  create(name: string): Promise<CurrentProject>;
  /** Throws NOT_FOUND, PROJECT_DAMAGED; then the one that was open stays open. */
  open(projectId: string): Promise<CurrentProject>;
  /** A project file of this machine by its path. */
  openFile(path: string): Promise<CurrentProject>;
  rename(projectId: string, name: string): Promise<ProjectSummary>;
  forget(projectId: string): Promise<void>;
  /** A small JPEG of the newest clip; undefined where there is none. */
  poster(projectId: string): Promise<Uint8Array | undefined>;
}

/** One question asked of many ranges. Throws NOT_FOUND for an id, PROJECT_READ_ONLY. */
export interface QuestionBatches extends AsyncDisposable {
  start(request: BatchRequest): Promise<string>;
  watch(signal: AbortSignal | undefined): AsyncGenerator<readonly QuestionBatch[], void, void>;
  pause(batchId: string): void;
  resume(batchId: string): void;
  /** Asks one target again by itself. Throws BAD_INPUT while it is being asked, and while the queue is coming to rest. */
  retry(batchId: string, index: number): void;
  remove(batchId: string): void;
}

/** Events, numbers and evidence for others, and events from others. */
export interface Handover extends AsyncDisposable {
  readonly cases: CaseFiles;
  /** Gives the job's id; null where the person closed the dialog that asks for the place. */
  start(request: HandoverRequest, options?: ServiceOptions): Promise<string | null>;
  /** The file of a finished job that lies ready for a page; undefined for any other job. */
  fileOf(jobId: string): string | undefined;
  /** Reads a file of events or a code window as far as is needed to say what importing it would do. */
  preview(
    fileName: string,
    bytes: ReadableStream<Uint8Array>,
    /** The clip that it is meant for, by id: what is said of times and ends is about that one, else the newest. */
    options?: ServiceOptions & { readonly clipId?: string | undefined },
  ): Promise<ImportPreview>;
  /** Does it, as one edit; gives the number of events. Throws NOT_FOUND for a preview that is gone. */
  import(importId: string, clipId: string): Promise<number>;
  /** The events of a preview on a clip's frames; nothing is imported. Throws BAD_INPUT where it read no events. */
  marking(importId: string, clipId: string): Promise<FileMarking>;
  cancelImport(importId: string): void;
}

/** Sealed case files (product §5.9), besides being handed over. */
export interface CaseFiles {
  /**
   * Checks a case of this machine: its seal, the pictures against a clip's frames, and the questions asked again, in
   * the open project. Throws BAD_INPUT for what is no case; what is wrong with one is told by the result.
   */
  check(
    path: string,
    options?: ServiceOptions & {
      readonly clipPath?: string | undefined;
      readonly replay?: boolean | undefined;
      readonly report?: ((progress: StageProgress) => void) | undefined;
    },
  ): Promise<CaseCheck>;
  /** The same for one that a page sends, with the project's own clips where they are those of the case. */
  checkUpload(
    fileName: string,
    bytes: ReadableStream<Uint8Array>,
    options?: ServiceOptions,
  ): Promise<CaseCheck>;
  /** Whether cases can be signed here, and the short name of the key that would; null before the first time. */
  sealKey(): Promise<{ readonly canSign: boolean; readonly name: string | null }>;
}

/** Analyses of clips as jobs. */
export interface ClipAnalyses {
  /** Starts a job, or nothing where one runs or all is done. */
  start(clipId: string): Promise<void>;
  get(clipId: string, options?: ServiceOptions): Promise<ClipAnalysis>;
}

/**
 * The engines' tools that answer in words, which tell what is analysed so far and start no analysis; and the rules by
 * which what an engine says is held against the frames that it was shown.
 */
export interface ClipToolbox {
  /** The range lies in the clip. */
  motionProfile(clipId: string, range: FrameRange, options?: ServiceOptions): Promise<string>;
  listShots(clipId: string, options?: ServiceOptions): Promise<string>;
  /** A warning for each frame that an answer names and that was not shown. */
  checkAnswer(answer: string, framesShown: readonly number[]): readonly TurnWarning[];
  /** What a range rests on, and how unsure it is by what was shown around its ends: 0 to 1. */
  support(
    trajectory: Trajectory,
    range: FrameRange,
    frameCount: number,
  ): { readonly evidence: readonly number[]; readonly doubt: number };
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
  /** The store of the project that is open, whichever that is. */
  readonly project: ProjectStore;
  readonly projects: Projects;
  readonly batches: QuestionBatches;
  readonly handover: Handover;
  readonly clips: ClipLibrary;
  readonly analyser: ClipAnalyser;
  readonly analyses: ClipAnalyses;
  readonly toolbox: ClipToolbox;
  readonly exporter: ClipExporter;
  readonly exports: ClipExports;
  readonly stroboscopes: StroboscopePreviews;
  readonly jobs: JobBoard;
  readonly settings: SettingsStore;
  readonly application: () => ApplicationInfo;
  /** What left this machine: since the start, and as the open project keeps it. */
  readonly ledger: () => Ledger;
  readonly modelFolder: (engineId: string) => Promise<ModelFolder | undefined>;
  /** Asks for a file by the system's dialog, null when closed; absent where the host has no dialog. */
  readonly chooseFile?: (() => Promise<string | null>) | undefined;
  /** The same for a project's file. */
  readonly chooseProject?: (() => Promise<string | null>) | undefined;
};
