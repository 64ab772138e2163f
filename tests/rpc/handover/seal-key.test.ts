import { describe, expect, it } from 'vitest';
import type { SecretStore } from '#main/platform/index.ts';
import { isSignatureValid } from '#main/project/case/seal-key.ts';
import { keptSealKey, ownSealKey } from '#main/rpc/handover/case/own-seal-key.ts';

function storeWith(secret: string | undefined, canKeep = true): SecretStore {
  let kept = secret;
  return {
    canKeep,
    get: async () => kept,
    set: async (_, value) => {
      kept = value ?? undefined;
    },
  };
}

describe('The key that signs cases', () => {
  it('is made when it is first needed, and is the same from then on', async () => {
    const store = storeWith(undefined);
    expect(await ownSealKey(store)).toBeUndefined();
    const key = await keptSealKey(store);
    expect((await ownSealKey(store))?.publicKey).toBe(key.publicKey);
    expect((await keptSealKey(store)).publicKey).toBe(key.publicKey);
    expect((await keptSealKey(storeWith(undefined))).publicKey).not.toBe(key.publicKey);
    const signature = key.sign('ab'.repeat(32));
    expect(isSignatureValid('ab'.repeat(32), signature)).toBe(true);
    expect(isSignatureValid('ac'.repeat(32), signature)).toBe(false);
  });

  it('is asked for in a sentence where none can be kept, and where what is kept is none', async () => {
    await expect(keptSealKey(storeWith(undefined, false))).rejects.toThrow('Set the environment variable');
    await expect(keptSealKey(storeWith('secret', false))).rejects.toThrow('64 hexadecimal digits');
    expect((await keptSealKey(storeWith(`${'AB'.repeat(32)}\n`, false))).publicKey).toMatch(/^[0-9a-f]{64}$/);
  });
});
