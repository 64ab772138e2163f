import { z } from 'zod';

/** An OpenAI-compatible server. The key itself lies in the system's secret store or the environment, never here. */
export const serverSettingsSchema = z.object({
  name: z.string().min(1),
  /** `http(s)://host:port/v1`. */
  baseUrl: z.url({ protocol: /^https?$/ }),
  /** Model name; the server's first one when empty. */
  model: z.string().default(''),
  /** Name of the environment variable that holds the key; empty for none. */
  apiKeyVariable: z.string().default(''),
  /** Questions answered at once; the others wait their turn. */
  concurrency: z.int().min(1).max(256).default(4),
  /** For a million tokens of prompts and of replies, in whatever currency; 0 where nothing is charged. */
  promptPrice: z.number().min(0).default(0),
  replyPrice: z.number().min(0).default(0),
  /** Most tokens of one question with all its turns, every prompt counted anew; 0 for no limit. */
  tokenBudget: z.int().min(0).default(0),
});

const fields = {
  defaultEngine: z.string(),
  modelFolders: z.array(z.string()),
  servers: z.array(serverSettingsSchema),
  /** Threads of the local engine; 0 lets it choose. */
  inferenceThreads: z.int().min(0).max(64),
  /** Where local engines compute; `auto` tries what the machine has and takes what is right and quickest. */
  device: z.enum(['auto', 'cpu', 'cuda', 'dml', 'coreml', 'webgpu']),
  /** Memory for decoded frames, in megabytes. */
  frameCacheMegabytes: z.int().min(16).max(8192),
  /** A hub that models are fetched from. */
  hubUrl: z.url({ protocol: /^https?$/ }),
  /** `http://host:port` of a proxy for everything that leaves this machine; empty for what the environment says. */
  proxy: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]),
  /** Disk for converted clips, in gigabytes; the ones unused for longest go first. */
  conversionGigabytes: z.int().min(1).max(10_000),
  /** Disk for analyses (filmstrips, waveforms, motion, shots), in gigabytes. */
  analysisGigabytes: z.int().min(1).max(1000),
  /** A folder where Sportscode looks for new events, on this machine; empty for none. */
  liveImportFolder: z.string().max(4096),
  theme: z.enum(['dark', 'light', 'system']),
  /** `more`: text at 7:1 and stronger lines; `system` follows the machine. */
  contrast: z.enum(['system', 'more']),
  /** `less`: nothing moves by itself; `system` follows the machine. */
  motion: z.enum(['system', 'less']),
  /** Size of the interface in percent of the screen's own; the desktop application only, a browser has its own zoom. */
  interfaceScale: z.union([
    z.literal(100),
    z.literal(110),
    z.literal(125),
    z.literal(150),
    z.literal(175),
    z.literal(200),
  ]),
  /** How far Shift with an arrow steps: so many frames, or so many seconds of the clip. */
  longStep: z
    .object({ amount: z.number().gt(0).max(1000), unit: z.enum(['frames', 'seconds']) })
    .refine(
      ({ amount, unit }) => unit === 'seconds' || Number.isInteger(amount),
      'Frames are counted whole.',
    ),
  /** Speeds that ↑ and ↓ go through, 1 for the clip's own. */
  speeds: z
    .array(
      z
        .number()
        .min(1 / 64)
        .max(16),
    )
    .min(1)
    .max(16),
  /** Keys of commands by a person, by the command's id; each `Mod+Shift+KeyE`, by its place on the keyboard. */
  keys: z.record(z.string().max(60), z.array(z.string().max(60)).max(6)),
};

/** All settings with their defaults. Parsed once by the host: defaults < file < environment < command line. */
export const settingsSchema = z.object({
  defaultEngine: fields.defaultEngine.default('nano'),
  modelFolders: fields.modelFolders.default([]),
  servers: fields.servers.default([]),
  inferenceThreads: fields.inferenceThreads.default(0),
  device: fields.device.default('auto'),
  frameCacheMegabytes: fields.frameCacheMegabytes.default(256),
  hubUrl: fields.hubUrl.default('https://huggingface.co'),
  proxy: fields.proxy.default(''),
  conversionGigabytes: fields.conversionGigabytes.default(50),
  analysisGigabytes: fields.analysisGigabytes.default(5),
  liveImportFolder: fields.liveImportFolder.default(''),
  theme: fields.theme.default('dark'),
  contrast: fields.contrast.default('system'),
  motion: fields.motion.default('system'),
  interfaceScale: fields.interfaceScale.default(100),
  longStep: fields.longStep.default({ amount: 10, unit: 'frames' }),
  speeds: fields.speeds.default([1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4]),
  keys: fields.keys.default({}),
});

/** What a person changes: what is left out stays as it is, so here nothing has a default. */
export const settingsChangeSchema = z.object(fields).partial();

export type Settings = z.output<typeof settingsSchema>;
export type SettingsChange = z.output<typeof settingsChangeSchema>;
export type ServerSettings = z.output<typeof serverSettingsSchema>;

export const defaultSettings: Settings = settingsSchema.parse({});
