import { type ClipSeconds, durationOfRange, secondsOfRange } from './clip-seconds.ts';
import { frameAtTime } from './frame-at-time.ts';
import type { FrameRange } from './frame-range.ts';
import type { Code, ProjectEvent } from './record-items.ts';

/** When the frames of each clip are shown, by the clip's id, in real seconds. */
export type SecondsOfClips = ReadonlyMap<string, ClipSeconds>;

/** A number that can be opened: how many events, how long they last, and which they are. */
export type EventCell = {
  readonly count: number;
  /** All of them together, each from its first frame to the end of its last, whether or not they overlap. */
  readonly totalSeconds: number;
  /** Null where there is none. */
  readonly meanSeconds: number | null;
  /** In the order of the events given. */
  readonly eventIds: readonly string[];
};

/** The events of one code. */
export type CodeNumbers = EventCell & { readonly codeId: string };

/** A stretch of a clip that events are counted in: an event of a chosen code such as a half, or a part of the clip. */
export type Period = {
  readonly id: string;
  /** `1st half`, `2 of 4`. */
  readonly title: string;
  readonly clipId: string;
  readonly range: FrameRange;
};

/** One code over the periods. */
export type PeriodRow = {
  readonly codeId: string;
  /** As many as there are periods, in their order. */
  readonly cells: readonly EventCell[];
  /** Events that begin in none of them. */
  readonly outside: EventCell;
  readonly all: EventCell;
};

/** One code over the labels of a group. An event with two labels of the group stands in both their cells. */
export type LabelRow = {
  readonly codeId: string;
  /** As many as the matrix has labels, in their order. */
  readonly cells: readonly EventCell[];
  /** Events without a label of the group. */
  readonly without: EventCell;
  readonly all: EventCell;
};

export type LabelMatrix = {
  readonly group: string;
  /** The texts of the group's labels, by name. */
  readonly labels: readonly string[];
  readonly rows: readonly LabelRow[];
};

/** Events that begin within a stretch of time. */
export type TimeBin = {
  /** Seconds from the beginning of the clip; the end is not part of it. */
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** As many as there are codes, in their order. */
  readonly cells: readonly EventCell[];
};

/** How long an event lasts, in real seconds; 0 where its clip's times are not known. */
export const eventSeconds = (event: ProjectEvent, times: SecondsOfClips): number => {
  const clip = times.get(event.clipId);
  return clip ? durationOfRange(clip, event.range) : 0;
};

/** The number of these events. */
export function countEvents(events: readonly ProjectEvent[], times: SecondsOfClips): EventCell {
  const totalSeconds = events.reduce((sum, event) => sum + eventSeconds(event, times), 0);
  return {
    count: events.length,
    totalSeconds,
    meanSeconds: events.length === 0 ? null : totalSeconds / events.length,
    eventIds: events.map(({ id }) => id),
  };
}

/** Per code, in the order of the codes; a code without events is there with zeros. */
export function numbersPerCode(
  codes: readonly Code[],
  events: readonly ProjectEvent[],
  times: SecondsOfClips,
): readonly CodeNumbers[] {
  const ofCode = byCode(events);
  return codes.map(({ id }) => ({ codeId: id, ...countEvents(ofCode.get(id) ?? [], times) }));
}

/** The events of a code as periods, in the order of the clips and of time; named by their labels, else counted. */
export function periodsOfCode(code: Code, events: readonly ProjectEvent[]): readonly Period[] {
  const own = events
    .filter(({ codeId }) => codeId === code.id)
    .sort((a, b) => compare(a.clipId, b.clipId) || a.range.start - b.range.start);
  return own.map(({ id, clipId, range, labels }, index) => {
    const counted = own.length === 1 ? code.name : `${code.name} ${index + 1}`;
    return { id, title: labels.map(({ text }) => text).join(', ') || counted, clipId, range };
  });
}

/** A clip in so many parts of the same length in time; fewer where it has fewer frames. */
export function equalPeriods(clipId: string, times: ClipSeconds, parts: number): readonly Period[] {
  const first = times.startSeconds[0] ?? 0;
  const edges = Array.from({ length: parts }, (_, index) =>
    index === 0 ? 0 : firstFrameFrom(times, first + ((times.endSeconds - first) * index) / parts),
  );
  const frameCount = times.startSeconds.length;
  return edges.flatMap((start, index) => {
    const end = (edges[index + 1] ?? frameCount) - 1;
    if (end < start) return [];
    return [{ id: `part-${index + 1}`, title: `${index + 1} of ${parts}`, clipId, range: { start, end } }];
  });
}

