import { createHash } from 'node:crypto';

/** Of frames' timestamps in the file's own time, to the nanosecond: the same however they were computed. */
export const indexHash = (startSeconds: readonly number[]): string =>
  createHash('sha256')
    .update(JSON.stringify(startSeconds.map((seconds) => Math.round(seconds * 1e9))))
    .digest('hex');
