import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  clipSeconds,
  type HandoverRequest,
  isDeepSportError,
  type Trajectory,
  throwIfCancelled,
} from '#common/domain/index.ts';
import { type ExchangeClip, placeEvents } from '#main/project/exchange/index.ts';
import type { ProjectStore } from '#main/project/project-store.ts';
import { type ReportClip, type ReportInput, reportLimits } from '#main/project/report/index.ts';
import type { ClipLibrary, Projects } from '../services.ts';
import { collectEvents, itemsOf } from './collect-events.ts';
import { type PictureParts, type ReportWork, takePictures } from './report-pictures.ts';

type ReportRequest = Extract<HandoverRequest, { kind: 'report' }>;

export type ReportParts = Pick<PictureParts, 'video'> & {
  readonly project: Pick<
    ProjectStore,
    'snapshot' | 'listClips' | 'listTrajectories' | 'getTrajectory' | 'history'
  >;
  readonly projects: Pick<Projects, 'current'>;
  readonly clips: Pick<ClipLibrary, 'get' | 'frameTimes' | 'sourceOf'>;
  readonly application: () => { readonly version: string; readonly networkBytesSent: number };
  readonly clock: () => number;
};

/** More than a report tells, so that it can say how many it leaves out. */
const historyRead = 1000;

/** Everything that a report tells, read once. */
export async function collectReport(
  request: ReportRequest,
  parts: ReportParts,
  work: ReportWork,
): Promise<ReportInput> {
  const { project, projects, application, clock } = parts;
  const { signal } = work;
  // Of the project all is read before anything is waited for: another one may be opened meanwhile.
  const { items } = project.snapshot();
  const history = project.history(historyRead);
  const { name: projectName } = projects.current();
  const { trajectories, unreadable } = readTrajectories(request.trajectoryIds, project);
  const alsoClips = trajectories.map(({ clipId }) => clipId);
  const document = await collectEvents(request.title, request.events, parts, { signal, alsoClips });
  // In the order in which they happened, as they are told.
  const events = placeEvents(document).map(({ event }) => event);
  const clips = await reportClips(document.clips, parts, work);
  const clipIds = new Set(clips.map(({ info }) => info.id));
  const told = events.slice(0, reportLimits.events);
  const nothing = { pictures: new Map(), shown: new Map(), failed: 0 };
  const taken = request.pictures ? await takePictures(told, trajectories, parts, work) : nothing;
  const { version, networkBytesSent } = application();
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
    history,
    networkBytesSent,
    numbers: request.numbers,
    pictures: taken.pictures,
    shown: taken.shown,
    remarks: [
      ...document.missing,
      unreadable > 0 ? `Questions that could not be read are left out: ${unreadable}.` : '',
      taken.failed > 0 ? `Pictures that could not be read are left out: ${taken.failed}.` : '',
      request.pictures && taken.pictures.size < told.length
        ? `Pictures are shown of ${taken.pictures.size} of ${told.length} events: a report holds ${reportLimits.pictures}.`
        : '',
    ].filter((remark) => remark !== ''),
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
  found: readonly ExchangeClip[],
  { clips }: ReportParts,
  { signal, report }: ReportWork,
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
