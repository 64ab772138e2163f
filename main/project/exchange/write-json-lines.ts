import { type Track, trackRows } from '#common/domain/index.ts';
import { type EventsDocument, placeEvents } from './events-document.ts';
import { decimalSeconds } from './exchange-text.ts';

/** One JSON object a line: what the file is, codes, events, paths and trajectories, each in full. */
export function* writeJsonLines(document: EventsDocument): Generator<string> {
  const line = (value: object) => `${JSON.stringify(value)}\n`;
  yield line({ type: 'deepsport-events', version: 1, title: document.title });
  for (const { info } of document.clips) {
    const { id, name, sizeBytes, codec, frameCount, durationSeconds, variableFrameRate } = info;
    yield line({ type: 'clip', id, name, sizeBytes, codec, frameCount, durationSeconds, variableFrameRate });
  }
  for (const { name, colour, order, role } of document.codes) {
    yield line({ type: 'code', name, colour, order, role });
  }
  for (const { event, code, clip, start, end } of placeEvents(document)) {
    const { id, range, labels, note, by, evidence, createdAt } = event;
    yield line({
      type: 'event',
      id,
      clip: clip.info.name,
      code: code.name,
      range,
      startSeconds: Number(decimalSeconds(start)),
      endSeconds: Number(decimalSeconds(end)),
      ...{ labels, note, by, evidence, createdAt },
    });
  }
  for (const track of document.tracks ?? []) {
    const written = trackLine(track, document);
    if (written) yield line(written);
  }
  for (const trajectory of document.trajectories) yield line({ type: 'trajectory', trajectory });
}

/** A path with its speeds, which are taken over real time; its times are the file's own, as those of events. */
function trackLine(track: Track, { clips, calibrations }: EventsDocument): object | null {
  const clip = clips.find(({ info }) => info.id === track.clipId);
  if (!clip) return null;
  const { info, seconds } = clip;
  const scale = {
    size: info,
    calibration: calibrations?.find(({ clipId }) => clipId === track.clipId),
    timestampsSeconds: seconds.startSeconds.map((each) => each * info.timeScale),
  };
  const rounded = (value: number) => Number(value.toFixed(4));
  return {
    type: 'track',
    id: track.id,
    clip: info.name,
    text: track.text,
    unit: scale.calibration?.unit ?? 'px',
    points: trackRows(track, scale).map(({ frame, by, xPixels, yPixels, distance, speed }) => ({
      frame,
      seconds: Number(decimalSeconds(seconds.startSeconds[frame] ?? 0)),
      x: rounded(xPixels),
      y: rounded(yPixels),
      by,
      distance: rounded(distance),
      speed: speed === null ? null : rounded(speed),
    })),
  };
}
