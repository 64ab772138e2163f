import { z } from 'zod';
import { type DownloadOffer, type KnownModel, precisions, type StoredModel } from '#common/domain/index.ts';

export const precisionSchema = z.enum(precisions);

export const knownModelSchema: z.ZodType<KnownModel> = z.object({
  hubId: z.string(),
  name: z.string(),
  family: z.enum(['Qwen2-VL', 'Qwen2.5-VL', 'Qwen3-VL']),
  billionParameters: z.number(),
  licence: z.string(),
  needs: z.string(),
});

export const downloadOfferSchema: z.ZodType<DownloadOffer> = z.object({
  hubId: z.string(),
  revision: z.string(),
  licence: z.string().nullable(),
  gated: z.boolean(),
  precisions: z.array(z.object({ precision: precisionSchema, sizeBytes: z.number() })),
});

export const storedModelSchema: z.ZodType<StoredModel> = z.object({
  id: z.string(),
  hubId: z.string(),
  revision: z.string(),
  precision: precisionSchema,
  licence: z.string().nullable(),
  sizeBytes: z.number(),
});
