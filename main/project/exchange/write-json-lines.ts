import { type EventsDocument, placeEvents } from './events-document.ts';
import { decimalSeconds } from './exchange-text.ts';

/** One JSON object a line: what the file is, the codes, the events in full, and the trajectories in full. */
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
  for (const trajectory of document.trajectories) yield line({ type: 'trajectory', trajectory });
}
