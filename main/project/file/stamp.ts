import { createHash } from 'node:crypto';

const hashOf = (...parts: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\n');
  return hash.digest('hex');
};

/**
 * The stamp of a line of the journal: made of the one before and the line's own words. So it says at once whether the
 * line is whole, and whether it follows what it is applied to. Its last four letters vouch for the others.
 */
export function stampOf(before: string, body: string): string {
  const own = hashOf(before, body).slice(0, 12);
  return own + hashOf(own).slice(0, 4);
}

/** False for one in which a bit has changed. */
export const isStamp = (stamp: string): boolean => stamp.slice(12) === hashOf(stamp.slice(0, 12)).slice(0, 4);
