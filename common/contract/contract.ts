import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { errorMap } from './error-map.ts';
import { exportRequestSchema } from './export-schemas.ts';
import {
  downloadOfferSchema,
  knownModelSchema,
  precisionSchema,
  storedModelSchema,
} from './model-schemas.ts';
import {
  askRequestSchema,
  clipAnalysisSchema,
  clipInfoSchema,
  engineCardSchema,
  frameFingerprintSchema,
  frameRangeSchema,
  frameTimesSchema,
  jobSchema,
  trajectoryEventSchema,
  trajectorySchema,
} from './schemas.ts';
import { settingsChangeSchema, settingsSchema } from './settings.ts';

const base = oc.errors(errorMap);
const clipIdInput = z.object({ clipId: z.string() });
const trajectoryIdInput = z.object({ trajectoryId: z.string() });
const lookInput = z.object({ trajectoryId: z.string(), range: frameRangeSchema });

/** What a host can do that another cannot. */
export const applicationInfoSchema = z.object({
  version: z.string(),
  host: z.enum(['electron', 'web', 'cli', 'mcp']),
  /** True where `clips.choose` opens the system's file dialog. */
  canChooseFiles: z.boolean(),
  /** Bytes sent to other machines since the start, frames and text together. */
  networkBytesSent: z.int(),
});
export type ApplicationInfo = z.output<typeof applicationInfoSchema>;

/**
 * The one contract. Electron speaks it over a MessagePort, the web host over a WebSocket, the command line and
 * tests directly. Pixels and media never travel here: see `media.ts`. Streams end after their last event; the
 * caller cancels by aborting.
 */
export const contract = {
  application: {
    info: base.output(applicationInfoSchema),
    settings: base.output(settingsSchema),
    updateSettings: base.input(settingsChangeSchema).output(settingsSchema),
  },
  clips: {
    /** The project's clips, newest first; a clip whose file is gone is left out. */
    list: base.output(z.array(clipInfoSchema)),
    /** Opens a file of this machine by its path and adds it to the project. */
    open: base.input(z.object({ path: z.string().min(1) })).output(clipInfoSchema),
    /** Asks for a file by the system's dialog; null when the person closes it. */
    choose: base.output(clipInfoSchema.nullable()),
    get: base.input(clipIdInput).output(clipInfoSchema),
    /** Every frame's timestamp: the index that viewer, timeline and engines share. */
    frameTimes: base.input(clipIdInput).output(frameTimesSchema),
    /** The same file by another of its picture tracks: a clip of its own, beside the first. */
    openTrack: base
      .input(z.object({ clipId: z.string(), videoTrack: z.int().min(0) }))
      .output(clipInfoSchema),
    /** States at what rate the camera ran; null takes that back. All times of the clip follow. */
    setCaptureRate: base
      .input(z.object({ clipId: z.string(), captureRate: z.number().min(1).max(100_000).nullable() }))
      .output(clipInfoSchema),
    /** Main's hashes of a frame, to compare with what a page shows. */
    fingerprint: base
      .input(z.object({ clipId: z.string(), frame: z.int().min(0) }))
      .output(frameFingerprintSchema),
    /** Takes a clip off the project's list; the file stays. */
    remove: base.input(clipIdInput).output(z.void()),
  },
  analysis: {
    /** Starts the analysis of a clip as a job, or goes on with it; what is done already is not done again. */
    start: base.input(clipIdInput).output(z.void()),
    /** What is known so far. Motion, waveform and thumbnails go by URL. */
    get: base.input(clipIdInput).output(clipAnalysisSchema),
  },
  exports: {
    /**
     * Starts an export as a job and gives the job's id. Where the host has a file dialog the person chooses the
     * place first: null when they close it. Elsewhere the file lies ready at the job's `downloadPath`.
     */
    start: base.input(exportRequestSchema).output(z.string().nullable()),
  },
  jobs: {
    /** All jobs, newest first: now, and again after each change. */
    watch: base.output(eventIterator(z.array(jobSchema))),
    /** Cancels a running job; takes an ended one off the list. */
    cancel: base.input(z.object({ jobId: z.string() })).output(z.void()),
  },
  engines: {
    list: base.output(z.array(engineCardSchema)),
    /** The card of an engine by id, model folder or server address; says why when there is none. */
    card: base.input(z.object({ reference: z.string().min(1) })).output(engineCardSchema),
  },
  models: {
    /** Models offered by name. */
    known: base.output(z.array(knownModelSchema)),
    /** Local models that were fetched; each is an engine too. */
    list: base.output(z.array(storedModelSchema)),
    /** What a download from the hub would fetch, and in which precisions. */
    offer: base.input(z.object({ hubId: z.string().trim().min(1) })).output(downloadOfferSchema),
    /** Starts a download as a job, or goes on with one that was cut short; gives the job's id. */
    download: base
      .input(z.object({ hubId: z.string().trim().min(1), precision: precisionSchema }))
      .output(z.string()),
    remove: base.input(z.object({ modelId: z.string() })).output(z.void()),
    /** Whether there is an access token for the hub, and whether this host can keep one safely. */
    token: base.output(z.object({ isSet: z.boolean(), canKeep: z.boolean() })),
    /** Keeps the token in the system's secret store; null forgets it. */
    setToken: base.input(z.object({ token: z.string().trim().min(1).nullable() })).output(z.void()),
  },
  questions: {
    /** Asks and streams the trajectory. Aborting cancels it; what happened until then is kept. */
    ask: base.input(askRequestSchema).output(eventIterator(trajectoryEventSchema)),
    /** Continues a finished trajectory with a look chosen by the analyst, up to a new answer. */
    look: base.input(lookInput).output(eventIterator(trajectoryEventSchema)),
    /** Hands a range to a running trajectory; it is shown at its next turn. False when it has just ended. */
    interject: base.input(lookInput).output(z.boolean()),
    /** Trajectories on a clip, oldest first. */
    list: base.input(clipIdInput).output(z.array(trajectorySchema)),
    get: base.input(trajectoryIdInput).output(trajectorySchema),
    remove: base.input(trajectoryIdInput).output(z.void()),
  },
};

export type Contract = typeof contract;