/** Code × period. An event counts for the first period that holds its first frame; so each counts once. */
export function numbersPerPeriod(
  codes: readonly Code[],
  events: readonly ProjectEvent[],
  periods: readonly Period[],
  times: SecondsOfClips,
): readonly PeriodRow[] {
  const placed = byCode(events);
  return codes.map(({ id: codeId }) => {
    const ofCode = placed.get(codeId) ?? [];
    const places = ofCode.map((event) => periods.findIndex((period) => begins(event, period)));
    const inPlace = (place: number) =>
      countEvents(
        ofCode.filter((_, index) => places[index] === place),
        times,
      );
    return {
      codeId,
      cells: periods.map((_, place) => inPlace(place)),
      outside: inPlace(-1),
      all: countEvents(ofCode, times),
    };
  });
}

/** The groups that labels of these events are in, by name; the empty group is that of labels without one. */
export const labelGroups = (events: readonly ProjectEvent[]): readonly string[] =>
  [...new Set(events.flatMap(({ labels }) => labels.map(({ group }) => group)))].sort(compare);

/** Code × the labels of one group. */
export function labelMatrix(
  codes: readonly Code[],
  events: readonly ProjectEvent[],
  group: string,
  times: SecondsOfClips,
): LabelMatrix {
  const textsOf = (event: ProjectEvent) =>
    event.labels.filter((label) => label.group === group).map(({ text }) => text);
  const labels = [...new Set(events.flatMap(textsOf))].sort(compare);
  const placed = byCode(events);
  const rows = codes.map(({ id: codeId }) => {
    const ofCode = placed.get(codeId) ?? [];
    return {
      codeId,
      cells: labels.map((label) =>
        countEvents(
          ofCode.filter((event) => textsOf(event).includes(label)),
          times,
        ),
      ),
      without: countEvents(
        ofCode.filter((event) => textsOf(event).length === 0),
        times,
      ),
      all: countEvents(ofCode, times),
    };
  });
  return { group, labels, rows };
}

/**
 * How often each code begins over time, counted from the beginning of each event's clip, in bins of `binSeconds`
 * up to the end of the longest clip. Events of several clips fall into the same bins.
 */
export function countsOverTime(
  codes: readonly Code[],
  events: readonly ProjectEvent[],
  times: SecondsOfClips,
  binSeconds: number,
): readonly TimeBin[] {
  const lengths = [...times.values()].map((clip) => clip.endSeconds - (clip.startSeconds[0] ?? 0));
  const count = Math.max(1, Math.ceil(Math.max(0, ...lengths) / binSeconds - 1e-9));
  const bins = Array.from({ length: count }, () => new Map<string, ProjectEvent[]>());
  for (const event of events) {
    const clip = times.get(event.clipId);
    if (!clip) continue;
    const sinceStart = secondsOfRange(clip, event.range).start - (clip.startSeconds[0] ?? 0);
    const bin = bins[Math.min(count - 1, Math.max(0, Math.floor(sinceStart / binSeconds)))];
    const list = bin?.get(event.codeId);
    if (list) list.push(event);
    else bin?.set(event.codeId, [event]);
  }
  return bins.map((bin, index) => ({
    startSeconds: index * binSeconds,
    endSeconds: (index + 1) * binSeconds,
    cells: codes.map(({ id }) => countEvents(bin.get(id) ?? [], times)),
  }));
}

/** A bin of a length that people count in, so that a clip falls into about `wanted` of them. */
export function niceBinSeconds(durationSeconds: number, wanted: number): number {
  const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];
  const exact = durationSeconds / wanted;
  return steps.find((step) => step >= exact) ?? Math.ceil(exact / 3600) * 3600;
}

const begins = ({ clipId, range }: ProjectEvent, period: Period): boolean =>
  clipId === period.clipId && range.start >= period.range.start && range.start <= period.range.end;

/** The first frame that is not shown before a time. */
function firstFrameFrom(times: ClipSeconds, seconds: number): number {
  const shown = frameAtTime(times.startSeconds, seconds);
  return (times.startSeconds[shown] ?? 0) < seconds ? shown + 1 : shown;
}

function byCode(events: readonly ProjectEvent[]): ReadonlyMap<string, readonly ProjectEvent[]> {
  const placed = new Map<string, ProjectEvent[]>();
  for (const event of events) {
    const list = placed.get(event.codeId);
    if (list) list.push(event);
    else placed.set(event.codeId, [event]);
  }
  return placed;
}

const compare = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });
