import { labelsText } from '#common/domain/index.ts';
import { type EditRate, editRange, editRate } from './edit-rate.ts';
import { type EventsDocument, placeEvents } from './events-document.ts';
import { oneLine } from './exchange-text.ts';

/** Timecode has two places for frames. */
const mostNominal = 60;

/**
 * CMX 3600: a cut for each event, one after the other. Source timecode begins at zero with the clip's first frame;
 * the record side counts in the first clip's rate. Drop frame where that is 29.97 or 59.94. Frames of clips over 60
 * a second, and of variable frame rate, are given as the nearest timecode, and a comment says so.
 */
export function* writeEdl(document: EventsDocument): Generator<string> {
  const placed = placeEvents(document);
  const [first] = placed;
  const recordRate = first ? editRate(first.clip.info) : { frames: 25, seconds: 1, nominal: 25 };
  const isDrop = usesDropFrame(recordRate);
  yield `TITLE: ${ascii(document.title).slice(0, 70)}\r\nFCM: ${isDrop ? '' : 'NON-'}DROP FRAME\r\n`;
  let record = 0;
  let number = 0;
  for (const each of placed) {
    number += 1;
    const { info } = each.clip;
    const rate = editRate(info);
    const { start, length } = editRange(each, rate);
    const [from, to] = [start, start + length].map((frame) => timecode(frame, rate));
    const lasts = Math.max(1, convert(length, rate, recordRate));
    const [recordFrom, recordTo] = [record, record + lasts].map((frame) => timecode(frame, recordRate));
    yield `\r\n${String(number).padStart(3, '0')}  AX       V     C        ${from} ${to} ${recordFrom} ${recordTo}\r\n`;
    yield `* FROM CLIP NAME: ${ascii(info.name)}\r\n`;
    yield `* COMMENT: ${ascii([each.code.name, labelsText(each.event.labels), each.event.note].filter(Boolean).join(' - '))}\r\n`;
    yield `* FRAMES: ${each.event.range.start}-${each.event.range.end}\r\n`;
    if (info.variableFrameRate)
      yield `* VARIABLE FRAME RATE: TIMECODE ROUNDED TO ${rate.nominal} A SECOND\r\n`;
    else if (rate.nominal > mostNominal)
      yield `* ${rate.nominal} FRAMES A SECOND: TIMECODE COUNTS ${mostNominal}\r\n`;
    record += lasts;
  }
}

const usesDropFrame = ({ seconds, nominal }: EditRate): boolean =>
  seconds === 1001 && (nominal === 30 || nominal === 60);

const convert = (frames: number, from: EditRate, to: EditRate): number =>
  Math.round((frames * from.seconds * to.frames) / (from.frames * to.seconds));

/** `01:02:03:04`, with a semicolon before the frames where numbers are dropped (SMPTE ST 12-1). */
export function timecode(frame: number, rate: EditRate): string {
  const base = Math.min(rate.nominal, mostNominal);
  const counted = base === rate.nominal ? frame : Math.round((frame * base) / rate.nominal);
  const isDrop = usesDropFrame(rate);
  const number = isDrop ? counted + droppedBefore(counted, base) : counted;
  const two = (value: number) => String(value).padStart(2, '0');
  const seconds = Math.floor(number / base);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
  return `${clock}${isDrop ? ';' : ':'}${two(number % base)}`;
}

/** The first numbers of each minute are left out, but not of each tenth. */
function droppedBefore(frame: number, base: number): number {
  const dropped = base / 15;
  const perMinute = base * 60 - dropped;
  const perTen = base * 600 - 9 * dropped;
  const [tens, rest] = [Math.floor(frame / perTen), frame % perTen];
  const minutes = rest < base * 60 ? 0 : 1 + Math.floor((rest - base * 60) / perMinute);
  return dropped * (9 * tens + minutes);
}

const ascii = (text: string): string =>
  oneLine(text)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^ -~]/gu, '?');
