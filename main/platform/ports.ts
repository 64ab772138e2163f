/** The present time in milliseconds since 1970, so that tests decide what time it is. */
export type Clock = () => number;

/** A fresh identifier, unique for good. */
export type CreateId = () => string;

/** Where diagnostics go; never to a person's eyes. */
export type Log = (level: 'info' | 'warn' | 'error', message: string, facts?: object) => void;
