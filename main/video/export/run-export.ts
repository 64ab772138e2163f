import { rm } from 'node:fs/promises';
import {
  type BurnIn,
  cancelled,
  type FrameRange,
  frameRangeLength,
  type StageProgress,
} from '#common/domain/index.ts';
import { writeStroboscope } from '../stroboscope/write-stroboscope.ts';
import type { VideoService } from '../video-service.ts';
import { showsTheSame } from './check-cut.ts';
import type { Container } from './clip-muxer.ts';
import { openCodedTrack } from './coded-track.ts';
import { checkHolds, containerOf } from './containers.ts';
import { cutByCopy, type RangeCut } from './copy-cut.ts';
import type { CutSegment } from './cut-plan.ts';
import { cutExactly, type ExactPart } from './exact-cut.ts';
import { type ExportClip, loadExportClip } from './export-clip.ts';
import { copyUnreliable, diskFull, exportUnreliable } from './export-errors.ts';
import type { ExportJob, ExportWork, ExportWorkerResult } from './export-worker-messages.ts';
import { writeFramePictures } from './frame-pictures.ts';
import { cutSmartly } from './smart-cut.ts';
import { cutStack, type StackPartToCut, stackNote } from './stack-cut.ts';

type Work<Kind extends ExportWork['kind']> = Extract<ExportWork, { readonly kind: Kind }>;

type RunOptions = {
  readonly signal: AbortSignal;
  readonly onStage: (progress: StageProgress) => void;
};

type Run = RunOptions & {
  readonly video: VideoService;
  readonly clips: readonly ExportClip[];
  readonly job: ExportJob;
};

/** Writes what a job asks for to its part file and checks it. Fails with CANCELLED once the file is let go of. */
export async function runExport(
  video: VideoService,
  job: ExportJob,
  options: RunOptions,
): Promise<ExportWorkerResult> {
  const { signal } = options;
  try {
    const clips: ExportClip[] = [];
    for (const clip of job.clips) clips.push(await loadExportClip(video, clip, signal));
    const run = { ...options, video, clips, job };
    switch (job.work.kind) {
      case 'frames':
        return await exportFrames(run, job.work);
      case 'clip':
        return await exportClip(run, job.work);
      case 'reel':
        return await exportReel(run, job.work);
      case 'stack':
        return await exportStack(run, job.work);
      case 'stroboscope': {
        const { choice } = job.work;
        return await writeStroboscope({ ...run, clip: clipAt(run, 0), choice, path: job.partPath });
      }
    }
  } catch (error) {
    // Whatever an abort made fail, the abort is the reason.
    if (signal.aborted) throw cancelled();
    throw (error as NodeJS.ErrnoException).code === 'ENOSPC' ? diskFull() : error;
  }
}

async function exportFrames(run: Run, work: Work<'frames'>): Promise<ExportWorkerResult> {
  const { video, signal } = run;
  const onPicture = stage(run, 'Writing pictures');
  const clip = clipAt(run, 0);
  await writeFramePictures({ ...work, video, clip, path: run.job.partPath, signal, onPicture });
  return { frameCount: new Set(work.frames).size, note: '' };
}

async function exportClip(run: Run, work: Work<'clip'>): Promise<ExportWorkerResult> {
  const container = containerOf(run.job.targetName);
  if (work.burnIn || work.cut === 'exact') return exactly(run, work, container);
  const clip = clipAt(run, 0);
  checkHolds(container, clip.info.codec);
  const { path, videoTrack } = clip.reading;
  const { timestampsSeconds } = clip;
  await using track = await openCodedTrack({ path, videoTrack, timestampsSeconds });
  const { video, signal, job } = run;
  const onPicture = stage(run, 'Cutting');
  const cut = { video, clip, track, container, path: job.partPath, signal, onPicture, ...work };
  // VP8 keeps pictures that are only referred to as packets of their own, which belong to no frame.
  if (track.codec === 'vp8') return await exactly(run, work, container, 'VP8 cannot be cut without it');
  // Awaited here, where the track is open.
  return work.cut === 'copy' ? await copied(run, cut) : await smartly(run, cut, work);
}

async function copied(run: Run, cut: RangeCut): Promise<ExportWorkerResult> {
  const shown = await cutByCopy(cut);
  if (!(await agrees(run, [{ kind: 'copy', ...shown }]))) throw copyUnreliable(cut.clip.name);
  return { frameCount: frameRangeLength(shown), note: copyNote(shown, cut.range) };
}

function copyNote(shown: FrameRange, asked: FrameRange): string {
  const begins =
    shown.start < asked.start ? [`begins at frame ${shown.start}, the key frame before ${asked.start}`] : [];
  const ends =
    shown.end > asked.end
      ? [`ends at frame ${shown.end}, as far as frame ${asked.end} is stored together with others`]
      : [];
  return sentence([...begins, ...ends].join(' and '));
}

