import {
  type CasePicture,
  fitWithin,
  framesShown,
  isDeepSportError,
  type ProjectEvent,
  type Size,
  type StageProgress,
  sampleEvenly,
  throwIfCancelled,
} from '#common/domain/index.ts';
import { encodePng } from '#main/platform/index.ts';
import type { CasePart } from '#main/project/case/index.ts';
import type { ClipReading, VideoService } from '#main/video/index.ts';
import type { CaseContent } from './collect-case.ts';

/** More are left out, and said to be: a case stays small enough to be sent. */
const mostPictures = 1000;
/** Frames of events: a few are large, many smaller, and of very many events there is one each. */
const largeBounds: Size = { width: 1280, height: 1280 };
const smallBounds: Size = { width: 640, height: 640 };
const mostLarge = 60;
const mostOfEvents = 240;
const picturesOfEvent = 3;
const decodedTogether = 8;

type Wanted = Size & {
  readonly clipId: string;
  readonly frame: number;
  readonly file: string;
  /** The hash under which an engine was shown it; null where none was. */
  readonly shownAs: string | null;
};

export type TakenPictures = {
  readonly pictures: CasePicture[];
  readonly remarks: string[];
};

export type PictureWork = {
  readonly video: Pick<VideoService, 'frames' | 'fingerprint'>;
  readonly sourceOf: (clipId: string) => Promise<ClipReading>;
  readonly signal: AbortSignal;
  readonly report: (progress: StageProgress) => void;
};

/**
 * The frames of a case as pictures, one part each, in as few passes of the decoder as can be: those that engines were
 * shown at the size at which they were, then those of events. What was taken is noted in `taken` on the way.
 */
export async function* casePictures(
  content: CaseContent,
  taken: TakenPictures,
  { video, sourceOf, signal, report }: PictureWork,
): AsyncGenerator<CasePart, void, void> {
  const all = planPictures(content);
  const wanted = all.slice(0, mostPictures);
  if (all.length > wanted.length) {
    taken.remarks.push(`Pictures are of ${wanted.length} of ${all.length} frames: a case holds no more.`);
  }
  const changed: string[] = [];
  let [done, failed] = [0, 0];
  for (const group of together(wanted)) {
    throwIfCancelled(signal);
    const [first] = group;
    if (!first) continue;
    const { clipId, width, height } = first;
    report({ stage: 'Taking pictures', done, total: wanted.length });
    try {
      const source = await sourceOf(clipId);
      const indices = group.map(({ frame }) => frame);
      const frames = await video.frames(source, indices, { width, height }, { signal });
      for (const [at, { file, frame, shownAs }] of group.entries()) {
        const found = frames[at];
        if (!found) continue;
        const { planesSha256 } = await video.fingerprint(source, frame, { signal });
        const { timeSeconds, sha256, pixels } = found;
        taken.pictures.push({ file, clipId, frame, timeSeconds, width, height, sha256, planesSha256 });
        if (shownAs !== null && shownAs !== sha256) changed.push(`${frame} of ${nameOf(content, clipId)}`);
        yield { name: file, pieces: [await encodePng(pixels, { width, height })] };
      }
    } catch (error) {
      if (!isDeepSportError(error) || error.code === 'CANCELLED') throw error;
      failed += group.length;
    }
    done += group.length;
  }
  if (failed > 0) taken.remarks.push(`Frames that could not be read have no picture: ${failed}.`);
  if (changed.length > 0) {
    const named = changed.slice(0, 8).join(', ');
    taken.remarks.push(
      `Frames that are no longer the picture that an engine was shown: ${named}${changed.length > 8 ? ' and others' : ''}.`,
    );
  }
}

const nameOf = ({ clips }: CaseContent, clipId: string): string =>
  clips.find(({ info }) => info.id === clipId)?.info.name ?? 'a clip';

function planPictures({ clips, events, proposals, trajectories }: CaseContent): readonly Wanted[] {
  const plan = new Map<string, Wanted>();
  const shown = new Set<string>();
  const add = (clipId: string, frame: number, size: Size, shownAs: string | null) => {
    const clip = clips.find(({ info }) => info.id === clipId);
    if (!clip || frame < 0 || frame >= clip.info.frameCount) return;
    const stem = `${clip.folder}/${String(frame).padStart(6, '0')}`;
    const isFirst = !shown.has(`${clipId} ${frame}`);
    const key = `${clipId} ${frame} ${size.width}×${size.height}`;
    if (plan.has(key)) return;
    shown.add(`${clipId} ${frame}`);
    const file = isFirst ? `${stem}.png` : `${stem}-${size.width}x${size.height}.png`;
    plan.set(key, { clipId, frame, width: size.width, height: size.height, file, shownAs });
  };
  // The pictures of a probe were changed on purpose: they are not the clip's.
  for (const trajectory of trajectories.filter(({ probe }) => probe === null)) {
    for (const frame of framesShown(trajectory)) add(trajectory.clipId, frame.index, frame, frame.sha256);
  }
  const tagged = framesOfEvents([...events, ...proposals]);
  const bounds = tagged.length > mostLarge ? smallBounds : largeBounds;
  for (const { clipId, frame } of tagged) {
    const info = clips.find((clip) => clip.info.id === clipId)?.info;
    // Large enough for people, too, where an engine was shown it small.
    if (info) add(clipId, frame, fitWithin(info, bounds), null);
  }
  return [...plan.values()];
}

type Tagged = Pick<ProjectEvent, 'clipId' | 'evidence' | 'range'>;

/** What each rests on, else its ends and middle, or its middle alone where that would be too many; each frame once. */
function framesOfEvents(tagged: readonly Tagged[]) {
  const framesWith = (most: number) => {
    const frames = new Map<string, { readonly clipId: string; readonly frame: number }>();
    for (const { clipId, evidence, range } of tagged) {
      const middle = [Math.floor((range.start + range.end) / 2)];
      const ends = most > 1 ? sampleEvenly(range, most) : middle;
      for (const frame of evidence.length > 0 ? evidence : ends) {
        frames.set(`${clipId} ${frame}`, { clipId, frame });
      }
    }
    return [...frames.values()];
  };
  const many = framesWith(picturesOfEvent);
  return many.length <= mostOfEvents ? many : framesWith(1);
}

/** A few frames of one clip and size at a time, ascending. */
function* together(wanted: readonly Wanted[]): Generator<readonly Wanted[]> {
  const groups = Map.groupBy(wanted, ({ clipId, width, height }) => `${clipId} ${width}×${height}`);
  for (const group of groups.values()) {
    const ascending = group.toSorted((a, b) => a.frame - b.frame);
    for (let at = 0; at < ascending.length; at += decodedTogether) {
      yield ascending.slice(at, at + decodedTogether);
    }
  }
}
