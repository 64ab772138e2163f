import { z } from 'zod';
import type { DeviceChoice } from './compute-device.ts';

const device = z.enum(['cpu', 'webgpu', 'cuda', 'dml', 'coreml']);

/** A choice of devices as it is kept in a file. */
export const deviceChoiceSchema: z.ZodType<DeviceChoice> = z.object({
  vision: device,
  decoder: device,
  pictureTokensPerSecond: z.number(),
  promptTokensPerSecond: z.number(),
  tokensPerSecond: z.number(),
  stamp: z.string(),
});
