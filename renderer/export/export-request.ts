import {
  type BurnIn,
  type ClipInfo,
  type ExportRequest,
  type FrameRange,
  frameRangeLength,
  type Playlist,
  type PlaylistEntry,
  type RecordItems,
  type ReelPart,
  showableEntries,
  stackBounds,
  stackOfEntries,
} from '#common/domain/index.ts';
import { exportTexts as texts } from '../texts/export.ts';
import { recordBurnIn } from './record-burn-in.ts';

/** What a person chose in the dialog. */
export type ExportChoice = {
  readonly what: 'frames' | 'range' | 'reel' | 'stack';
  readonly frames: 'this' | 'all';
  readonly format: 'png' | 'jpeg';
  readonly cut: 'exact' | 'smart' | 'copy';
  readonly sound: boolean;
  /** Of several seen at once the one that is heard, by its place; null for none. */
  readonly heard: number | null;
  readonly frameNumbers: boolean;
  readonly times: boolean;
  readonly events: boolean;
  readonly drawings: boolean;
};

/** What lies before the person: the clip, the frame shown, the selection, the playlist in hand. */
export type ExportSituation = {
  readonly clip: ClipInfo | null;
  readonly frame: number;
  readonly selection: FrameRange | null;
  readonly playlist: Playlist | undefined;
  readonly clips: readonly ClipInfo[];
  readonly items: RecordItems;
};

const mostPictures = 10_000;

/** The stretches that go into an export, whatever is burnt in. */
export function exportParts(choice: ExportChoice, situation: ExportSituation): readonly ReelPart[] {
  const { clip, frame, selection } = situation;
  if (choice.what === 'reel' || choice.what === 'stack') return shownEntries(situation);
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
  if (choice.what === 'reel' || choice.what === 'stack') return playlistRequest(choice, situation);
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

/** What cannot be shown is left out; the dialog says so. */
const shownEntries = ({ playlist, clips }: ExportSituation): readonly PlaylistEntry[] =>
  playlist ? showableEntries(playlist, clips).shown : [];

function playlistRequest(choice: ExportChoice, situation: ExportSituation): Built {
  const entries = shownEntries(situation);
  if (!situation.playlist) return refuse(texts.noPlaylist);
  if (entries.length === 0) return refuse(texts.emptyPlaylist);
  const burnIn = burnInOf(choice, situation);
  if (choice.what === 'reel') {
    const parts = entries.map(({ clipId, range }) => ({ clipId, range }));
    return accept({ kind: 'reel', parts, sound: choice.sound, burnIn });
  }
  const { least, most } = stackBounds;
  if (entries.length < least) return refuse(texts.tooFewBeside);
  if (entries.length > most) return refuse(texts.tooManyBeside(most, entries.length));
  const sound = choice.heard === null || choice.heard >= entries.length ? null : choice.heard;
  return accept({ kind: 'stack', parts: stackOfEntries(entries), sound, burnIn });
}
