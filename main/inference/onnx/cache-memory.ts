/** Bounds the key-value caches of all conversations together. */
export type CacheMemory = {
  readonly bytes: number;
  readonly limitBytes: number;
  /**
   * Counts what `owner` holds, as used last. Beyond the limit the longest unused of the others are put away;
   * null for one that is in use and must stay.
   */
  hold(owner: object, bytes: number, putAway: (() => void) | null): void;
  /** `owner` holds nothing any more. */
  release(owner: object): void;
};

export function createCacheMemory(limitBytes: number): CacheMemory {
  const held = new Map<object, { readonly bytes: number; readonly putAway: (() => void) | null }>();
  let bytes = 0;
  function release(owner: object): void {
    bytes -= held.get(owner)?.bytes ?? 0;
    held.delete(owner);
  }
  return {
    get bytes() {
      return bytes;
    },
    limitBytes,
    hold(owner, more, putAway) {
      release(owner);
      held.set(owner, { bytes: more, putAway });
      bytes += more;
      for (const [other, { putAway: leave }] of held) {
        if (bytes <= limitBytes) return;
        if (other === owner || leave === null) continue;
        release(other);
        leave();
      }
    },
    release,
  };
}
