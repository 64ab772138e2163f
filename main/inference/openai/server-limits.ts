/** How long a server may take, and how often it is asked again. */
export type ServerLimits = {
  readonly connectMilliseconds: number;
  /** A busy server works through its queue and the pictures before it says anything. */
  readonly firstTokenMilliseconds: number;
  readonly idleMilliseconds: number;
  readonly totalMilliseconds: number;
  /** How often a 429, a 5xx or a broken connection is tried again. */
  readonly retries: number;
  /** Doubles with each retry, unless the server says how long to wait. */
  readonly retryMilliseconds: number;
  /** For finding out what a model can do, all questions together. */
  readonly probeMilliseconds: number;
  /** Replies at a time from one server. */
  readonly concurrency: number;
};

export const defaultServerLimits: ServerLimits = {
  connectMilliseconds: 10_000,
  firstTokenMilliseconds: 180_000,
  idleMilliseconds: 60_000,
  totalMilliseconds: 900_000,
  retries: 3,
  retryMilliseconds: 1000,
  probeMilliseconds: 30_000,
  concurrency: 4,
};
