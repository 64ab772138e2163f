/** What left this machine for one host in the course of one question, or outside of any. */
export type LedgerLine = {
  /** Name, and port where it is not the usual one. */
  readonly host: string;
  /** Null for connecting to a server and for downloads. */
  readonly trajectoryId: string | null;
  readonly bytes: number;
  /** ISO 8601, UTC. */
  readonly firstAt: string;
  readonly lastAt: string;
};

/** What the project keeps of what was sent for one question. */
export type KeptLedgerLine = {
  readonly host: string;
  /** Null where it was not kept: the question was asked before the ledger was. */
  readonly bytes: number | null;
  readonly trajectoryId: string;
  readonly question: string;
  readonly clipId: string;
  readonly clipName: string;
  readonly engine: string;
  /** When it was asked; ISO 8601, UTC. */
  readonly askedAt: string;
};

export type Ledger = {
  readonly sinceStart: readonly LedgerLine[];
  /** The newest question first. */
  readonly kept: readonly KeptLedgerLine[];
};
