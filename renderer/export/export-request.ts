import {
  type BurnIn,
  type ClipInfo,
  type ExportRequest,
  type FrameRange,
  frameRangeLength,
  type ReelPart,
} from '#common/domain/index.ts';
import { exportTexts as texts } from '../texts/export.ts';

/** What a person chose in the dialog. */
export type ExportChoice = {
  readonly what: 'frames' | 'range' | 'reel';
  readonly frames: 'this' | 'all';
  readonly format: 'png' | 'jpeg';
  readonly cut: 'exact' | 'smart' | 'copy';
  readonly sound: boolean;
  readonly frameNumbers: boolean;
  readonly times: boolean;
};

/** What lies before the person: the clip, the frame shown, the selection, the reel. */
export type ExportSituation = {
  readonly clip: ClipInfo | null;
  readonly frame: number;
  readonly selection: FrameRange | null;
  readonly reel: readonly ReelPart[];
  readonly clipIds: ReadonlySet<string>;
};

const mostPictures = 10_000;

export const burnsIn = ({ frameNumbers, times }: ExportChoice): boolean => frameNumbers || times;

const burnInOf = (choice: ExportChoice): BurnIn | null =>
  burnsIn(choice)
    ? { frameNumbers: choice.frameNumbers, times: choice.times, events: [], drawings: [] }
    : null;

type Built =
  | { readonly request: ExportRequest; readonly problem: null }
  | { readonly request: null; readonly problem: string };

const accept = (request: ExportRequest): Built => ({ request, problem: null });
const refuse = (problem: string): Built => ({ request: null, problem });

/** The request, or the sentence that says what is missing. */
export function exportRequest(choice: ExportChoice, situation: ExportSituation): Built {
  const { clip, selection } = situation;
  if (choice.what === 'reel') return reelRequest(choice, situation);
  if (!clip) return refuse(texts.noClip);
  if (choice.what === 'frames' && choice.frames === 'this') {
    return accept({ kind: 'frames', clipId: clip.id, frames: [situation.frame], format: choice.format });
  }
  if (!selection) return refuse(texts.noRange);
  if (choice.what === 'frames') {
    const count = frameRangeLength(selection);
    if (count > mostPictures) return refuse(texts.tooMany(mostPictures));
    const frames = Array.from({ length: count }, (_, at) => selection.start + at);
    return accept({ kind: 'frames', clipId: clip.id, frames, format: choice.format });
  }
  return accept({
    kind: 'clip',
    clipId: clip.id,
    range: selection,
    cut: burnsIn(choice) ? 'exact' : choice.cut,
    sound: choice.sound && clip.hasAudio,
    burnIn: burnInOf(choice),
  });
}

function reelRequest(choice: ExportChoice, { reel, clipIds }: ExportSituation): Built {
  if (reel.length === 0) return refuse(texts.noReel);
  const lost = reel.findIndex(({ clipId }) => !clipIds.has(clipId));
  if (lost >= 0) return refuse(texts.lostClip(lost + 1));
  const parts = reel.map(({ clipId, range }) => ({ clipId, range }));
  return accept({ kind: 'reel', parts, sound: choice.sound, burnIn: burnInOf(choice) });
}
