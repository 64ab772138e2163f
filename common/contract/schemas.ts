import { z } from 'zod';
import {
  type ClipAnalysis,
  type ClipInfo,
  type EngineCard,
  type EngineSpeed,
  errorCodes,
  type FrameFingerprint,
  type FrameRange,
  type FrameReference,
  type FrameTimes,
  guidances,
  type Job,
  modes,
  probeKinds,
  type ServerCapabilities,
  type Step,
  type Trajectory,
  type TrajectoryEvent,
  toolNames,
} from '#common/domain/index.ts';
import { answerFormSchema } from './question-schemas.ts';

/** Schemas of the domain types that cross a host's border. `z.ZodType<T>` keeps them in step with the types. */
const frameNumber = z.int().min(0);

export const frameRangeSchema: z.ZodType<FrameRange> = z.object({ start: frameNumber, end: frameNumber });

export const clipInfoSchema: z.ZodType<ClipInfo> = z.object({
  id: z.string(),
  name: z.string(),
  sizeBytes: z.number(),
  container: z.string(),
  codec: z.string(),
  codecString: z.string().nullable(),
  width: z.int(),
  height: z.int(),
  rotationDegrees: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  frameCount: z.int(),
  firstTimestampSeconds: z.number(),
  durationSeconds: z.number(),
  averageFrameRate: z.number(),
  variableFrameRate: z.boolean(),
  keyFrameCount: z.int(),
  hasAudio: z.boolean(),
  videoTracks: z.array(z.object({ number: z.int(), codec: z.string(), width: z.int(), height: z.int() })),
  videoTrack: z.int(),
  bitDepth: z.int(),
  scan: z.enum(['progressive', 'interlaced']),
  dynamicRange: z.enum(['standard', 'hdr']),
  truncated: z.boolean(),
  convertedFrom: z
    .object({ container: z.string(), codec: z.string(), method: z.enum(['remuxed', 're-encoded']) })
    .nullable(),
  captureRate: z.number().nullable(),
  timeScale: z.number(),
});

export const frameTimesSchema: z.ZodType<FrameTimes> = z.object({
  timestampsSeconds: z.array(z.number()),
  keyFrames: z.array(z.int()),
});

export const frameReferenceSchema: z.ZodType<FrameReference> = z.object({
  index: frameNumber,
  timeSeconds: z.number(),
  width: z.int(),
  height: z.int(),
  sha256: z.string(),
  picture: z.exactOptional(frameNumber),
});

export const frameFingerprintSchema: z.ZodType<FrameFingerprint> = z.object({
  index: frameNumber,
  rgbSha256: z.string(),
  planesSha256: z.string().nullable(),
  planesFormat: z.string().nullable(),
});

export const clipAnalysisSchema: z.ZodType<ClipAnalysis> = z.object({
  status: z.enum(['none', 'running', 'paused', 'done']),
  framesDone: z.int(),
  frameCount: z.int(),
  shots: z.array(frameRangeSchema),
  transitions: z.array(
    z.object({ kind: z.enum(['cut', 'fade', 'dissolve', 'wipe']), range: frameRangeSchema }),
  ),
  thumbnailStride: z.int(),
  waveformRate: z.number().nullable(),
});

export const promptsSchema = z.object({
  system: z.string(),
  question: z.string(),
  passive: z.string(),
  look: z.string(),
  analystLook: z.string(),
  toolResult: z.string(),
  answerOnly: z.string(),
  repair: z.string(),
});

export const engineProtocolSchema = z.object({
  initialFrames: z.int().min(1),
  framesPerLook: z.int().min(1),
  passiveFrames: z.int().min(1),
  maxTurns: z.int().min(1),
  maxFrames: z.int().min(1),
  frameLabel: z.string(),
  maxAnswerTokens: z.int().min(1),
  tools: z.array(z.enum(toolNames)),
  longClip: z
    .object({
      overSeconds: z.number(),
      framesPerView: z.int().min(1),
      maxFrames: z.int().min(1),
      maxSize: z.object({ width: z.int().min(1), height: z.int().min(1) }),
    })
    .nullable(),
  prompts: promptsSchema,
});

