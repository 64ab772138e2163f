import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  clipSeconds,
  framesShown,
  type HandoverRequest,
  isDeepSportError,
  type ProjectEvent,
  type StageProgress,
  sampleEvenly,
  type Trajectory,
  throwIfCancelled,
} from '#common/domain/index.ts';
import { placeEvents } from '#main/project/exchange/index.ts';
import type { ProjectStore } from '#main/project/project-store.ts';
import {
  frameKey,
  type ReportClip,
  type ReportInput,
  type ReportPicture,
  reportLimits,
} from '#main/project/report/index.ts';
import type { VideoService } from '#main/video/index.ts';
import type { ClipLibrary, Projects } from '../services.ts';
import { type CollectedEvents, collectEvents, itemsOf } from './collect-events.ts';

type ReportRequest = Extract<HandoverRequest, { kind: 'report' }>;

export type ReportParts = {
  readonly project: Pick<
    ProjectStore,
    'snapshot' | 'listClips' | 'listTrajectories' | 'getTrajectory' | 'history'
  >;
  readonly projects: Pick<Projects, 'current'>;
  readonly clips: Pick<ClipLibrary, 'get' | 'frameTimes' | 'sourceOf'>;
  readonly video: Pick<VideoService, 'picture' | 'fingerprint'>;
  readonly application: () => { readonly version: string; readonly networkBytesSent: number };
  readonly clock: () => number;
};

type Work = {
  readonly signal: AbortSignal;
  readonly report: (progress: StageProgress) => void;
};

const pictureBounds = { width: 480, height: 480 };
const shownBounds = { width: 160, height: 160 };
const picturesOfEvent = 3;
const picturesOfEvidence = 6;

/** Everything that a report tells, read once. */
export async function collectReport(
  request: ReportRequest,
  parts: ReportParts,
  work: Work,
): Promise<ReportInput> {
  const { project, projects, application, clock } = parts;
  const { signal } = work;
  const { items } = project.snapshot();
  const document = await collectEvents(request.title, request.events, parts, { signal });
  // In the order in which they happened, as they are told.
  const events = placeEvents(document).map(({ event }) => event);
  const { trajectories, unreadable } = readTrajectories(request.trajectoryIds, project);
  const clips = await reportClips(document, parts, work);
  const told = events.slice(0, reportLimits.events);
  const plan = request.pictures ? planPictures(told) : [];
  const wanted = plan.reduce((sum, { frames }) => sum + frames.length, 0);
  const withPictures = plan.filter(({ frames }) => frames.length > 0).length;
  const clipIds = new Set(clips.map(({ info }) => info.id));
  const { version, networkBytesSent } = application();
  const projectName = projects.current().name;
  return {
    title: request.title || `${projectName}: report`,
    projectName,
    version,
    createdAt: new Date(clock()).toISOString(),
    clips,
    codes: document.codes.filter(({ id }) => events.some(({ codeId }) => codeId === id)),
    events,
    drawings: itemsOf(items, 'drawing').filter(({ clipId }) => clipIds.has(clipId)),
    calibrations: itemsOf(items, 'calibration'),
    proposals: itemsOf(items, 'proposal').filter(({ clipId }) => clipIds.has(clipId)),
    trajectories,
    history: project.history(1000),
    networkBytesSent,
    numbers: request.numbers,
    pictures: await takePictures(plan, wanted, parts, work),
    shown: request.pictures ? await takeShown(trajectories, parts, work) : new Map(),
    remarks: [
      ...document.missing,
      ...(unreadable > 0 ? [`Questions that could not be read are left out: ${unreadable}.`] : []),
      ...(request.pictures && withPictures < told.length
        ? [
            `Pictures are shown of ${withPictures} of ${told.length} events: a report holds ${reportLimits.pictures}.`,
          ]
        : []),
    ],
  };
}

function readTrajectories(ids: readonly string[], project: Pick<ProjectStore, 'getTrajectory'>) {
  const trajectories: Trajectory[] = [];
  let unreadable = 0;
  for (const id of ids) {
    try {
      const found = project.getTrajectory(id);
      if (found) trajectories.push(found);
    } catch (error) {
      if (!isDeepSportError(error)) throw error;
      unreadable += 1;
    }
  }
  return { trajectories, unreadable };
}

