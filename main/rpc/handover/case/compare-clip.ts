import {
  type CaseClip,
  type CaseFrameCheck,
  type CasePicture,
  isDeepSportError,
  type StageProgress,
} from '#common/domain/index.ts';
import { type ExchangeClip, fileSeconds } from '#main/project/exchange/index.ts';
import type { ClipReading, VideoService } from '#main/video/index.ts';
import { indexHash } from './index-hash.ts';

/** A clip of this machine that may be one of the case. */
export type ClipAtHand = {
  readonly clip: CaseClip;
  /** Its name here. */
  readonly name: string;
  readonly source: ClipReading;
  /** What the file holds, as projects name contents. */
  readonly contentHash: string;
};

export type ComparingVideo = Pick<VideoService, 'probe' | 'frameTimes' | 'frames' | 'fingerprint'>;

export type CheckedClip = {
  readonly frames: readonly CaseFrameCheck[];
  readonly faults: readonly string[];
  readonly remarks: readonly string[];
};

type Comparing = {
  /** Files that do not show what the case's list says of them. */
  readonly wrong: ReadonlySet<string>;
  readonly video: ComparingVideo;
  readonly signal: AbortSignal | undefined;
  readonly report: ((progress: StageProgress) => void) | undefined;
};

/** Decodes each frame of the case again and compares its hash with that of the picture. */
export async function compareClip(
  { clip, name, source, contentHash }: ClipAtHand,
  all: readonly CasePicture[],
  { wrong: wrongFiles, video, signal, report }: Comparing,
): Promise<CheckedClip> {
  const info = await video.probe(source, { signal });
  const times = await video.frameTimes(source, { signal });
  const pictures = all.filter(({ clipId }) => clipId === clip.id);
  const seconds: ExchangeClip['seconds'] = fileSeconds({ ...info, id: clip.id }, times);
  const isSameFile = clip.contentHash === contentHash;
  const isSameIndex = indexHash(seconds.startSeconds) === clip.indexSha256;
  const frames: CaseFrameCheck[] = [];
  for (const [done, picture] of pictures.entries()) {
    report?.({ stage: 'Comparing frames', done, total: pictures.length });
    const isThere = picture.frame < info.frameCount;
    const compared = isThere ? await compareFrame(picture, source, { video, signal }) : 'missing';
    const result = wrongFiles.has(picture.file) ? 'different' : compared;
    frames.push({ clipName: name, frame: picture.frame, result });
  }
  const wrong = frames.filter(({ result }) => result === 'different' || result === 'missing').length;
  const isSame = wrong === 0;
  const other = `${name} is another file than ${clip.name} of the case: it holds other bytes`;
  return {
    frames,
    faults: [
      ...(isSameFile || (isSame && frames.length > 0) ? [] : [`${other}.`]),
      ...(isSameIndex
        ? []
        : [`The frames of ${name} are shown at other times than those of the clip in the case.`]),
      ...(isSame
        ? []
        : [
            `${wrong} of ${frames.length} frames of ${name} ${wrong === 1 ? 'is not the picture' : 'are not the pictures'} in the case.`,
          ]),
    ],
    remarks:
      !isSameFile && isSame && frames.length > 0 ? [`${other}, yet each frame is the same picture.`] : [],
  };
}

async function compareFrame(
  { frame, width, height, sha256, planesSha256 }: CasePicture,
  source: ClipReading,
  { video, signal }: Pick<Comparing, 'video' | 'signal'>,
): Promise<CaseFrameCheck['result']> {
  try {
    const [found] = await video.frames(source, [frame], { width, height }, { signal });
    if (found?.sha256 === sha256) return 'same';
    const planes = (await video.fingerprint(source, frame, { signal })).planesSha256;
    return planes !== null && planes === planesSha256 ? 'scaled' : 'different';
  } catch (error) {
    if (!isDeepSportError(error) || error.code === 'CANCELLED') throw error;
    return 'missing';
  }
}
