/** How long a server may take, and how often it is asked again. */
export type ServerLimits = {
  readonly connectMilliseconds: number;
  /** A busy server works through its queue and the pictures before it says anything. */
  readonly firstTokenMilliseconds: number;
  readonly idleMilliseconds: number;
  readonly totalMilliseconds: number;
  /** How often a 429 or 5xx is tried again. */
  readonly retries: number;
  /** Doubles with each retry, unless the server says how long to wait. */
  readonly retryMilliseconds: number;
};

export const defaultServerLimits: ServerLimits = {
  connectMilliseconds: 10_000,
  firstTokenMilliseconds: 180_000,
  idleMilliseconds: 60_000,
  totalMilliseconds: 900_000,
  retries: 2,
  retryMilliseconds: 1000,
};
