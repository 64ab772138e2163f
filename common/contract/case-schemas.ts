import { z } from 'zod';
import type {
  CaseCheck,
  CaseManifest,
  CasePicture,
  CaseSeal,
  KeptLedgerLine,
  Ledger,
  LedgerLine,
} from '#common/domain/index.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const caseManifestSchema: z.ZodType<CaseManifest> = z.object({
  type: z.literal('deepsport-case'),
  version: z.int(),
  application: z.string(),
  createdAt: z.string(),
  project: z.string(),
  scope: z.enum(['project', 'clip', 'events']),
  clips: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      folder: z.string(),
      sizeBytes: z.number(),
      sha256: sha256.nullable(),
      contentHash: sha256.nullable(),
      frameCount: z.int(),
      indexSha256: sha256,
      width: z.int(),
      height: z.int(),
      container: z.string(),
      codec: z.string(),
      videoTrack: z.int(),
      captureRate: z.number().nullable(),
    }),
  ),
  counts: z.object({
    events: z.int(),
    proposals: z.int(),
    edits: z.int(),
    questions: z.int(),
    pictures: z.int(),
  }),
  remarks: z.array(z.string()),
});

export const casePictureSchema: z.ZodType<CasePicture> = z.object({
  file: z.string(),
  clipId: z.string(),
  frame: z.int().min(0),
  timeSeconds: z.number(),
  width: z.int().min(1).max(16_384),
  height: z.int().min(1).max(16_384),
  sha256,
  planesSha256: sha256.nullable(),
});

export const caseSealSchema: z.ZodType<CaseSeal> = z.object({
  type: z.literal('deepsport-seal'),
  version: z.int(),
  algorithm: z.literal('sha256'),
  files: z.array(z.object({ name: z.string(), sizeBytes: z.int().min(0), sha256 })).max(65_534),
  root: sha256,
  signature: z
    .object({
      algorithm: z.literal('ed25519'),
      publicKey: sha256,
      value: z.string().regex(/^[0-9a-f]{128}$/),
    })
    .nullable(),
});

export const caseCheckSchema: z.ZodType<CaseCheck> = z.object({
  fileName: z.string(),
  manifest: caseManifestSchema.nullable(),
  isWhole: z.boolean(),
  root: z.string(),
  fileCount: z.int(),
  signature: z.object({
    state: z.enum(['none', 'valid', 'invalid']),
    key: z.string().nullable(),
    isOwn: z.boolean(),
  }),
  faults: z.array(z.string()),
  remarks: z.array(z.string()),
  frames: z.array(
    z.object({
      clipName: z.string(),
      frame: z.int(),
      result: z.enum(['same', 'scaled', 'different', 'missing']),
    }),
  ),
  replays: z.array(
    z.object({ question: z.string(), engine: z.string(), same: z.boolean().nullable(), words: z.string() }),
  ),
});

const ledgerLine: z.ZodType<LedgerLine> = z.object({
  host: z.string(),
  trajectoryId: z.string().nullable(),
  bytes: z.int(),
  firstAt: z.string(),
  lastAt: z.string(),
});

const keptLedgerLine: z.ZodType<KeptLedgerLine> = z.object({
  host: z.string(),
  bytes: z.int().nullable(),
  trajectoryId: z.string(),
  question: z.string(),
  clipId: z.string(),
  clipName: z.string(),
  engine: z.string(),
  askedAt: z.string(),
});

export const ledgerSchema: z.ZodType<Ledger> = z.object({
  sinceStart: z.array(ledgerLine),
  kept: z.array(keptLedgerLine),
});