export const serverCapabilitiesSchema: z.ZodType<ServerCapabilities> = z.object({
  measuredAt: z.string(),
  severalPictures: z.boolean().nullable(),
  toolCall: z.boolean().nullable(),
  pictureAfterCall: z.boolean().nullable(),
  streaming: z.boolean().nullable(),
  thought: z.enum(['field', 'tags', 'opened', 'none']).nullable(),
  guidance: z.enum(guidances).nullable(),
  contextTokens: z.int().nullable(),
  mostPictures: z.int().nullable(),
  mostPixels: z.int().nullable(),
});

const engineSpeedSchema: z.ZodType<EngineSpeed> = z.object({
  visionDevice: z.string(),
  decoderDevice: z.string(),
  promptTokensPerSecond: z.number().nullable(),
  tokensPerSecond: z.number().nullable(),
  cacheBytes: z.number(),
  cacheLimitBytes: z.number(),
});

export const engineCardSchema: z.ZodType<EngineCard> = z.object({
  id: z.string(),
  name: z.string(),
  adapter: z.enum(['onnx', 'openai', 'scripted']),
  family: z.string(),
  summary: z.string(),
  knows: z.array(z.string()),
  declines: z.array(z.string()),
  device: z.string(),
  local: z.boolean(),
  contextTokens: z.int(),
  weightsSha256: z.string().nullable(),
  licence: z.string().nullable(),
  capabilities: serverCapabilitiesSchema.nullable(),
  speed: engineSpeedSchema.nullable(),
  protocol: engineProtocolSchema,
});

const turnWarningSchema = z.object({
  kind: z.enum([
    'format',
    'repeated-look',
    'repeated-call',
    'window-outside-clip',
    'window-too-small',
    'thought-does-not-name-window',
    'claim-without-frame',
    'look-not-allowed',
    'tool-not-offered',
    'cut-off',
  ]),
  message: z.string(),
  frame: z.exactOptional(z.number()),
});

const sentSchema = z.exactOptional(z.array(z.object({ host: z.string(), bytes: z.int() })));

const motionProfileCall = { tool: z.literal('motion_profile'), arguments: frameRangeSchema };
const listShotsCall = { tool: z.literal('list_shots'), arguments: z.object({}) };

export const stepSchema: z.ZodType<Step> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('frames'),
    by: z.enum(['start', 'model', 'analyst']),
    range: frameRangeSchema,
    frames: z.array(frameReferenceSchema),
  }),
  z.object({
    kind: z.literal('turn'),
    turn: z.int(),
    thought: z.string(),
    action: z
      .discriminatedUnion('kind', [
        z.object({ kind: z.literal('look'), range: frameRangeSchema }),
        z.discriminatedUnion('tool', [
          z.object({ kind: z.literal('tool'), ...motionProfileCall }),
          z.object({ kind: z.literal('tool'), ...listShotsCall }),
        ]),
        z.object({ kind: z.literal('answer'), text: z.string() }),
      ])
      .nullable(),
    raw: z.string(),
    warnings: z.array(turnWarningSchema),
    usage: z.object({
      newTokens: z.int(),
      cachedTokens: z.int(),
      generatedTokens: z.int(),
      cost: z.exactOptional(z.number()),
    }),
    seconds: z.number(),
    prompt: z.exactOptional(z.object({ system: z.exactOptional(z.string()), text: z.string() })),
    sent: sentSchema,
  }),
  z.discriminatedUnion('tool', [
    z.object({ kind: z.literal('tool-result'), text: z.string(), ...motionProfileCall }),
    z.object({ kind: z.literal('tool-result'), text: z.string(), ...listShotsCall }),
  ]),
  z.object({
    kind: z.literal('notice'),
    message: z.string(),
    sent: sentSchema,
    revealedAt: z.exactOptional(z.string()),
  }),
  z.object({ kind: z.literal('question'), text: z.string(), form: answerFormSchema }),
  z.object({
    kind: z.literal('veiled'),
    turns: z.int(),
    frames: z.int(),
    seconds: z.number(),
    tokens: z.int(),
  }),
]);

const failureSchema = z.object({ code: z.enum(errorCodes), message: z.string() }).nullable();

