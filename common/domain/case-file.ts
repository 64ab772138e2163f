/** The newest form of a case file that is written and read. */
export const caseVersion = 1;

/** A clip of a case: enough to know its file and its frames again. The footage itself is not in the case. */
export type CaseClip = {
  readonly id: string;
  readonly name: string;
  /** Where its pictures lie in the case: `frames/dive-a`. */
  readonly folder: string;
  readonly sizeBytes: number;
  /** SHA-256, hex, of the file's bytes; null where it could not be read to its end. */
  readonly sha256: string | null;
  /** As projects name contents: SHA-256, hex, of samples of the file; null where it could not be read. */
  readonly contentHash: string | null;
  readonly frameCount: number;
  /** SHA-256, hex, over every frame's timestamp in whole nanoseconds of the file's own time, as a JSON list. */
  readonly indexSha256: string;
  /** Upright, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly container: string;
  readonly codec: string;
  readonly videoTrack: number;
  readonly captureRate: number | null;
};

/** A frame of a clip as a picture in the case. */
export type CasePicture = {
  /** Its name in the case: `frames/dive-a/000035.png`. */
  readonly file: string;
  readonly clipId: string;
  readonly frame: number;
  readonly timeSeconds: number;
  readonly width: number;
  readonly height: number;
  /** SHA-256, hex, of the packed 8-bit RGB pixels at this size: that of the frame as an engine was shown it. */
  readonly sha256: string;
  /** SHA-256, hex, of the coded picture's planes, whatever size it is shown at; null where they are not known. */
  readonly planesSha256: string | null;
};

/** What a case is about, as its `manifest.json` says. */
export type CaseManifest = {
  readonly type: 'deepsport-case';
  readonly version: number;
  /** Of the application that wrote it. */
  readonly application: string;
  /** ISO 8601, UTC, by the clock of the machine that wrote it. */
  readonly createdAt: string;
  readonly project: string;
  /** What was chosen: everything, one clip, or some events. */
  readonly scope: 'project' | 'clip' | 'events';
  readonly clips: readonly CaseClip[];
  readonly counts: {
    readonly events: number;
    readonly proposals: number;
    readonly edits: number;
    readonly questions: number;
    readonly pictures: number;
  };
  /** Sentences on what is not in it. */
  readonly remarks: readonly string[];
};

export type CaseSignature = {
  readonly algorithm: 'ed25519';
  /** 32 bytes, hex. */
  readonly publicKey: string;
  /** 64 bytes, hex, over the words `deepsport-case`, the version and the root. */
  readonly value: string;
};

/** `seal.json`: the hash of each file, in the order of their names, and one hash over that list. */
export type CaseSeal = {
  readonly type: 'deepsport-seal';
  readonly version: number;
  readonly algorithm: 'sha256';
  readonly files: readonly {
    readonly name: string;
    readonly sizeBytes: number;
    readonly sha256: string;
  }[];
  /** SHA-256, hex, over a line for each file: its hash, two spaces, its name, a line feed. */
  readonly root: string;
  readonly signature: CaseSignature | null;
};

/** Whether a frame of a clip at hand is the picture in the case. */
export type CaseFrameCheck = {
  readonly clipName: string;
  readonly frame: number;
  /** `scaled`: the same coded picture, but scaled to other pixels by another version of the decoder. */
  readonly result: 'same' | 'scaled' | 'different' | 'missing';
};

/** What checking a case found. */
export type CaseCheck = {
  readonly fileName: string;
  /** Null where it can no longer be read. */
  readonly manifest: CaseManifest | null;
  /** Everything in it is as it was sealed. */
  readonly isWhole: boolean;
  readonly root: string;
  readonly fileCount: number;
  readonly signature: {
    readonly state: 'none' | 'valid' | 'invalid';
    /** A short name of the key; null without a signature. */
    readonly key: string | null;
    /** True where the key is the one kept here. */
    readonly isOwn: boolean;
  };
  /** What is not as it was sealed, and what of the clips at hand is not as in the case, each in one sentence. */
  readonly faults: readonly string[];
  /** What else a person should know, in sentences. */
  readonly remarks: readonly string[];
  /** Of the clips at hand; empty where there are none. */
  readonly frames: readonly CaseFrameCheck[];
  /** Whether each question got the same looks and answer when asked again; empty where none was. */
  readonly replays: readonly CaseReplay[];
};

export type CaseReplay = {
  readonly question: string;
  readonly engine: string;
  /** Null where it could not be asked. */
  readonly same: boolean | null;
  /** What came of it, in one sentence. */
  readonly words: string;
};

/** A frame as a person reads of it: `Frame 35 of dive-a.mp4 is the picture in the case: yes.` */
export function frameCheckWords({ clipName, frame, result }: CaseFrameCheck): string {
  const claim = `Frame ${frame} of ${clipName} is the picture in the case:`;
  switch (result) {
    case 'same':
      return `${claim} yes.`;
    case 'scaled':
      return `${claim} yes, scaled by another version of the decoder.`;
    case 'different':
      return `${claim} no.`;
    case 'missing':
      return `${claim} no, the clip has no such frame.`;
  }
}
