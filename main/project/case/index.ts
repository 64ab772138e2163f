export { caseReadme } from './case-readme.ts';
export { checkSeal, newerCase } from './check-seal.ts';
export { type CaseArchive, openArchive } from './open-archive.ts';
export { pngPixelsHash } from './read-png.ts';
export { keyName, newSealSecret, type SealKey, sealKey } from './seal-key.ts';
export { type CasePart, writeCase } from './write-case.ts';
