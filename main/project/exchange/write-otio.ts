import { labelsText } from '#common/domain/index.ts';
import { type EditRate, editLength, editRange, editRate, framesPerSecond } from './edit-rate.ts';
import { type EventsDocument, type ExchangeClip, type PlacedEvent, placeEvents } from './events-document.ts';

/** The colours that OpenTimelineIO has names for. */
const markerColours = {
  RED: [255, 0, 0],
  PINK: [255, 150, 190],
  ORANGE: [255, 150, 0],
  YELLOW: [255, 255, 0],
  GREEN: [0, 170, 60],
  CYAN: [0, 200, 230],
  BLUE: [0, 80, 220],
  PURPLE: [140, 60, 190],
  MAGENTA: [230, 60, 200],
  BLACK: [0, 0, 0],
  WHITE: [255, 255, 255],
} as const;

/**
 * OpenTimelineIO: one track with a cut for each event, one after the other, each with a marker in the code's colour
 * and the whole event in its metadata. Media is named by file name alone, to lie beside the timeline.
 */
export function* writeOtio(document: EventsDocument): Generator<string> {
  const rates = new Map(document.clips.map(({ info }) => [info.id, editRate(info)]));
  const tracks = {
    ...composable('Stack.1', 'tracks'),
    children: [
      {
        ...composable('Track.1', 'Events'),
        kind: 'Video',
        children: placeEvents(document).map((placed) =>
          cutOf(placed, rates.get(placed.clip.info.id) ?? editRate(placed.clip.info)),
        ),
      },
    ],
  };
  const timeline = {
    OTIO_SCHEMA: 'Timeline.1',
    name: document.title,
    metadata: {},
    global_start_time: null,
    tracks,
  };
  yield `${JSON.stringify(timeline, null, 1)}\n`;
}

function cutOf(placed: PlacedEvent, rate: EditRate): object {
  const { event, code, clip } = placed;
  const { start, length } = editRange(placed, rate);
  const { range, labels, note, by, evidence } = event;
  const labelText = labelsText(labels);
  const marked = timeRange(start, length, rate);
  return {
    ...composable('Clip.2', labelText === '' ? code.name : `${code.name} · ${labelText}`),
    metadata: { deepsport: { code: code.name, range, labels, note, by, evidence } },
    source_range: marked,
    markers: [
      {
        OTIO_SCHEMA: 'Marker.2',
        name: code.name,
        metadata: {},
        color: nearestColour(code.colour),
        marked_range: marked,
        comment: note,
      },
    ],
    media_references: { DEFAULT_MEDIA: mediaOf(clip, rate) },
    active_media_reference_key: 'DEFAULT_MEDIA',
  };
}

const mediaOf = ({ info }: ExchangeClip, rate: EditRate): object => ({
  OTIO_SCHEMA: 'ExternalReference.1',
  name: info.name,
  metadata: { deepsport: { variableFrameRate: info.variableFrameRate } },
  target_url: encodeURIComponent(info.name),
  available_range: timeRange(0, editLength(info, rate), rate),
  available_image_bounds: null,
});

const composable = (schema: string, name: string) => ({
  OTIO_SCHEMA: schema,
  name,
  metadata: {},
  source_range: null as object | null,
  effects: [],
  markers: [] as readonly object[],
  enabled: true,
});

const timeRange = (start: number, length: number, rate: EditRate): object => ({
  OTIO_SCHEMA: 'TimeRange.1',
  start_time: { OTIO_SCHEMA: 'RationalTime.1', rate: framesPerSecond(rate), value: start },
  duration: { OTIO_SCHEMA: 'RationalTime.1', rate: framesPerSecond(rate), value: length },
});

function nearestColour(colour: string): string {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const distance = (named: readonly number[]) =>
    named.reduce((sum, part, index) => sum + (part - (parts[index] ?? 0)) ** 2, 0);
  const names = Object.entries(markerColours).sort(([, a], [, b]) => distance(a) - distance(b));
  return names[0]?.[0] ?? 'GREEN';
}
