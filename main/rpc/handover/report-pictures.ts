import {
  framesShown,
  isDeepSportError,
  type KeyImage,
  type ProjectEvent,
  type StageProgress,
  sampleEvenly,
  type Trajectory,
} from '#common/domain/index.ts';
import { frameKey, type ReportInput, type ReportPicture, reportLimits } from '#main/project/report/index.ts';
import type { VideoService } from '#main/video/index.ts';
import type { ClipLibrary } from '../services.ts';

export type PictureParts = {
  readonly clips: Pick<ClipLibrary, 'sourceOf'>;
  readonly video: Pick<VideoService, 'picture' | 'fingerprint'>;
};

export type ReportWork = {
  readonly signal: AbortSignal;
  readonly report: (progress: StageProgress) => void;
};

type Taken = Pick<ReportInput, 'pictures' | 'shown' | 'keyImages'> & {
  /** Frames that could not be read. */
  readonly failed: number;
};

const bounds = { width: 480, height: 480 };
const smallBounds = { width: 160, height: 160 };
const picturesOfEvent = 3;
const picturesOfEvidence = 6;

export type ToPicture = {
  readonly events: readonly ProjectEvent[];
  readonly trajectories: readonly Trajectory[];
  readonly kept: readonly KeyImage[];
};

/** The pictures of events and key images, and small ones of what engines were shown. A frame that cannot be read is left out. */
export async function takePictures(
  { events, trajectories, kept }: ToPicture,
  { clips, video }: PictureParts,
  { signal, report }: ReportWork,
): Promise<Taken> {
  const plan = planPictures(events);
  const wanted = framesWanted(trajectories);
  const total = plan.reduce((sum, { frames }) => sum + frames.length, 0) + wanted.length + kept.length;
  const pictures = new Map<string, readonly ReportPicture[]>();
  const shown = new Map<string, ReportPicture>();
  let done = 0;
  let failed = 0;

  const take = async (clipId: string, frame: number, isSmall: boolean): Promise<readonly ReportPicture[]> => {
    report({ stage: 'Taking pictures', done, total });
    done += 1;
    try {
      const source = await clips.sourceOf(clipId, { signal });
      const size = isSmall ? smallBounds : bounds;
      const { bytes: jpeg, timeSeconds } = await video.picture(source, frame, 'jpeg', size, { signal });
      const sha256 = isSmall ? null : (await video.fingerprint(source, frame, { signal })).rgbSha256;
      return [{ clipId, frame, timeSeconds, ...jpegSize(jpeg), sha256, jpeg }];
    } catch (error) {
      if (!isDeepSportError(error) || error.code === 'CANCELLED') throw error;
      failed += 1;
      return [];
    }
  };

  for (const { event, frames } of plan) {
    const taken: ReportPicture[] = [];
    for (const frame of frames) taken.push(...(await take(event.clipId, frame, false)));
    pictures.set(event.id, taken);
  }
  for (const { clipId, frame } of wanted) {
    for (const picture of await take(clipId, frame, true)) shown.set(frameKey(clipId, frame), picture);
  }
  const keyImages: Taken['keyImages'][number][] = [];
  for (const image of kept) {
    const [picture = null] = await take(image.clipId, image.frame, false);
    keyImages.push({ image, picture });
  }
  return { pictures, shown, keyImages, failed };
}

type Plan = readonly { readonly event: ProjectEvent; readonly frames: readonly number[] }[];

/** Which frames stand for each event: its evidence, else its ends and middle; fewer where there are many events. */
function planPictures(events: readonly ProjectEvent[]): Plan {
  for (const most of [picturesOfEvidence, picturesOfEvent, 1]) {
    const plan = events.map((event) => ({ event, frames: framesOf(event, most) }));
    if (plan.reduce((sum, { frames }) => sum + frames.length, 0) <= reportLimits.pictures) return plan;
  }
  return events.slice(0, reportLimits.pictures).map((event) => ({ event, frames: framesOf(event, 1) }));
}

function framesOf({ evidence, range }: ProjectEvent, most: number): readonly number[] {
  if (evidence.length === 0) return sampleEvenly(range, Math.min(most, picturesOfEvent));
  const picks = sampleEvenly({ start: 0, end: evidence.length - 1 }, most).map((at) => evidence[at] ?? 0);
  return [...new Set(picks)].sort((a, b) => a - b);
}

/** Each once, in the order in which they were shown. */
function framesWanted(trajectories: readonly Trajectory[]) {
  const wanted = new Map<string, { readonly clipId: string; readonly frame: number }>();
  for (const trajectory of trajectories) {
    const { clipId } = trajectory;
    for (const { index: frame } of framesShown(trajectory))
      wanted.set(frameKey(clipId, frame), { clipId, frame });
  }
  return [...wanted.values()].slice(0, reportLimits.shownFrames);
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
  return bounds;
}
