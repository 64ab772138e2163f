import { describe, expect, it } from 'vitest';
import { createByteCache } from '#main/inference/onnx/byte-cache.ts';

describe('createByteCache', () => {
  it('drops what was used longest ago when the bytes are used up', () => {
    const cache = createByteCache<Uint8Array>(10);
    cache.set('a', new Uint8Array(4));
    cache.set('b', new Uint8Array(4));
    cache.get('a');
    cache.set('c', new Uint8Array(4));
    expect(['a', 'b', 'c'].map((key) => cache.get(key)?.byteLength)).toEqual([4, undefined, 4]);
    expect(cache.bytes).toBe(8);
  });

  it('counts a replaced value once and leaves out what is too large', () => {
    const cache = createByteCache<Uint8Array>(10);
    cache.set('a', new Uint8Array(4));
    cache.set('a', new Uint8Array(6));
    cache.set('b', new Uint8Array(11));
    expect(cache.bytes).toBe(6);
    expect(cache.get('b')).toBeUndefined();
  });
});
