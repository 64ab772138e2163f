import {
  type Code,
  type FrameRange,
  frameRangeLength,
  type Label,
  type ProjectEvent,
  rangeOfSeconds,
  secondsOfRange,
} from '#common/domain/index.ts';
import type { ExchangeClip } from './events-document.ts';
import type { FoundEvent, FoundTime } from './found-event.ts';

/** A found event as it would be in the project. */
export type PlacedFoundEvent = {
  readonly found: FoundEvent;
  readonly codeName: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** Null where it is left out. */
  readonly range: FrameRange | null;
  /** What was mended, or why it is left out; empty for nothing. */
  readonly note: string;
};

export type PlaceContext = {
  /** Null where there is none yet: then nothing is said of its ends, and frames count as if there were 25 a second. */
  readonly clip: ExchangeClip | null;
  readonly codes: readonly Code[];
  /** What the project holds already. */
  readonly events: readonly ProjectEvent[];
};

const nameless = 'Untitled';
const supposedRate = 25;

/** What importing would make of each event that was found; nothing is thrown, every doubt is a note. */
export function placeFoundEvents(
  found: readonly FoundEvent[],
  context: PlaceContext,
): readonly PlacedFoundEvent[] {
  return found.map(createEventPlacer(found, context));
}

/** The same one after the other, in the order in which they were found. */
export function createEventPlacer(
  found: readonly FoundEvent[],
  { clip, codes, events }: PlaceContext,
): (event: FoundEvent) => PlacedFoundEvent {
  const nameOf = new Map(codes.map(({ id, name }) => [id, name]));
  const locked = new Set(codes.filter((code) => code.locked).map(({ name }) => name));
  const present = new Set(
    events
      .filter(({ clipId }) => clipId === clip?.info.id)
      .map(({ codeId, range, labels }) => keyOf(nameOf.get(codeId) ?? '', range, labels)),
  );
  const clipName = clip?.info.name ?? '';
  const isForUs = found.some((event) => event.clipName === clipName);
  const seen = new Set<string>();

  return (event) => {
    const notes = [...event.notes];
    const codeName = event.codeName === '' ? nameless : event.codeName;
    if (event.codeName === '') notes.push(`no code: called ${nameless}`);
    const times = timesOf(event, clip, notes);
    const row = { found: event, codeName, startSeconds: times?.start ?? 0, endSeconds: times?.end ?? 0 };
    const leaveOut = (why: string) => ({ ...row, range: null, note: `${why}: left out` });
    if (!times) return leaveOut('no start time');
    if (isForUs && event.clipName !== '' && event.clipName !== clipName) {
      return leaveOut(`belongs to the clip ${event.clipName}`);
    }
    const range = clip ? rangeIn(clip, times, notes) : { start: 0, end: 0 };
    if (typeof range === 'string') return leaveOut(range);
    if (locked.has(codeName)) return leaveOut('its code is locked');
    const key = keyOf(codeName, clip ? range : times, event.labels);
    if (present.has(key)) return leaveOut('already in the project');
    if (seen.has(key)) return leaveOut('twice in the file');
    seen.add(key);
    const exact = clip ? secondsOfRange(clip.seconds, range) : times;
    return { ...row, startSeconds: exact.start, endSeconds: exact.end, range, note: notes.join(', ') };
  };
}

type Times = { readonly start: number; readonly end: number };

/** In the right order, in the file's own seconds; null where there is no start. */
function timesOf(event: FoundEvent, clip: ExchangeClip | null, notes: string[]): Times | null {
  if (!event.start) return null;
  let start = inSeconds(event.start, clip, 'start');
  let end = event.end ? inSeconds(event.end, clip, 'end') : start;
  if (!event.end) notes.push('no end: one frame long');
  if (end < start) {
    [start, end] = [end, start];
    notes.push('ends before it begins: swapped');
  }
  return { start, end };
}

/** A last frame is part of the event, so it counts to its end. */
function inSeconds(time: FoundTime, clip: ExchangeClip | null, side: 'start' | 'end'): number {
  if (time.kind === 'seconds') return time.seconds;
  if (time.kind === 'timecode') {
    const rate = clip ? Math.round(fileRate(clip)) : supposedRate;
    return time.seconds + Math.sign(time.seconds || 1) * (time.frames / rate);
  }
  if (!clip) return (time.frame + (side === 'end' ? 1 : 0)) / supposedRate;
  const last = clip.info.frameCount - 1;
  const over = Math.max(0, time.frame - last) / fileRate(clip);
  const frame = Math.min(time.frame, last);
  return secondsOfRange(clip.seconds, { start: frame, end: frame })[side] + over;
}

/** Frames a second of the file's own time. */
const fileRate = ({ info }: ExchangeClip): number => Math.max(1, info.averageFrameRate * info.timeScale);

/** The frames, or why there are none. */
function rangeIn(clip: ExchangeClip, { start, end }: Times, notes: string[]): FrameRange | string {
  const { startSeconds, endSeconds } = clip.seconds;
  const first = startSeconds[0] ?? 0;
  // Other programs round, and count a clip's end in their own way: half a frame is no matter.
  const half = 0.5 / fileRate(clip);
  if (startSeconds.length === 0 || start >= endSeconds - 1e-6) return 'beyond the clip’s end';
  if (end < first - half) return 'before the clip’s beginning';
  if (start < first - half) notes.push('begins before the clip: cut');
  if (end > endSeconds + half) notes.push('ends beyond the clip: cut');
  const range = rangeOfSeconds(clip.seconds, start, end);
  return frameRangeLength(range) > 0 ? range : 'beyond the clip’s end';
}

/** The same for the same code, place and labels, in whatever order the labels stand. */
const keyOf = (codeName: string, { start, end }: Times, labels: readonly Label[]): string =>
  [codeName, start, end, ...labels.map(({ group, text }) => `${group}\u0001${text}`).sort()].join('\u0000');
