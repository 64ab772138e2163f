import { DeepSportError } from '#common/domain/index.ts';
import type { SecretStore } from '#main/platform/index.ts';
import { newSealSecret, type SealKey, sealKey } from '#main/project/case/index.ts';

/** The key that this machine signs cases with; undefined where there is none yet. Throws BAD_INPUT for one that is none. */
export async function ownSealKey(secrets: Pick<SecretStore, 'get'>): Promise<SealKey | undefined> {
  const secret = await secrets.get('seal-key');
  if (secret === undefined) return undefined;
  const key = sealKey(secret);
  if (key) return key;
  throw new DeepSportError(
    'BAD_INPUT',
    'The key for sealing is none: DEEPSPORT_SEAL_KEY needs 64 hexadecimal digits, such as `openssl rand -hex 32` prints.',
  );
}

/** The same, made and kept where there was none. */
export async function keptSealKey(secrets: SecretStore): Promise<SealKey> {
  const known = await ownSealKey(secrets);
  if (known) return known;
  if (!secrets.canKeep) {
    throw new DeepSportError(
      'BAD_INPUT',
      'There is no safe place for a key here. Set the environment variable DEEPSPORT_SEAL_KEY, or hand the case over unsigned.',
    );
  }
  await secrets.set('seal-key', newSealSecret());
  return keptSealKey(secrets);
}