async function smartly(run: Run, cut: RangeCut, work: Work<'clip'>): Promise<ExportWorkerResult> {
  const { partPath } = run.job;
  const outcome = await cutSmartly(cut).catch((error) => {
    if (run.signal.aborted || isFinal(error)) throw error;
    return { unsuited: 'its codec could not be matched' };
  });
  if ('unsuited' in outcome) {
    await rm(partPath, { force: true });
    return exactly(run, work, cut.container, outcome.unsuited);
  }
  if (await agrees(run, outcome.segments)) {
    return { frameCount: frameRangeLength(work.range), note: smartNote(outcome.segments) };
  }
  await rm(partPath, { force: true });
  return exactly(run, work, cut.container, 'the copied frames did not come out as they are in the source');
}

/** Errors that trying in another way would only meet again. */
const isFinal = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ['DISK_FULL', 'FILE_CHANGED', 'FILE_MISSING'].includes(String(error.code));

function smartNote(segments: readonly CutSegment[]): string {
  const copy = segments.find(({ kind }) => kind === 'copy');
  return segments.length === 1 || !copy
    ? ''
    : sentence(`frames ${copy.start}–${copy.end} are copied, the rest is encoded`);
}

async function exactly(
  run: Run,
  work: Work<'clip'>,
  container: Container,
  because: string | null = null,
): Promise<ExportWorkerResult> {
  const part = await exactPart(clipAt(run, 0), work.range, work.burnIn);
  const { width, height } = part.clip.info;
  await encode(run, [part], work, container);
  const segments: readonly CutSegment[] = [{ kind: 'encode', ...work.range }];
  const odd = [...(width % 2 ? ['column'] : []), ...(height % 2 ? ['row'] : [])];
  // What was drawn or added makes the pictures differ from the source's.
  const comparePictures = !work.burnIn && odd.length === 0;
  if (!(await agrees(run, segments, comparePictures))) throw exportUnreliable();
  const notes = [
    ...(because === null ? [] : [sentence(`all frames are encoded anew, for ${because}`)]),
    ...(odd.length > 0
      ? [sentence(`one black ${odd.join(' and one ')} was added, for the codec takes even sizes only`)]
      : []),
  ];
  return { frameCount: frameRangeLength(work.range), note: notes.join(' ') };
}

async function exportReel(run: Run, work: Work<'reel'>): Promise<ExportWorkerResult> {
  const parts: ExactPart[] = [];
  for (const { clip, range, burnIn } of work.parts) {
    parts.push(await exactPart(clipAt(run, clip), range, burnIn));
  }
  await encode(run, parts, work, containerOf(run.job.targetName));
  const frameCount = parts.reduce((sum, { range }) => sum + frameRangeLength(range), 0);
  await checkCount(run, frameCount);
  return { frameCount, note: '' };
}

async function exportStack(run: Run, work: Work<'stack'>): Promise<ExportWorkerResult> {
  const { video, signal, job } = run;
  const parts: StackPartToCut[] = [];
  for (const { clip, range, burnIn, syncFrame } of work.parts) {
    parts.push({ ...(await exactPart(clipAt(run, clip), range, burnIn)), syncFrame });
  }
  const { frameCount, framesPerSecond, pace } = await cutStack({
    video,
    parts,
    sound: work.sound,
    path: job.partPath,
    container: containerOf(job.targetName),
    signal,
    onPicture: stage(run, 'Encoding'),
  });
  await checkCount(run, frameCount);
  return { frameCount, note: stackNote(parts, framesPerSecond, pace) };
}

async function checkCount(run: Run, frameCount: number): Promise<void> {
  const { video, signal, job } = run;
  stage(run, 'Checking')(0, 1);
  const written = await video.probe(job.partPath, { signal });
  await video.close(job.partPath);
  if (written.frameCount !== frameCount) throw exportUnreliable();
}

async function exactPart(clip: ExportClip, range: FrameRange, burnIn: BurnIn | null): Promise<ExactPart> {
  const { timestampsSeconds } = clip;
  const { path, videoTrack } = clip.reading;
  await using track = await openCodedTrack({ path, videoTrack, timestampsSeconds });
  return { clip, range, burnIn, timeResolution: track.timeResolution };
}

async function encode(
  run: Run,
  parts: readonly ExactPart[],
  { sound }: Pick<Work<'reel'>, 'sound'>,
  container: Container,
): Promise<void> {
  const { video, signal, job } = run;
  const onPicture = stage(run, 'Encoding');
  await cutExactly({ video, parts, path: job.partPath, container, sound, signal, onPicture });
}

async function agrees(run: Run, segments: readonly CutSegment[], comparePictures = true): Promise<boolean> {
  const { video, signal, job } = run;
  const onFrame = stage(run, 'Checking');
  const clip = clipAt(run, 0);
  return showsTheSame({ video, clip, path: job.partPath, segments, comparePictures, signal, onFrame });
}

/** Tells of progress ten times a second at most, and of the end. */
function stage({ onStage }: RunOptions, name: string) {
  let next = 0;
  return (done: number, total: number) => {
    const now = performance.now();
    if (now < next && done < total) return;
    next = now + 100;
    onStage({ stage: name, done, total });
  };
}

function clipAt({ clips }: Run, place: number): ExportClip {
  const clip = clips[place];
  if (!clip) throw new Error(`the job has no clip ${place}`);
  return clip;
}

const sentence = (text: string): string => (text === '' ? '' : `${text[0]?.toUpperCase()}${text.slice(1)}.`);
