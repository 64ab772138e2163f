import { createHash } from 'node:crypto';
import { caseSealSchema } from '#common/contract/index.ts';
import { type CaseSeal, type CaseSignature, caseVersion } from '#common/domain/index.ts';

export const sealName = 'seal.json';

type SealedFile = CaseSeal['files'][number];

/** The seal of files, in the order of their names. */
export function sealOf(files: readonly SealedFile[], sign: (root: string) => CaseSignature | null): CaseSeal {
  const listed = files
    .map(({ name, sizeBytes, sha256 }): SealedFile => ({ name, sizeBytes, sha256 }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const root = rootOf(listed);
  return {
    type: 'deepsport-seal',
    version: caseVersion,
    algorithm: 'sha256',
    files: listed,
    root,
    signature: sign(root),
  };
}

/** The one hash over all; of the lines that `sha256sum` prints. */
export function rootOf(files: readonly SealedFile[]): string {
  const hash = createHash('sha256');
  for (const { name, sha256 } of files) hash.update(`${sha256}  ${name}\n`);
  return hash.digest('hex');
}

/** The one way to write a seal, so that no byte of it is free to be another. */
export const sealText = (seal: CaseSeal): string => `${JSON.stringify(seal, null, 1)}\n`;

/** Undefined where it is no seal. */
export function readSeal(text: string): CaseSeal | undefined {
  try {
    return caseSealSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
