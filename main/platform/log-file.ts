import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock, Log } from './ports.ts';

const largestBytes = 2 * 1024 * 1024;

/**
 * Diagnostics as JSON lines in a file, with one older file kept beside it. A log that cannot be written is given
 * up silently: it must never be the reason why something else fails.
 */
export function createLogFile(path: string, clock: Clock): Log {
  let usable = true;
  try {
    mkdirSync(dirname(path), { recursive: true });
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > largestBytes) renameSync(path, `${path}.1`);
  } catch {
    usable = false;
  }
  return (level, message, facts = {}) => {
    if (!usable) return;
    try {
      const line = { time: new Date(clock()).toISOString(), level, message, ...facts };
      appendFileSync(path, `${JSON.stringify(line)}\n`, { mode: 0o600 });
    } catch {
      usable = false;
    }
  };
}
