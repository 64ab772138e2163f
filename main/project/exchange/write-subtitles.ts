import { labelsText } from '#common/domain/index.ts';
import { type EventsDocument, type PlacedEvent, placeEvents } from './events-document.ts';
import { oneLine } from './exchange-text.ts';

/** SubRip: a numbered line of text for each event of one clip. */
export function* writeSrt(document: EventsDocument): Generator<string> {
  let number = 0;
  for (const placed of placeEvents(document)) {
    number += 1;
    // An arrow would be read as the line of times.
    const lines = linesOf(placed).map((line) => line.replaceAll('-->', '→'));
    yield `${number}\n${times(placed, ',')}\n${lines.join('\n')}\n\n`;
  }
}

/** WebVTT: a cue for each event of one clip. */
export function* writeVtt(document: EventsDocument): Generator<string> {
  yield 'WEBVTT\n\n';
  for (const placed of placeEvents(document)) {
    const lines = linesOf(placed).map((line) =>
      line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    );
    yield `${times(placed, '.')}\n${lines.join('\n')}\n\n`;
  }
}

const linesOf = ({ event, code }: PlacedEvent): readonly string[] => {
  const labels = labelsText(event.labels);
  const head = labels === '' ? code.name : `${code.name} · ${labels}`;
  return [head, event.note].map((text) => oneLine(text.toWellFormed())).filter((line) => line !== '');
};

const times = ({ start, end }: PlacedEvent, point: string): string => {
  const [from, to] = [start, end].map((seconds) => Math.round(Math.max(0, seconds) * 1000));
  return `${clockTime(from ?? 0, point)} --> ${clockTime(Math.max(to ?? 0, (from ?? 0) + 1), point)}`;
};

function clockTime(milliseconds: number, point: string): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const seconds = Math.floor(milliseconds / 1000);
  const rest = String(milliseconds % 1000).padStart(3, '0');
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${point}${rest}`;
}
