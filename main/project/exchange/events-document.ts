import {
  type Calibration,
  type ClipInfo,
  type ClipSeconds,
  type Code,
  clipSeconds,
  type FrameTimes,
  type ProjectEvent,
  secondsOfRange,
  type Track,
  type Trajectory,
} from '#common/domain/index.ts';

/** A clip as other programs know it. */
export type ExchangeClip = {
  readonly info: ClipInfo;
  /** Its frames in the file's own time: see `fileSeconds`. */
  readonly seconds: ClipSeconds;
};

/** What is handed over. Events whose code or clip is not here are left out. */
export type EventsDocument = {
  readonly title: string;
  readonly clips: readonly ExchangeClip[];
  /** As their rows stand. */
  readonly codes: readonly Code[];
  readonly events: readonly ProjectEvent[];
  readonly trajectories: readonly Trajectory[];
  /** Paths, with what turns their lengths into metres; only JSON lines hold them. */
  readonly tracks?: readonly Track[];
  readonly calibrations?: readonly Calibration[];
};

/** An event with what it refers to, in the file's own seconds. */
export type PlacedEvent = {
  readonly event: ProjectEvent;
  readonly code: Code;
  readonly clip: ExchangeClip;
  readonly start: number;
  /** Where its last frame ends. */
  readonly end: number;
};

/**
 * Frame times as other players count them: at the file's own speed, from the beginning of its own timeline. A
 * transport stream's clock begins anywhere, so players count from its first frame, and so does this.
 */
export function fileSeconds(info: ClipInfo, times: FrameTimes): ClipSeconds {
  const { startSeconds, endSeconds } = clipSeconds(info, times);
  const first = startSeconds[0] ?? 0;
  const origin = info.container === 'MPEG-TS' ? first : Math.min(0, first);
  const own = (seconds: number) => (seconds - origin) / info.timeScale;
  return { startSeconds: startSeconds.map(own), endSeconds: own(endSeconds) };
}

/** In the order of the clips, of time, and of the codes. */
export function placeEvents({ clips, codes, events }: EventsDocument): readonly PlacedEvent[] {
  const clipPlaces = new Map(clips.map((clip, place) => [clip.info.id, { clip, place }]));
  const codePlaces = new Map(codes.map((code, place) => [code.id, { code, place }]));
  return events
    .flatMap((event) => {
      const [clip, code] = [clipPlaces.get(event.clipId), codePlaces.get(event.codeId)];
      return clip && code ? [{ event, clip, code }] : [];
    })
    .sort(
      (a, b) =>
        a.clip.place - b.clip.place ||
        a.event.range.start - b.event.range.start ||
        a.event.range.end - b.event.range.end ||
        a.code.place - b.code.place,
    )
    .map(({ event, clip: { clip }, code: { code } }) => ({
      event,
      code,
      clip,
      ...secondsOfRange(clip.seconds, event.range),
    }));
}
