import type { Mark } from './record-items.ts';

/** Formats of events that other programs read (product §4). */
export const eventFormats = [
  'sportscode',
  'csv',
  'tsv',
  'jsonl',
  'otio',
  'fcpxml',
  'edl',
  'srt',
  'vtt',
] as const;
export type EventFormat = (typeof eventFormats)[number];

/** Those that are read, too. */
export const importFormats = ['sportscode', 'csv', 'tsv', 'jsonl'] as const satisfies readonly EventFormat[];
export type ImportFormat = (typeof importFormats)[number];

/** Which events are handed over. */
export type EventChoice = {
  /** Null for all clips of the project. */
  readonly clipId: string | null;
  /** By id; null for every code that is not hidden. */
  readonly codeIds: readonly string[] | null;
  /** By id; null for all. Takes precedence over codes. */
  readonly eventIds: readonly string[] | null;
};

export type HandoverRequest =
  | {
      readonly kind: 'events';
      readonly format: EventFormat;
      readonly events: EventChoice;
      /** Writes everything beyond ASCII as character references, for programs that are loose about encodings. */
      readonly asciiOnly: boolean;
    }
  | {
      readonly kind: 'report';
      readonly format: 'html' | 'pdf';
      readonly events: EventChoice;
      readonly title: string;
      /** Trajectories told in full, by id. */
      readonly trajectoryIds: readonly string[];
      /** A picture of each event's frames. */
      readonly pictures: boolean;
      readonly numbers: boolean;
    }
  | { readonly kind: 'code-window'; readonly codeWindowId: string }
  | {
      /** A sealed case file (product §5.9): hidden codes are in it too. */
      readonly kind: 'case';
      readonly events: EventChoice;
      /** With the key that this machine keeps. */
      readonly sign: boolean;
    };

/** One row of what an import would do. */
export type ImportRow = {
  readonly codeName: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly labels: string;
  /** What was mended or will be left out, in words; empty for nothing. */
  readonly note: string;
  readonly usable: boolean;
};

/** What an import will do, before it does anything. */
export type ImportPreview = {
  readonly importId: string;
  readonly fileName: string;
  readonly format: ImportFormat | 'code-window';
  readonly eventCount: number;
  readonly leftOutCount: number;
  /** The first hundred, those with notes before the others. */
  readonly rows: readonly ImportRow[];
  readonly codes: readonly { readonly name: string; readonly count: number; readonly isNew: boolean }[];
  /** What a person should know of the file as a whole, in sentences. */
  readonly remarks: readonly string[];
};

/** The events of a file on a clip's frames, to be compared with; nothing of them is in the project. */
export type FileMarking = {
  readonly marks: readonly Mark[];
  /** Events that could not be placed on this clip. */
  readonly leftOutCount: number;
};
