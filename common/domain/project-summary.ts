/** A project as the library lists it. */
export type ProjectSummary = {
  /** Opaque; the only name of a project file that a page ever sees. */
  readonly id: string;
  readonly name: string;
  readonly clipCount: number;
  readonly eventCount: number;
  /** ISO 8601, UTC; null where it was never opened here. */
  readonly openedAt: string | null;
  readonly isOpen: boolean;
  /** Why it cannot be opened, in one sentence; null where it can. */
  readonly problem: string | null;
};

/** The project that is open. */
export type CurrentProject = {
  readonly id: string;
  readonly name: string;
  /** Why nothing can be changed, in one sentence; null where everything can. */
  readonly readOnly: string | null;
  /** What happened while opening that a person should know: a recovery, say; null for nothing. */
  readonly notice: string | null;
};

/** A clip of the project whose file is not where it was, or not what it was. */
export type MissingClip = {
  readonly clipId: string;
  readonly name: string;
  /** One sentence, without a path. */
  readonly reason: string;
};
