import type { ClipInfo, Code, Label, ProjectEvent } from '#common/domain/index.ts';
import {
  type EventsDocument,
  type ExchangeClip,
  fileSeconds,
  type PlacedFoundEvent,
  placeFoundEvents,
  type ReadImport,
  readImport,
} from '#main/project/exchange/index.ts';
import type { Random } from '../../random.ts';

const plainClip: ClipInfo = {
  id: 'clip-1',
  name: 'match.mp4',
  sizeBytes: 1000,
  container: 'MP4',
  codec: 'H.264',
  codecString: 'avc1.64001f',
  width: 1920,
  height: 1080,
  rotationDegrees: 0,
  frameCount: 250,
  firstTimestampSeconds: 0,
  durationSeconds: 10,
  averageFrameRate: 25,
  variableFrameRate: false,
  keyFrameCount: 2,
  hasAudio: true,
  videoTracks: [{ number: 0, codec: 'H.264', width: 1920, height: 1080 }],
  videoTrack: 0,
  bitDepth: 8,
  scan: 'progressive',
  dynamicRange: 'standard',
  truncated: false,
  convertedFrom: null,
  captureRate: null,
  timeScale: 1,
};

/** A clip of so many frames, evenly spaced where `jitter` is 0. */
export function someClip(
  random: Random,
  rate: number,
  jitter: number,
  over: Partial<ClipInfo> = {},
): ExchangeClip {
  const frameCount = 1 + random.integer(500);
  const timeScale = random.pick([1, 1, 0.25]);
  const timestampsSeconds: number[] = [];
  const first = random.pick([0, 0, 0.08, -0.04]);
  let at = first;
  for (let frame = 0; frame < frameCount; frame += 1) {
    timestampsSeconds.push(at);
    at += (timeScale / rate) * (1 + jitter * random.next());
  }
  const info: ClipInfo = {
    ...plainClip,
    frameCount,
    timeScale,
    firstTimestampSeconds: first,
    durationSeconds: at - first,
    averageFrameRate: frameCount / (at - first),
    variableFrameRate: jitter > 0,
    ...over,
  };
  return { info, seconds: fileSeconds(info, { timestampsSeconds, keyFrames: [0] }) };
}

/** 25 frames a second, so that times can be read off. */
export function plainExchangeClip(frameCount = 250, over: Partial<ClipInfo> = {}): ExchangeClip {
  const timestampsSeconds = Array.from({ length: frameCount }, (_, frame) => frame / 25);
  const info = { ...plainClip, frameCount, durationSeconds: frameCount / 25, averageFrameRate: 25, ...over };
  return { info, seconds: fileSeconds(info, { timestampsSeconds, keyFrames: [0] }) };
}

export const someCode = (id: string, name = id, over: Partial<Code> = {}): Code => ({
  kind: 'code',
  id,
  name,
  colour: '#e69f00',
  order: 0,
  role: 'event',
  hidden: false,
  locked: false,
  ...over,
});

export const someEvent = (over: Partial<ProjectEvent> = {}): ProjectEvent => ({
  kind: 'event',
  id: 'event-1',
  clipId: plainClip.id,
  codeId: 'pass',
  range: { start: 10, end: 34 },
  labels: [],
  note: '',
  by: { kind: 'person' },
  evidence: [],
  createdAt: '2026-01-01T00:00:00.000Z',
  ...over,
});

const signs = [
  ...['a', 'Z', '7', 'é', 'ß', '日', '😀', 'ي', '\u200d', ' ', '  ', '&', '<', '>', '"', "'", ';', ',', '|'],
  ...['=', '+', '-', '@', '\\', ':', '\t', '&amp;', '-->', ']]>', '</text>', '{', '}', '\n'],
];

/** Text that any format trips over; without line breaks at its ends, which no format of lines keeps. */
export function someText(random: Random, longest: number): string {
  const text = Array.from({ length: 1 + random.integer(longest) }, () => random.pick(signs)).join('');
  return text.replace(/^\s*\n\s*|\s*\n\s*$/g, '') || 'x';
}

export function someDocument(random: Random, clip: ExchangeClip, withNotes: boolean): EventsDocument {
  const names = new Set(
    Array.from(
      { length: 1 + random.integer(4) },
      () => someText(random, 6).replace(/\s+/g, ' ').trim() || 'x',
    ),
  );
  const codes = [...names].map((name, order) =>
    someCode(`code-${order}`, name, { order, colour: random.pick(['#e69f00', '#0072b2', '#000100']) }),
  );
  const groups = ['', 'Foot', someText(random, 4).trim() || 'g'];
  const taken = new Set<string>();
  const events = Array.from({ length: random.integer(30) }, (_, index) => {
    const start = random.integer(clip.info.frameCount);
    const end = Math.min(clip.info.frameCount - 1, start + random.integer(60));
    const labels = Array.from({ length: random.integer(4) }, () => ({
      group: random.pick(groups),
      text: someText(random, 6),
    }));
    return someEvent({
      id: `event-${index}`,
      codeId: random.pick(codes).id,
      range: { start, end },
      labels,
      note: withNotes && random.integer(2) === 0 ? someText(random, 20) : '',
    });
  }).filter((event) => {
    const key = JSON.stringify([event.codeId, event.range]);
    return !taken.has(key) && taken.add(key);
  });
  return { title: 'Test', clips: [clip], codes, events, trajectories: [] };
}

type Plain = { code: string; start: number; end: number; labels: readonly string[]; note: string };

const sortedLabels = (labels: readonly Label[]) => labels.map((label) => JSON.stringify(label)).sort();
const ordered = (events: readonly Plain[]) => events.map((event) => JSON.stringify(event)).sort();

export const plainEvents = ({ events, codes }: EventsDocument): readonly string[] =>
  ordered(
    events.map(({ codeId, range, labels, note }) => ({
      code: codes.find(({ id }) => id === codeId)?.name ?? '',
      ...range,
      labels: sortedLabels(labels),
      note,
    })),
  );

export const plainPlaced = (placed: readonly PlacedFoundEvent[]): readonly string[] =>
  ordered(
    placed.flatMap(({ codeName, range, found }) =>
      range ? [{ code: codeName, ...range, labels: sortedLabels(found.labels), note: found.note }] : [],
    ),
  );

/** Bytes in pieces of any length, as a network delivers them. */
export async function* inPieces(bytes: Uint8Array, random?: Random): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; ) {
    const length = random ? 1 + random.integer(400) : 65_536;
    yield bytes.subarray(at, at + length);
    at += length;
  }
}

export const readText = (text: string, name = 'events.xml'): Promise<ReadImport> =>
  readImport(name, inPieces(new TextEncoder().encode(text)));

/** Reads a text and places what it holds on a clip of 250 frames at 25 a second. */
export async function placeText(text: string, clip: ExchangeClip | null = plainExchangeClip()) {
  const read = await readText(text);
  if (read.kind !== 'events') throw new Error('a code window');
  const { found } = read;
  return { found, placed: placeFoundEvents(found.events, { clip, codes: [], events: [] }) };
}
