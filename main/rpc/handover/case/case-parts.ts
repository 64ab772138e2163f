import {
  type CaseClip,
  type CaseManifest,
  caseVersion,
  type ItemEdit,
  type StageProgress,
  secondsOfRange,
  sentForQuestion,
} from '#common/domain/index.ts';
import { type CasePart, caseReadme } from '#main/project/case/index.ts';
import { writeReport } from '#main/project/report/index.ts';
import type { VideoService } from '#main/video/index.ts';
import { collectReport, fileHash, type ReportParts } from '../collect-report.ts';
import { casePictures, type TakenPictures } from './case-pictures.ts';
import type { CaseContent, CaseSource } from './collect-case.ts';
import { indexHash } from './index-hash.ts';

export type CaseWork = {
  readonly signal: AbortSignal;
  readonly report: (progress: StageProgress) => void;
};

export type CasePartsSource = CaseSource &
  Omit<ReportParts, 'video'> & {
    readonly video: Pick<VideoService, 'frames' | 'fingerprint' | 'picture'>;
  };

/** The files of a case one after the other, the heavy ones first; only one picture is held at a time. */
export async function* caseParts(
  content: CaseContent,
  parts: CasePartsSource,
  work: CaseWork,
): AsyncGenerator<CasePart, void, void> {
  const { clips, video } = parts;
  const { signal, report } = work;
  const taken: TakenPictures = { pictures: [], remarks: [] };
  const sourceOf = (clipId: string) => clips.sourceOf(clipId, { signal });
  yield* casePictures(content, taken, { video, sourceOf, signal, report });
  yield { name: 'pictures.jsonl', pieces: taken.pictures.map(line) };
  yield { name: 'events.jsonl', pieces: eventLines(content) };
  yield { name: 'history.jsonl', pieces: historyLines(content.edits) };
  yield { name: 'trajectories.jsonl', pieces: lines(content.trajectories) };
  yield { name: 'ledger.json', pieces: [ledgerText(content)] };
  const trajectoryIds = content.trajectories.map(({ id }) => id);
  const page = await collectReport(
    {
      kind: 'report',
      format: 'html',
      events: content.choice,
      title: `${content.projectName}: case`,
      trajectoryIds,
      pictures: true,
      numbers: true,
    },
    parts,
    work,
  );
  yield { name: 'report.html', pieces: [writeReport(page)] };

  const caseClips: CaseClip[] = [];
  for (const clip of content.clips) {
    // The report has read the file's bytes already where it tells of the clip.
    const known = page.clips.find(({ info }) => info.id === clip.info.id);
    const path = (await sourceOf(clip.info.id)).path;
    const hash = known ? known.sha256 : await fileHash(path, signal, () => {});
    caseClips.push(caseClip(clip, hash));
  }
  const manifest: CaseManifest = {
    type: 'deepsport-case',
    version: caseVersion,
    application: `DeepSport Workstation ${page.version}`,
    createdAt: page.createdAt,
    project: content.projectName,
    scope: content.scope,
    clips: caseClips,
    counts: {
      events: content.events.length,
      proposals: content.proposals.length,
      edits: new Set(content.edits.map(({ editId }) => editId)).size,
      questions: content.trajectories.length,
      pictures: taken.pictures.length,
    },
    remarks: [...content.remarks, ...taken.remarks],
  };
  yield { name: 'manifest.json', pieces: [`${JSON.stringify(manifest, null, 1)}\n`] };
  yield { name: 'README.txt', pieces: [caseReadme(manifest)] };
}

const line = (value: object): string => `${JSON.stringify(value)}\n`;

function* lines(values: Iterable<object>): Generator<string> {
  for (const value of values) yield line(value);
}

function caseClip(
  { info, seconds, folder, contentHash }: CaseContent['clips'][number],
  sha256: string | null,
) {
  const { id, name, sizeBytes, frameCount, width, height, container, codec, videoTrack, captureRate } = info;
  const indexSha256 = indexHash(seconds.startSeconds);
  return {
    ...{ id, name, folder, sizeBytes, sha256, contentHash, frameCount, indexSha256 },
    ...{ width, height, container, codec, videoTrack, captureRate },
  };
}

function* eventLines({ clips, codes, events, proposals }: CaseContent): Generator<string> {
  const codeName = new Map(codes.map(({ id, name }) => [id, name]));
  const clipOf = new Map(clips.map((clip) => [clip.info.id, clip]));
  const placed = (clipId: string, range: { start: number; end: number }) => {
    const clip = clipOf.get(clipId);
    if (!clip) return {};
    const { start, end } = secondsOfRange(clip.seconds, range);
    return { clip: clip.info.name, startSeconds: start, endSeconds: end };
  };
  yield* lines(codes);
  for (const { kind, ...event } of events) {
    yield line({ kind, code: codeName.get(event.codeId), ...placed(event.clipId, event.range), ...event });
  }
  for (const { kind, ...proposal } of proposals) {
    yield line({ kind, ...placed(proposal.clipId, proposal.range), ...proposal });
  }
}

/** One line for each edit, with what it changed of the case. */
function* historyLines(edits: readonly ItemEdit[]): Generator<string> {
  for (const changes of Map.groupBy(edits, ({ editId, happenedAt }) => `${editId} ${happenedAt}`).values()) {
    const [first] = changes;
    if (!first) continue;
    const { editId, title, by, happenedAt, undone } = first;
    const changed = changes.map(({ kind, id, before, after }) => ({ kind, id, before, after }));
    yield line({ editId, title, by, happenedAt, undone, changes: changed });
  }
}

function ledgerText({ trajectories }: CaseContent): string {
  const questions = trajectories.map((trajectory) => ({
    trajectoryId: trajectory.id,
    question: trajectory.question,
    engine: trajectory.engine.name,
    local: trajectory.engine.local,
    /** Null where it was not kept. */
    sent: sentForQuestion(trajectory),
  }));
  const all = questions.flatMap(({ sent }) => sent ?? []);
  const totalBytes = all.reduce((sum, { bytes }) => sum + bytes, 0);
  const notKept = questions.filter(({ sent }) => sent === null).length;
  return `${JSON.stringify({ totalBytes, notKept, questions }, null, 1)}\n`;
}
