import type {
  Calibration,
  ClipInfo,
  ClipSeconds,
  Code,
  DrawingItem,
  HistoryEntry,
  KeyImage,
  ProbeVerdict,
  ProjectEvent,
  Proposal,
  ProposalFate,
  Track,
  Trajectory,
} from '#common/domain/index.ts';

export type ReportClip = {
  readonly info: ClipInfo;
  /** Of the file's bytes, hex; null where the file could not be read. */
  readonly sha256: string | null;
  /** Frame times in real seconds. */
  readonly seconds: ClipSeconds;
};

/** A frame as it is shown in the report. */
export type ReportPicture = {
  readonly clipId: string;
  readonly frame: number;
  readonly timeSeconds: number;
  readonly width: number;
  readonly height: number;
  /** SHA-256, hex, of the frame's RGB pixels at display size, as the viewer shows it; null where it is not known. */
  readonly sha256: string | null;
  readonly jpeg: Uint8Array;
};

/** Everything that a report tells. Nothing is read while it is written. */
export type ReportInput = {
  readonly title: string;
  readonly projectName: string;
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly clips: readonly ReportClip[];
  /** As their rows stand. */
  readonly codes: readonly Code[];
  readonly events: readonly ProjectEvent[];
  /** Of the clips and frames of the report. */
  readonly drawings: readonly DrawingItem[];
  readonly tracks: readonly Track[];
  readonly calibrations: readonly Calibration[];
  readonly proposals: readonly Proposal[];
  /** What became of them, by engine and code. */
  readonly proposalFates: readonly ProposalFate[];
  /** Told in full. */
  readonly trajectories: readonly Trajectory[];
  /** Of the answers that were tested with changed pictures, by trajectory id. */
  readonly verdicts: ReadonlyMap<string, ProbeVerdict>;
  /** Newest first. */
  readonly history: readonly HistoryEntry[];
  /** Bytes that left this machine since the application started. */
  readonly networkBytesSent: number;
  readonly numbers: boolean;
  /** Kept by a person, clip by clip in the order of their frames; without pictures where none are wished. */
  readonly keyImages: readonly { readonly image: KeyImage; readonly picture: ReportPicture | null }[];
  /** By event id. */
  readonly pictures: ReadonlyMap<string, readonly ReportPicture[]>;
  /** Small ones of frames that engines were shown, by `frameKey`. */
  readonly shown: ReadonlyMap<string, ReportPicture>;
  /** Sentences on what is not in it. */
  readonly remarks: readonly string[];
};

export const jpegUrl = (jpeg: Uint8Array): string =>
  `data:image/jpeg;base64,${Buffer.from(jpeg).toString('base64')}`;

export const frameKey = (clipId: string, frame: number): string => `${clipId} ${frame}`;

/** Most of what a report shows; what is beyond is said to be cut. */
export const reportLimits = {
  events: 1000,
  pictures: 240,
  keyImages: 60,
  shownFrames: 160,
  history: 400,
  matrixLabels: 24,
  groups: 12,
} as const;
