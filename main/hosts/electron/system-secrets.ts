import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { safeStorage } from 'electron';
import { z } from 'zod';
import { DeepSportError } from '#common/domain/index.ts';
import { type SecretStore, secretInEnvironment } from '#main/platform/index.ts';

export type SystemSecretsParts = {
  readonly safeStorage: Pick<typeof safeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'>;
  /** Holds the secrets encrypted by the system's key store; of no use on another account or machine. */
  readonly file: string;
  readonly env: NodeJS.ProcessEnv;
};

const fileSchema = z.record(z.string(), z.string());

/** Secrets kept by the operating system's key store; what the environment says counts above them. */
export function createSystemSecrets({ safeStorage, file, env }: SystemSecretsParts): SecretStore {
  const read = async (): Promise<Readonly<Record<string, string>>> => {
    try {
      return fileSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    } catch {
      return {};
    }
  };
  return {
    get canKeep() {
      return safeStorage.isEncryptionAvailable();
    },
    async get(name) {
      const given = secretInEnvironment(env, name);
      const kept = (await read())[name];
      if (given !== undefined || kept === undefined) return given;
      try {
        return safeStorage.decryptString(Buffer.from(kept, 'base64'));
      } catch {
        // Written under another account or before the key store was reset: it is as good as not there.
        return undefined;
      }
    },
    async set(name, value) {
      if (value !== null && !safeStorage.isEncryptionAvailable()) {
        throw new DeepSportError(
          'BAD_INPUT',
          'The system has no key store to keep a secret in. Set up a keyring, or use an environment variable.',
          { name },
        );
      }
      const { [name]: _before, ...others } = await read();
      const kept =
        value === null ? others : { ...others, [name]: safeStorage.encryptString(value).toString('base64') };
      await mkdir(dirname(file), { recursive: true });
      await writeFile(`${file}.part`, JSON.stringify(kept), { mode: 0o600 });
      await rename(`${file}.part`, file);
    },
  };
}
