import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { probeKinds, recordKinds } from '#common/domain/index.ts';
import { batchRequestSchema, questionBatchSchema } from './batch-schemas.ts';
import { ledgerSchema } from './case-schemas.ts';
import { errorMap } from './error-map.ts';
import { exportRequestSchema } from './export-schemas.ts';
import { fileMarkingSchema, handoverRequestSchema } from './handover-schemas.ts';
import {
  downloadOfferSchema,
  knownModelSchema,
  precisionSchema,
  storedModelSchema,
} from './model-schemas.ts';
import {
  currentProjectSchema,
  missingClipSchema,
  projectNameSchema,
  projectSummarySchema,
} from './project-schemas.ts';
import { answerFormSchema } from './question-schemas.ts';
import {
  editOfProjectSchema,
  historyEntrySchema,
  idSchema,
  itemEditSchema,
  ofProjectSchema,
  recordUpdateSchema,
} from './record-schemas.ts';
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
import { trackSearchEventSchema, trackSearchSchema } from './track-schemas.ts';

const base = oc.errors(errorMap);
const clipIdInput = z.object({ clipId: z.string() });
const trajectoryIdInput = z.object({ trajectoryId: z.string() });
const projectIdInput = z.object({ projectId: z.string() });
const batchIdInput = z.object({ batchId: z.string() });
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
    /** What left this machine, host by host and question by question. */
    ledger: base.output(ledgerSchema),
    updateSettings: base.input(settingsChangeSchema).output(settingsSchema),
  },
  projects: {
    /** Every project known here, the one opened last first. */
    list: base.output(z.array(projectSummarySchema)),
    /** The project that is open: now, and again when another one is opened or this one's state changes. */
    watch: base.output(eventIterator(currentProjectSchema)),
    /** Makes a project and opens it. */
    create: base.input(z.object({ name: projectNameSchema })).output(currentProjectSchema),
    /** Opens another project in place of this one. Questions and batches under way are cancelled first. */
    open: base.input(projectIdInput).output(currentProjectSchema),
    /** Asks for a project file by the system's dialog and opens it; null when the person closes it. */
    choose: base.output(currentProjectSchema.nullable()),
    /** Opens a project file of this machine by its path. */
    openFile: base.input(z.object({ path: z.string().min(1) })).output(currentProjectSchema),
    rename: base
      .input(z.object({ projectId: z.string(), name: projectNameSchema }))
      .output(projectSummarySchema),
    /** Takes a project off the list; its file stays. Not the one that is open. */
    forget: base.input(projectIdInput).output(z.void()),
  },
  record: {
    /** What of the open project can be edited: a snapshot, then each change. A snapshot again after a switch. */
    watch: base.output(eventIterator(recordUpdateSchema)),
    /**
     * Does an edit and keeps it; gives the new revision. Throws PROJECT_READ_ONLY, and like undo and redo NOT_FOUND
     * where the project that they are meant for is not the one that is open now.
     */
    edit: base.input(editOfProjectSchema).output(z.int()),
    /** Takes back the last edit; its title, or null where there is none. */
    undo: base.input(ofProjectSchema.default({})).output(z.string().nullable()),
    /** Does the edit taken back last again; its title, or null where there is none. */
    redo: base.input(ofProjectSchema.default({})).output(z.string().nullable()),
    /** The last edits, newest first. */
    history: base
      .input(z.object({ limit: z.int().min(1).max(1000).default(200) }))
      .output(z.array(historyEntrySchema)),
    /** What the edits that are kept did to one item, oldest first. */
    historyOf: base
      .input(z.object({ kind: z.enum(recordKinds), id: idSchema }))
      .output(z.array(itemEditSchema)),
    /** Notes which frames a person has had before them. */
    noteSeen: base
      .input(z.object({ clipId: idSchema, ranges: z.array(frameRangeSchema).max(1000) }))
      .output(z.void()),
    /** The frames that a person has had before them, as ranges that neither touch nor overlap. */
    seen: base.input(clipIdInput).output(z.array(frameRangeSchema)),
  },
  batches: {
    /** Queues one question for many ranges, as a job; gives the batch's id. */
    start: base.input(batchRequestSchema).output(z.string()),
    /** All batches of the project, newest first: now, and again after each change. */
    watch: base.output(eventIterator(z.array(questionBatchSchema))),
    /** Stops after the question under way; the rest waits. */
    pause: base.input(batchIdInput).output(z.void()),
    /** Goes on with what waits, failed or was cancelled. */
    resume: base.input(batchIdInput).output(z.void()),
    /** Asks one target again by itself, whatever became of it; the rest stays as it is. */
    retry: base.input(z.object({ batchId: z.string(), index: z.int().min(0) })).output(z.void()),
    remove: base.input(batchIdInput).output(z.void()),
  },
  handover: {
    /** Writes a file for others, as a job; see `exports.start` for what comes back. */
    start: base.input(handoverRequestSchema).output(z.string().nullable()),
    /** Whether a case can be signed here, and the short name of the key; null before the first time. */
    sealKey: base.output(z.object({ canSign: z.boolean(), name: z.string().nullable() })),
    /** Does what the preview of an import said, as one edit; gives the number of events. */
    import: base.input(z.object({ importId: z.string(), clipId: idSchema })).output(z.int()),
    /** The events that a preview read, on the frames of a clip: to compare with, and to import nothing. */
    marking: base.input(z.object({ importId: z.string(), clipId: idSchema })).output(fileMarkingSchema),
    /** Forgets a preview. */
    cancelImport: base.input(z.object({ importId: z.string() })).output(z.void()),
  },
  clips: {
    /** The project's clips whose files are missing or changed. */
    missing: base.output(z.array(missingClipSchema)),
    /** Looks for missing clips by content beside the project, as a job; gives the number found. */
    findMissing: base.output(z.int()),
    /** Ties a clip of the project to the file at a path. Throws BAD_INPUT where it holds something else. */
    relink: base.input(z.object({ clipId: idSchema, path: z.string().min(1) })).output(clipInfoSchema),
    /** The same by the system's file dialog; null when the person closes it. */
    chooseRelink: base.input(clipIdInput).output(clipInfoSchema.nullable()),
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
    /**
     * Follows what a point lies on from frame to frame, forward and then backward, each until the end of the range or
     * until it is lost. Aborting ends it; what was found until then is the caller's.
     */
    track: base
      .input(z.object({ clipId: idSchema, search: trackSearchSchema }))
      .output(eventIterator(trackSearchEventSchema)),
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
    /** Asks further in the conversation of a finished trajectory, up to a new answer. */
    followUp: base
      .input(
        z.object({
          trajectoryId: z.string(),
          question: z.string().trim().min(1, 'Write a question first.').max(4000),
          form: answerFormSchema.default({ kind: 'text' }),
        }),
      )
      .output(eventIterator(trajectoryEventSchema)),
    /**
     * Goes back to the look of a turn, takes another range in its place, and answers anew from there. It is a
     * trajectory of its own that names where it branched off; the first one stays as it was.
     */
    rerun: base
      .input(z.object({ trajectoryId: z.string(), turn: z.int().min(1), range: frameRangeSchema }))
      .output(eventIterator(trajectoryEventSchema)),
    /** Asks again with the same engine, seed and settings. Where the engine's weights changed it says so first. */
    replay: base.input(trajectoryIdInput).output(eventIterator(trajectoryEventSchema)),
    /**
     * Tests whether an answer depends on the video: asks again with every picture changed. It is a trajectory of its own
     * that `list` does not give. Throws BAD_INPUT where there is no answer to test.
     */
    probe: base
      .input(z.object({ trajectoryId: z.string(), change: z.enum(probeKinds) }))
      .output(eventIterator(trajectoryEventSchema)),
    /** The tests of answers on a clip, oldest first. */
    probes: base.input(clipIdInput).output(z.array(trajectorySchema)),
    /** Continues a finished trajectory with a look chosen by the analyst, up to a new answer. */
    look: base.input(lookInput).output(eventIterator(trajectoryEventSchema)),
    /**
     * Shows the answer of a question asked blind, as one edit that puts the `reveal` and the proposals. Until then this
     * contract tells how much was done for it and nothing of what; undoing the edit veils it again.
     */
    reveal: base.input(trajectoryIdInput).output(z.void()),
    /** Hands a range to a running trajectory; it is shown at its next turn. False when it has just ended. */
    interject: base.input(lookInput).output(z.boolean()),
    /** Trajectories on a clip, oldest first. */
    list: base.input(clipIdInput).output(z.array(trajectorySchema)),
    get: base.input(trajectoryIdInput).output(trajectorySchema),
    /** Takes a question off the list; undone like any edit. */
    remove: base.input(trajectoryIdInput).output(z.void()),
  },
};

export type Contract = typeof contract;