export const jobSchema: z.ZodType<Job> = z.object({
  id: z.string(),
  kind: z.enum(['open', 'analyse', 'export', 'download', 'batch', 'handover', 'import', 'find']),
  title: z.string(),
  clipId: z.string().nullable(),
  status: z.enum(['running', 'done', 'failed', 'cancelled']),
  stage: z.string(),
  progress: z.number().nullable(),
  startedAt: z.string(),
  failure: failureSchema,
  result: z
    .object({
      fileName: z.string(),
      sizeBytes: z.number(),
      frameCount: z.int(),
      note: z.string(),
      downloadPath: z.string().nullable(),
    })
    .nullable(),
});

const askSettingsSchema = z.object({
  initialFrames: z.int().nullable(),
  maxTurns: z.int().nullable(),
  temperature: z.number(),
  topP: z.number(),
  repetitionPenalty: z.number(),
  looks: z.array(frameRangeSchema),
});

export const trajectorySchema: z.ZodType<Trajectory> = z.object({
  id: z.string(),
  clipId: z.string(),
  clipName: z.string(),
  question: z.string(),
  mode: z.enum(modes),
  engine: z.object({
    id: z.string(),
    name: z.string(),
    device: z.string(),
    local: z.boolean(),
    weightsSha256: z.string().nullable(),
    summary: z.string(),
  }),
  seed: z.int(),
  // Questions asked before these were kept have none of them.
  scope: frameRangeSchema.nullable().default(null),
  eventId: z.string().nullable().default(null),
  form: answerFormSchema.default({ kind: 'text' }),
  settings: askSettingsSchema.nullable().default(null),
  branch: z.object({ trajectoryId: z.string(), turn: z.int() }).nullable().default(null),
  probe: z
    .object({ trajectoryId: z.string(), change: z.enum(probeKinds) })
    .nullable()
    .default(null),
  blind: z.boolean().default(false),
  createdAt: z.string(),
  status: z.enum(['running', 'answered', 'failed', 'cancelled']),
  steps: z.array(stepSchema),
  answer: z.string().nullable(),
  formatValid: z.boolean().nullable(),
  failure: failureSchema,
});

export const trajectoryEventSchema: z.ZodType<TrajectoryEvent> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('trajectory-start'), trajectory: trajectorySchema }),
  z.object({ type: z.literal('step'), step: stepSchema }),
  z.object({ type: z.literal('turn-start'), turn: z.int() }),
  z.object({
    type: z.literal('progress'),
    stage: z.enum(['waiting', 'loading', 'extracting', 'encoding', 'prefill', 'decoding']),
    done: z.number(),
    total: z.number(),
  }),
  z.object({ type: z.literal('text-delta'), turn: z.int(), text: z.string() }),
  z.object({
    type: z.literal('trajectory-end'),
    status: z.enum(['answered', 'failed', 'cancelled']),
    answer: z.string().nullable(),
    formatValid: z.boolean(),
    failure: failureSchema,
  }),
]);

/** A question as a host hands it in. Frame numbers are checked against the clip by the agent. */
export const askRequestSchema = z.object({
  clipId: z.string(),
  question: z.string().trim().min(1, 'Write a question first.').max(4000),
  /** How the answer is asked for and read. */
  form: answerFormSchema.default({ kind: 'text' }),
  /** The stretch of the clip that is asked about; the whole clip when left out. */
  scope: z.exactOptional(frameRangeSchema),
  /** The event asked about, by id; it belongs to the scope. */
  eventId: z.exactOptional(z.string()),
  mode: z.enum(modes).default('iterative'),
  /** Nothing of the answer is told, and nothing proposed, until it is revealed (`questions.reveal`). */
  blind: z.boolean().default(false),
  /** An engine's id, a model folder or a server's address; the default engine when left out. */
  engine: z.exactOptional(z.string()),
  /** Looks chosen by the analyst, shown right after the initial frames and marked as theirs. */
  looks: z.array(frameRangeSchema).max(8).default([]),
  /** Overrides of the engine's card. */
  initialFrames: z.exactOptional(z.int().min(1).max(64)),
  maxTurns: z.exactOptional(z.int().min(1).max(16)),
  seed: z.int().min(0).default(0),
  temperature: z.number().min(0).max(2).default(0),
  /** The likeliest words that together have this share of all; 1 keeps every word. */
  topP: z.number().gt(0).max(1).default(1),
  /** Above 1, words already written in a reply become less likely; local engines only. */
  repetitionPenalty: z.number().min(1).max(2).default(1),
});

export type AskRequest = z.output<typeof askRequestSchema>;
