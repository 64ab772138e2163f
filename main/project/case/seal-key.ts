import { createHash, createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto';
import { type CaseSignature, caseVersion } from '#common/domain/index.ts';

/** A key that signs seals. Its signature proves that the same key sealed before: not who has it, nor when. */
export type SealKey = {
  /** 32 bytes, hex. */
  readonly publicKey: string;
  readonly sign: (root: string) => CaseSignature;
};

/** What stands before the 32 bytes of a key in its DER forms (RFC 8410). */
const privateHead = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicHead = Buffer.from('302a300506032b6570032100', 'hex');

/** 32 bytes by chance, hex: what is kept secret. */
export const newSealSecret = (): string => randomBytes(32).toString('hex');

/** Undefined where the secret is none. */
export function sealKey(secret: string): SealKey | undefined {
  if (!/^[0-9a-f]{64}$/i.test(secret.trim())) return undefined;
  const der = Buffer.concat([privateHead, Buffer.from(secret.trim(), 'hex')]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key)
    .export({ format: 'der', type: 'spki' })
    .subarray(publicHead.length)
    .toString('hex');
  return {
    publicKey,
    sign: (root) => ({
      algorithm: 'ed25519',
      publicKey,
      value: sign(null, signedWords(root), key).toString('hex'),
    }),
  };
}

export function isSignatureValid(root: string, { publicKey, value }: CaseSignature): boolean {
  try {
    const der = Buffer.concat([publicHead, Buffer.from(publicKey, 'hex')]);
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return verify(null, signedWords(root), key, Buffer.from(value, 'hex'));
  } catch {
    return false;
  }
}

/** Short enough to be compared by eye: `3f2a 90c1 77de 1b04`. */
export const keyName = (publicKey: string): string =>
  createHash('sha256')
    .update(Buffer.from(publicKey, 'hex'))
    .digest('hex')
    .slice(0, 16)
    .match(/.{4}/g)
    ?.join(' ') ?? '';

const signedWords = (root: string): Buffer => Buffer.from(`deepsport-case ${caseVersion} ${root}\n`);