async function reportClips(
  { clips: found }: CollectedEvents,
  { clips }: ReportParts,
  { signal, report }: Work,
): Promise<readonly ReportClip[]> {
  const all: ReportClip[] = [];
  for (const { info } of found) {
    const { path } = await clips.sourceOf(info.id, { signal });
    const sha256 = await fileHash(path, signal, (done) =>
      report({ stage: 'Hashing', done, total: info.sizeBytes }),
    );
    all.push({ info, sha256, seconds: clipSeconds(info, await clips.frameTimes(info.id, { signal })) });
  }
  return all;
}

async function fileHash(
  path: string,
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<string | null> {
  const hash = createHash('sha256');
  let done = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
      throwIfCancelled(signal);
      hash.update(chunk as Buffer);
      done += (chunk as Buffer).byteLength;
      onProgress(done);
    }
  } catch (error) {
    if (isDeepSportError(error)) throw error;
    return null;
  }
  return hash.digest('hex');
}

type Plan = readonly { readonly event: ProjectEvent; readonly frames: readonly number[] }[];

/** Which frames stand for each event: its evidence, else its ends and middle; fewer where there are many events. */
function planPictures(events: readonly ProjectEvent[]): Plan {
  const choose = (most: number) =>
    events.map((event) => {
      const { evidence, range } = event;
      const picks = sampleEvenly({ start: 0, end: evidence.length - 1 }, most);
      const frames =
        evidence.length === 0
          ? sampleEvenly(range, Math.min(most, picturesOfEvent))
          : picks.map((at) => evidence[at] ?? 0);
      return { event, frames: [...new Set(frames)].sort((a, b) => a - b) };
    });
  for (const most of [picturesOfEvidence, picturesOfEvent, 1]) {
    const plan = choose(most);
    if (plan.reduce((sum, { frames }) => sum + frames.length, 0) <= reportLimits.pictures) return plan;
  }
  return choose(1).slice(0, reportLimits.pictures);
}

async function takePictures(
  plan: Plan,
  total: number,
  { clips, video }: ReportParts,
  { signal, report }: Work,
): Promise<ReportInput['pictures']> {
  const pictures = new Map<string, readonly ReportPicture[]>();
  let done = 0;
  for (const { event, frames } of plan) {
    const source = await clips.sourceOf(event.clipId, { signal });
    const taken: ReportPicture[] = [];
    for (const frame of frames) {
      report({ stage: 'Taking pictures', done, total });
      const picture = await video.picture(source, frame, 'jpeg', pictureBounds, { signal });
      const { rgbSha256 } = await video.fingerprint(source, frame, { signal });
      const { width, height } = jpegSize(picture.bytes);
      const { bytes: jpeg, timeSeconds } = picture;
      taken.push({ clipId: event.clipId, frame, timeSeconds, width, height, sha256: rgbSha256, jpeg });
      done += 1;
    }
    pictures.set(event.id, taken);
  }
  return pictures;
}

/** The frames that engines were shown, small and each once. A clip that is gone shows none. */
async function takeShown(
  trajectories: readonly Trajectory[],
  { clips, video }: ReportParts,
  { signal, report }: Work,
): Promise<ReportInput['shown']> {
  const wanted = new Map<string, { readonly clipId: string; readonly frame: number }>();
  for (const trajectory of trajectories) {
    const { clipId } = trajectory;
    for (const { index: frame } of framesShown(trajectory))
      wanted.set(frameKey(clipId, frame), { clipId, frame });
  }
  const all = [...wanted].slice(0, reportLimits.shownFrames);
  const shown = new Map<string, ReportPicture>();
  for (const [key, { clipId, frame }] of all) {
    report({ stage: 'Taking pictures', done: shown.size, total: all.length });
    try {
      const source = await clips.sourceOf(clipId, { signal });
      const { bytes: jpeg, timeSeconds } = await video.picture(source, frame, 'jpeg', shownBounds, {
        signal,
      });
      shown.set(key, { clipId, frame, timeSeconds, ...jpegSize(jpeg), sha256: null, jpeg });
    } catch (error) {
      if (!isDeepSportError(error) || error.code === 'CANCELLED') throw error;
    }
  }
  return shown;
}

/** From the header of its frame (ISO/IEC 10918-1, B.2.2). */
function jpegSize(bytes: Uint8Array): { readonly width: number; readonly height: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 9 < bytes.length; ) {
    const marker = view.getUint8(at + 1);
    if (marker >= 0xc0 && marker <= 0xc3) {
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    }
    at += 2 + view.getUint16(at + 2);
  }
  return { ...pictureBounds };
}
