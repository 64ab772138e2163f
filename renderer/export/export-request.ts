import {
  type BurnIn,
  type ClipInfo,
  type ExportRequest,
  type FrameRange,
  frameRangeLength,
  type RecordItems,
  type ReelPart,
} from '#common/domain/index.ts';
import { exportTexts as texts } from '../texts/export.ts';
import { recordBurnIn } from './record-burn-in.ts';

/** What a person chose in the dialog. */
export type ExportChoice = {
  readonly what: 'frames' | 'range' | 'reel';
  readonly frames: 'this' | 'all';
  readonly format: 'png' | 'jpeg';
  readonly cut: 'exact' | 'smart' | 'copy';
  readonly sound: boolean;
  readonly frameNumbers: boolean;
  readonly times: boolean;
  readonly events: boolean;
  readonly drawings: boolean;
};

/** What lies before the person: the clip, the frame shown, the selection, the reel. */
export type ExportSituation = {
  readonly clip: ClipInfo | null;
  readonly frame: number;
  readonly selection: FrameRange | null;
  readonly reel: readonly ReelPart[];
  readonly clips: readonly ClipInfo[];
  readonly items: RecordItems;
};

const mostPictures = 10_000;

type Part = ReelPart;

/** The stretches that go into an export, whatever is burnt in. */
export function exportParts(choice: ExportChoice, situation: ExportSituation): readonly Part[] {
  const { clip, frame, selection, reel } = situation;
  if (choice.what === 'reel') return reel;
  if (!clip) return [];
  if (choice.what === 'frames' && choice.frames === 'this')
    return [{ clipId: clip.id, range: { start: frame, end: frame } }];
  return selection ? [{ clipId: clip.id, range: selection }] : [];
}

/** What is drawn into the pictures; null where nothing is, so that they stay as they are. */
export function burnInOf(choice: ExportChoice, situation: ExportSituation): BurnIn | null {
  const found = recordBurnIn(situation.items, situation.clips, exportParts(choice, situation));
  const events = choice.events ? found.events.slice(0, 10_000) : [];
  const drawings = choice.drawings ? found.drawings.slice(0, 1000) : [];
  const { frameNumbers, times } = choice;
  const isEmpty = !frameNumbers && !times && events.length === 0 && drawings.length === 0;
  return isEmpty ? null : { frameNumbers, times, events, drawings };
}

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
    const { frame } = situation;
    const burnIn = burnInOf(choice, situation);
    return accept({ kind: 'frames', clipId: clip.id, frames: [frame], format: choice.format, burnIn });
  }
  if (!selection) return refuse(texts.noRange);
  if (choice.what === 'frames') {
    const count = frameRangeLength(selection);
    if (count > mostPictures) return refuse(texts.tooMany(mostPictures));
    const frames = Array.from({ length: count }, (_, at) => selection.start + at);
    const burnIn = burnInOf(choice, situation);
    return accept({ kind: 'frames', clipId: clip.id, frames, format: choice.format, burnIn });
  }
  const burnIn = burnInOf(choice, situation);
  return accept({
    kind: 'clip',
    clipId: clip.id,
    range: selection,
    cut: burnIn ? 'exact' : choice.cut,
    sound: choice.sound && clip.hasAudio,
    burnIn,
  });
}

function reelRequest(choice: ExportChoice, situation: ExportSituation): Built {
  const { reel, clips } = situation;
  if (reel.length === 0) return refuse(texts.noReel);
  const lost = reel.findIndex(({ clipId }) => !clips.some(({ id }) => id === clipId));
  if (lost >= 0) return refuse(texts.lostClip(lost + 1));
  const parts = reel.map(({ clipId, range }) => ({ clipId, range }));
  return accept({ kind: 'reel', parts, sound: choice.sound, burnIn: burnInOf(choice, situation) });
}
