import { fileChanged } from './clip-errors.ts';
import { contentHash } from './content-hash.ts';
import { type FileStamp, isSameStamp, readFileStamp } from './file-stamp.ts';
import { SharedTask } from './shared-task.ts';

/** A file by what is in it, with the stamp that it had while it was read. */
export type ContentIdentity = { readonly hash: string; readonly stamp: FileStamp };

type Known = { readonly stamp: FileStamp; readonly hashing: SharedTask<string> };

/** Names files by what is in them, each state of a file read once. */
export function createContentIdentities() {
  const known = new Map<string, Known>();
  return async (path: string, signal: AbortSignal | undefined): Promise<ContentIdentity> => {
    const stamp = await readFileStamp(path);
    const entry = known.get(path);
    const isCurrent = entry && isSameStamp(entry.stamp, stamp) && !entry.hashing.isAbandoned;
    if (isCurrent) return { hash: await entry.hashing.join(signal), stamp };
    const hashing = new SharedTask(async (abandoned) => {
      const hash = await contentHash(path, { signal: abandoned });
      if (!isSameStamp(stamp, await readFileStamp(path))) throw fileChanged(path);
      return hash;
    });
    known.set(path, { stamp, hashing });
    const forget = () => {
      if (known.get(path)?.hashing === hashing) known.delete(path);
    };
    hashing.outcome.catch(forget);
    return { hash: await hashing.join(signal), stamp };
  };
}
