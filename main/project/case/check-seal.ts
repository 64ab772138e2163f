import { createHash } from 'node:crypto';
import {
  type CaseCheck,
  type CaseSeal,
  caseVersion,
  DeepSportError,
  type StageProgress,
} from '#common/domain/index.ts';
import { type CaseArchive, noCase } from './open-archive.ts';
import { readSeal, rootOf, sealName, sealText } from './seal.ts';
import { isSignatureValid, keyName } from './seal-key.ts';
import type { ZippedFile } from './zip-layout.ts';

export type SealCheck = Pick<CaseCheck, 'root' | 'fileCount' | 'signature' | 'faults'>;

export type CheckOptions = {
  readonly signal?: AbortSignal | undefined;
  readonly report?: ((progress: StageProgress) => void) | undefined;
};

/** More are counted, not named. */
const mostNamed = 20;

/**
 * Holds every file of a case against its seal, and the seal against its root and signature. Throws BAD_INPUT where
 * there is no seal that can be read, or only one of a newer version.
 */
export async function checkSeal(
  archive: CaseArchive,
  name: string,
  ownKey: string | null,
  { signal, report }: CheckOptions = {},
): Promise<SealCheck> {
  const last = archive.files.at(-1);
  const sealed = archive.files.find((file) => file.name === sealName);
  if (!last || !sealed) throw noCase(name);
  const text = (await archive.readWhole(sealed, signal)).toString('utf8');
  const seal = readSeal(text);
  if (!seal) throw noSeal(name);
  if (seal.version > caseVersion) throw newerCase(name);

  const faults = [...archive.faults];
  if (sealText(seal) !== text) faults.push('The seal is not written as a seal is: it was changed.');
  if (sealed !== last) faults.push('The seal is not the last file: files were added behind it.');
  faults.push(...(await fileFaults(archive, seal, { signal, report })));
  if (rootOf(seal.files) !== seal.root) {
    faults.push('The seal’s root does not fit its list of files: the list or the root was changed.');
  }
  const { signature } = seal;
  const isValid = signature !== null && isSignatureValid(seal.root, signature);
  if (signature && !isValid) {
    faults.push('The signature does not fit the seal: the case was changed after it was signed.');
  }
  return {
    root: seal.root,
    fileCount: seal.files.length,
    signature: {
      state: signature === null ? 'none' : isValid ? 'valid' : 'invalid',
      key: signature && keyName(signature.publicKey),
      isOwn: signature !== null && signature.publicKey === ownKey,
    },
    faults,
  };
}

async function fileFaults(
  archive: CaseArchive,
  seal: CaseSeal,
  { signal, report }: CheckOptions,
): Promise<readonly string[]> {
  const faults: string[] = [];
  const sealed = new Map(seal.files.map((file) => [file.name, file]));
  const total = archive.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const met = new Set<string>();
  let done = 0;
  for (const file of archive.files) {
    if (met.has(file.name)) faults.push(`${shown(file.name)} is in it twice: one of them was added.`);
    met.add(file.name);
    if (!isPlainName(file.name)) faults.push(`${shown(file.name)} leads out of the case: it was added.`);
    const expected = sealed.get(file.name);
    const isSeal = file.name === sealName;
    if (!expected && !isSeal) faults.push(`${shown(file.name)} is not in the seal: it was added.`);
    const found = await hashesOf(archive, file, signal);
    done += file.sizeBytes;
    report?.({ stage: 'Checking', done, total });
    const isChanged = expected && (found.sha256 !== expected.sha256 || file.sizeBytes !== expected.sizeBytes);
    if (isChanged) faults.push(`${shown(file.name)} was changed: its hash is not the one in the seal.`);
  }
  const names = seal.files.map((file) => file.name);
  for (const missing of names.filter((each) => !met.has(each))) {
    faults.push(`${shown(missing)} is missing: it was removed.`);
  }
  if (new Set(names).size < names.length) faults.push('The seal names a file twice: it was changed.');
  const more = faults.length - mostNamed;
  return more <= 0 ? faults : [...faults.slice(0, mostNamed), `And ${more} more like these.`];
}

async function hashesOf(archive: CaseArchive, file: ZippedFile, signal: AbortSignal | undefined) {
  const hash = createHash('sha256');
  for await (const piece of archive.read(file, signal)) hash.update(piece);
  return { sha256: hash.digest('hex') };
}

/** Names as cases have them: folders and files below, none that leads elsewhere. */
const isPlainName = (name: string): boolean =>
  /^[\w.-]+(\/[\w.-]+)*$/.test(name) && !name.split('/').some((part) => /^\.+$/.test(part));

/** A name may hold anything; a sentence must not. */
const shown = (name: string): string => `“${name.replace(/\p{Cc}/gu, '?').slice(0, 80)}”`;

const noSeal = (name: string): DeepSportError =>
  new DeepSportError(
    'BAD_INPUT',
    `The seal of ${name} cannot be read: it was damaged. Fetch the file again.`,
    {
      name,
    },
  );

export const newerCase = (name: string): DeepSportError =>
  new DeepSportError(
    'BAD_INPUT',
    `${name} was written by a newer version of DeepSport. Check it with that version or a later one.`,
    { name },
  );
