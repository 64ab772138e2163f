import { DeepSportError, type EventFormat } from '#common/domain/index.ts';
import { type EventsDocument, placeEvents } from './events-document.ts';
import { writeEdl } from './write-edl.ts';
import { writeFcpxml } from './write-fcpxml.ts';
import { writeJsonLines } from './write-json-lines.ts';
import { writeOtio } from './write-otio.ts';
import { writeSportscode } from './write-sportscode.ts';
import { writeSrt, writeVtt } from './write-subtitles.ts';
import { writeTable } from './write-table.ts';

export const extensionOf: Readonly<Record<EventFormat, string>> = {
  sportscode: '.xml',
  csv: '.csv',
  tsv: '.tsv',
  jsonl: '.jsonl',
  otio: '.otio',
  fcpxml: '.fcpxml',
  edl: '.edl',
  srt: '.srt',
  vtt: '.vtt',
};

/** Formats that are about one clip and have no place to say which. */
const ofOneClip: readonly EventFormat[] = ['sportscode', 'srt', 'vtt'];
const withoutNotes: readonly EventFormat[] = ['sportscode'];
const byTimecode: readonly EventFormat[] = ['otio', 'fcpxml', 'edl'];

/** Events in a format, piece by piece. Throws BAD_INPUT where the format cannot hold them. */
export function writeEvents(
  format: EventFormat,
  document: EventsDocument,
  { asciiOnly }: { readonly asciiOnly: boolean },
): Iterable<string> {
  const clipCount = new Set(document.events.map(({ clipId }) => clipId)).size;
  if (ofOneClip.includes(format) && clipCount > 1) {
    throw new DeepSportError(
      'BAD_INPUT',
      `A ${extensionOf[format]} file holds the events of one clip, and these are of ${clipCount}. Choose one clip.`,
      { format, clipCount },
    );
  }
  switch (format) {
    case 'sportscode':
      return writeSportscode(document, { asciiOnly });
    case 'csv':
      return writeTable(document, ',');
    case 'tsv':
      return writeTable(document, '\t');
    case 'jsonl':
      return writeJsonLines(document);
    case 'otio':
      return writeOtio(document);
    case 'fcpxml':
      return writeFcpxml(document);
    case 'edl':
      return writeEdl(document);
    case 'srt':
      return writeSrt(document);
    case 'vtt':
      return writeVtt(document);
  }
}

/** What of the events is not in the file, in a sentence; empty for nothing. */
export function lossOf(format: EventFormat, document: EventsDocument): string {
  const placed = placeEvents(document);
  const notes = placed.filter(({ event }) => event.note !== '').length;
  const uneven = placed.some(({ clip }) => clip.info.variableFrameRate);
  return [
    withoutNotes.includes(format) && notes > 0
      ? `This format has no place for notes: ${notes} left out.`
      : '',
    byTimecode.includes(format) && uneven
      ? 'The frame rate varies: times are rounded to the nearest whole frame rate.'
      : '',
  ]
    .filter(Boolean)
    .join(' ');
}
