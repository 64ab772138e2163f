import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSystemSecrets } from '#main/hosts/electron/system-secrets.ts';
import { createEnvironmentSecrets } from '#main/platform/index.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deepsport-secrets-'));
  file = join(folder, 'data', 'secrets.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Stands in for the system's key store: a key turns text into bytes that no other key turns back. */
const keyStore = (key: number, available = true) => ({
  isEncryptionAvailable: () => available,
  encryptString: (text: string) => Buffer.from([key, ...Buffer.from(text).map((byte) => byte ^ key)]),
  decryptString: (bytes: Buffer) => {
    if (bytes[0] !== key) throw new Error('another key');
    return Buffer.from(bytes.subarray(1).map((byte) => byte ^ key)).toString();
  },
});
const open = (key = 7, env: NodeJS.ProcessEnv = {}, available = true) =>
  createSystemSecrets({ safeStorage: keyStore(key, available), file, env });

describe('Secrets of the system', () => {
  it('are kept from one start to the next, never in clear, for this person alone', async () => {
    await open().set('hub-token', 'hf_secret');
    expect(await open().get('hub-token')).toBe('hf_secret');
    expect(readFileSync(file, 'utf8')).not.toContain('hf_secret');
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
    await open().set('hub-token', null);
    expect(await open().get('hub-token')).toBeUndefined();
  });

  it('of another account, or a broken file, are as good as none', async () => {
    await open(7).set('hub-token', 'hf_secret');
    expect(await open(9).get('hub-token')).toBeUndefined();
    writeFileSync(file, '{ half');
    expect(await open(7).get('hub-token')).toBeUndefined();
  });

  it('give way to the environment', async () => {
    await open().set('hub-token', 'kept');
    expect(await open(7, { HF_TOKEN: 'given' }).get('hub-token')).toBe('given');
  });

  it('are refused with a sentence where the system has no key store', async () => {
    const secrets = open(7, {}, false);
    expect(secrets.canKeep).toBe(false);
    await expect(secrets.set('hub-token', 'x')).rejects.toThrow(/no key store .* environment variable\.$/);
  });
});

describe('Secrets of the environment', () => {
  it('are read, and cannot be kept', async () => {
    const secrets = createEnvironmentSecrets({ DEEPSPORT_HUB_TOKEN: 'own', HF_TOKEN: 'other' });
    expect(await secrets.get('hub-token')).toBe('own');
    await expect(secrets.set('hub-token', 'x')).rejects.toThrow(/DEEPSPORT_HUB_TOKEN/);
  });
});
