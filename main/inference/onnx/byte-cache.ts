/** Keeps the values used last, up to a number of bytes; a value larger than that is not kept. */
export type ByteCache<Value extends { readonly byteLength: number }> = {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  readonly bytes: number;
};

export function createByteCache<Value extends { readonly byteLength: number }>(
  maxBytes: number,
): ByteCache<Value> {
  const entries = new Map<string, Value>();
  let bytes = 0;
  const remove = (key: string) => {
    bytes -= entries.get(key)?.byteLength ?? 0;
    entries.delete(key);
  };
  return {
    get bytes() {
      return bytes;
    },
    get(key) {
      const value = entries.get(key);
      if (value === undefined) return undefined;
      entries.delete(key);
      entries.set(key, value);
      return value;
    },
    set(key, value) {
      remove(key);
      if (value.byteLength > maxBytes) return;
      entries.set(key, value);
      bytes += value.byteLength;
      for (const oldest of entries.keys()) {
        if (bytes <= maxBytes) break;
        remove(oldest);
      }
    },
  };
}
