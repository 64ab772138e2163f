import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  clipSeconds,
  type HandoverRequest,
  isDeepSportError,
  type ProbeVerdict,
  probeVerdict,
  proposalRecord,
  type Trajectory,
  throwIfCancelled,
} from '#common/domain/index.ts';
import { type ExchangeClip, placeEvents } from '#main/project/exchange/index.ts';
import type { ProjectStore } from '#main/project/project-store.ts';
import { type ReportClip, type ReportInput, reportLimits } from '#main/project/report/index.ts';
import type { ClipLibrary, Projects } from '../services.ts';
import { veiledRemark, withoutVeiled } from '../veiled-questions.ts';
import { collectEvents, itemsOf } from './collect-events.ts';
import { type PictureParts, type ReportWork, takePictures } from './report-pictures.ts';

type ReportRequest = Extract<HandoverRequest, { kind: 'report' }>;

export type ReportParts = Pick<PictureParts, 'video'> & {
  readonly project: Pick<
    ProjectStore,
    'snapshot' | 'item' | 'listClips' | 'listTrajectories' | 'getTrajectory' | 'history'
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
  const { trajectories: asked, unreadable } = readTrajectories(request.trajectoryIds, project);
  const { shown: trajectories, veiled } = withoutVeiled(asked, project);
  const probes = readProbes(trajectories, project);
  const allKept = request.events.eventIds === null ? itemsOf(items, 'key-image') : [];
  const alsoClips = [...trajectories, ...allKept].map(({ clipId }) => clipId);
  const document = await collectEvents(request.title, request.events, parts, { signal, alsoClips });
  // In the order in which they happened, as they are told.
  const events = placeEvents(document).map(({ event }) => event);
  const clips = await reportClips(document.clips, parts, work);
  const clipIds = new Set(clips.map(({ info }) => info.id));
  const verdicts = await verdictsOf(trajectories, probes, parts, work);
  const proposals = itemsOf(items, 'proposal').filter(({ clipId }) => clipIds.has(clipId));
  const told = events.slice(0, reportLimits.events);
  const kept = clips
    .flatMap(({ info }) =>
      allKept.filter(({ clipId }) => clipId === info.id).sort((a, b) => a.frame - b.frame),
    )
    .slice(0, reportLimits.keyImages);
  const keyImages = kept.map((image) => ({ image, picture: null }));
  const nothing = { pictures: new Map(), shown: new Map(), keyImages, failed: 0 };
  const taken = request.pictures
    ? await takePictures({ events: told, trajectories, kept }, parts, work)
    : nothing;
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
    tracks: itemsOf(items, 'track').filter(({ clipId }) => clipIds.has(clipId)),
    calibrations: itemsOf(items, 'calibration'),
    proposals,
    proposalFates: proposalRecord(proposals, {
      event: new Map(itemsOf(items, 'event').map((event) => [event.id, event])),
      code: new Map(itemsOf(items, 'code').map((code) => [code.id, code])),
    }),
    trajectories,
    verdicts,
    history,
    networkBytesSent,
    numbers: request.numbers,
    keyImages: taken.keyImages,
    pictures: taken.pictures,
    shown: taken.shown,
    remarks: [
      ...document.missing,
      ...veiledRemark(veiled),
      unreadable > 0 ? `Questions that could not be read are left out: ${unreadable}.` : '',
      taken.failed > 0 ? `Pictures that could not be read are left out: ${taken.failed}.` : '',
      kept.length < allKept.filter(({ clipId }) => clipIds.has(clipId)).length
        ? `Only the first ${reportLimits.keyImages} key images are shown.`
        : '',
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

/** The tests of the answers that are told. */
function readProbes(trajectories: readonly Trajectory[], project: Pick<ProjectStore, 'listTrajectories'>) {
  const clipIds = new Set(trajectories.map(({ clipId }) => clipId));
  return [...clipIds].flatMap((clipId) =>
    project.listTrajectories(clipId).filter(({ probe }) => probe !== null),
  );
}

/** What those tests say; nothing of an answer that was not tested, or whose clip is gone. */
async function verdictsOf(
  trajectories: readonly Trajectory[],
  probes: readonly Trajectory[],
  { clips }: ReportParts,
  { signal }: ReportWork,
): Promise<ReadonlyMap<string, ProbeVerdict>> {
  const verdicts = new Map<string, ProbeVerdict>();
  for (const tested of trajectories) {
    const own = probes.filter(({ probe }) => probe?.trajectoryId === tested.id);
    if (own.length === 0) continue;
    const { frameCount } = await clips.get(tested.clipId, { signal });
    const times = await clips.frameTimes(tested.clipId, { signal });
    const verdict = probeVerdict(tested, own, { frameCount, times });
    if (verdict) verdicts.set(tested.id, verdict);
  }
  return verdicts;
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

/** SHA-256, hex, of a file's bytes; null where it cannot be read to its end. */
export async function fileHash(
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
