import {
  type BurnIn,
  chronometerText,
  type Drawing,
  type FrameRange,
  type Size,
  spotlightShade,
} from '#common/domain/index.ts';
import { drawingShapes, ovalShape } from './ass-shapes.ts';
import { trackLines } from './ass-track.ts';

export type AssScript = {
  readonly burnIn: BurnIn;
  /** Of the picture that is drawn on. */
  readonly size: Size;
  /** The frames that the script is for; the first one is shown at time 0. */
  readonly range: FrameRange;
  /** Real time of a frame. */
  readonly timeSecondsOf: (frame: number) => number;
};

/** Frames are fed at this pace, whatever theirs is: a tenth of a second each, so that no line is off by rounding. */
export const assFrameRate = 10;

/** Numbers and labels, as a share of the picture's height. */
const letterShare = 1 / 24;
const marginShare = 1 / 45;

/** The script that libass draws on the frames of a range: number and time at the top, labels at the bottom. */
export function writeAssScript({ burnIn, size, range, timeSecondsOf }: AssScript): string {
  const letters = Math.max(10, Math.round(size.height * letterShare));
  const margin = Math.round(size.height * marginShare);
  const outline = Math.max(1, letters / 12).toFixed(1);
  const lines: string[] = [];
  const add = (layer: number, shown: FrameRange, style: string, text: string) => {
    const start = Math.max(shown.start, range.start) - range.start;
    const end = Math.min(shown.end, range.end) - range.start;
    if (start > end) return;
    lines.push(`Dialogue: ${layer},${assTime(start - 0.5)},${assTime(end + 0.5)},${style},,0,0,0,,${text}`);
  };
  const spotlights = burnIn.drawings.filter(({ kind }) => kind === 'spotlight');
  for (const { range: shown, these } of togetherIn(spotlights, range)) {
    add(0, shown, 'Drawing', drawShade(these, size));
  }
  for (const drawing of burnIn.drawings) {
    if (drawing.kind === 'spotlight') continue;
    if (drawing.kind === 'chronometer') {
      for (const { shown, text } of chronometerTexts(drawing, range, timeSecondsOf)) {
        add(0, shown, 'Drawing', drawText({ ...drawing, text }, size));
      }
    } else if (drawing.kind === 'track') {
      for (const { shown, layer, shapes } of trackLines(drawing, range, size)) {
        const edge = layer === 'edge' ? '\\1c&H000000&\\1a&H70&' : inColour(drawing.colour);
        const text = `{\\an7\\pos(0,0)\\bord0${edge}\\p4}${shapes}{\\p0}`;
        add(layer === 'edge' ? 0 : 1, shown, 'Drawing', text);
      }
    } else for (const text of drawDrawing(drawing, size)) add(0, drawing.range, 'Drawing', text);
  }
  for (const { range: shown, label, colour } of burnIn.events) {
    add(1, shown, 'Label', `{${inColour(colour)}}${escapeText(label)}`);
  }
  for (let frame = range.start; frame <= range.end; frame++) {
    const parts = [
      ...(burnIn.frameNumbers ? [`frame ${frame}`] : []),
      ...(burnIn.times ? [formatTime(timeSecondsOf(frame))] : []),
    ];
    if (parts.length > 0) add(2, { start: frame, end: frame }, 'Number', escapeText(parts.join('   ')));
  }
  const style = (name: string, alignment: number, border: string) =>
    `Style: ${name},Arial,${letters},&H00FFFFFF,&H00FFFFFF,&H00000000,&H80000000,-1,0,0,0,100,100,0,0,1,${border},0,${alignment},${margin},${margin},${margin},-1`;
  return `${[
    '[Script Info]',
    'ScriptType: v4.00+',
    `PlayResX: ${size.width}`,
    `PlayResY: ${size.height}`,
    'WrapStyle: 0',
    'ScaledBorderAndShadow: yes',
    'YCbCr Matrix: None',
    '',
    '[V4+ Styles]',
    'Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding',
    style('Number', 7, outline),
    style('Label', 1, outline),
    style('Drawing', 7, '0'),
    '',
    '[Events]',
    'Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text',
    ...lines,
  ].join('\n')}\n`;
}

function drawDrawing(drawing: Drawing, size: Size): readonly string[] {
  const colour = inColour(drawing.colour);
  if (drawing.kind === 'text') return [drawText(drawing, size)];
  const stroke = Math.max(1, drawing.size * size.height);
  const border = `\\bord${Math.max(0.8, stroke / 5).toFixed(1)}`;
  // \p4: coordinates in eighths of a pixel.
  return [`{\\an7\\pos(0,0)${border}${colour}\\p4}${drawingShapes(drawing, size, stroke, 8)}{\\p0}`];
}

function drawText({ points, size: share, colour, text }: Drawing, size: Size): string {
  const [x, y] = points[0] ?? [0, 0];
  const letters = Math.max(6, share * size.height);
  const at = `\\an7\\pos(${(x * size.width).toFixed(1)},${(y * size.height).toFixed(1)})`;
  const border = `\\fs${letters.toFixed(1)}\\bord${Math.max(1, letters / 12).toFixed(1)}`;
  return `{${at}${border}${inColour(colour)}\\q2}${escapeText(text)}`;
}

/** What a chronometer shows over a range, each text over the frames that show it. */
function chronometerTexts(
  drawing: Drawing,
  range: FrameRange,
  timeSecondsOf: (frame: number) => number,
): readonly { readonly shown: FrameRange; readonly text: string }[] {
  const all: { shown: FrameRange; text: string }[] = [];
  const end = Math.min(range.end, drawing.range.end);
  for (let frame = Math.max(range.start, drawing.range.start); frame <= end; frame++) {
    const text = chronometerText(drawing, frame, timeSecondsOf);
    const last = all.at(-1);
    if (last?.text === text) last.shown = { start: last.shown.start, end: frame };
    else all.push({ shown: { start: frame, end: frame }, text });
  }
  return all;
}

/** The stretches of a range over which the same drawings are shown, where there are any. */
function togetherIn(
  drawings: readonly Drawing[],
  { start, end }: FrameRange,
): readonly { readonly range: FrameRange; readonly these: readonly Drawing[] }[] {
  const edges = drawings.flatMap(({ range }) => [range.start, range.end + 1]);
  const inside = [start, ...edges.filter((edge) => edge > start && edge <= end), end + 1];
  const cuts = [...new Set(inside)].sort((a, b) => a - b);
  return cuts.slice(0, -1).flatMap((from, at) => {
    const range = { start: from, end: (cuts[at + 1] ?? from + 1) - 1 };
    const these = drawings.filter((each) => each.range.start <= from && each.range.end >= range.end);
    return these.length > 0 ? [{ range, these }] : [];
  });
}

/** All but the spotlights' ovals darkened, once, however many there are. */
function drawShade(spotlights: readonly Drawing[], size: Size): string {
  const ovals = spotlights.map((drawing) => ovalShape(drawing, size, 8)).join(' ');
  const alpha = Math.round(255 * (1 - spotlightShade))
    .toString(16)
    .padStart(2, '0')
    .toUpperCase();
  const { width, height } = size;
  return `{\\an7\\pos(0,0)\\bord0\\1c&H000000&\\1a&H${alpha}&\\iclip(4,${ovals})\\p1}m 0 0 l ${width} 0 ${width} ${height} 0 ${height}{\\p0}`;
}

/** What a person typed, so that it is shown as it is and commands nothing. */
export function escapeText(text: string): string {
  return (
    text
      .replace(/\r\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach the script
      .replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, ' ')
      // A backslash has no escape of its own; an invisible joiner parts it from the letter after it.
      .replace(/\\/g, '\\\u2060')
      .replace(/[{}]/g, '\\$&')
      .replace(/\n/g, '\\N')
  );
}

/** Letters and outline in this colour, with an outline that stands out against it. */
function inColour(colour: string): string {
  const [red = 255, green = 255, blue = 255] = [1, 3, 5].map((at) =>
    Number.parseInt(colour.slice(at, at + 2), 16),
  );
  const isDark = 0.3 * red + 0.6 * green + 0.1 * blue < 90;
  const hex = (value: number) => value.toString(16).padStart(2, '0').toUpperCase();
  return `\\1c&H${hex(blue)}${hex(green)}${hex(red)}&\\3c&H${isDark ? 'FFFFFF' : '000000'}&`;
}

/** `H:MM:SS.cc` of a place in frames. */
function assTime(frames: number): string {
  const hundredths = Math.max(0, Math.round((frames * 100) / assFrameRate));
  const two = (value: number) => String(value).padStart(2, '0');
  const seconds = Math.floor(hundredths / 100);
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${two(hundredths % 100)}`;
}

/** `00:04.280`, as the viewer shows times. */
function formatTime(timeSeconds: number): string {
  const milliseconds = Math.round(Math.abs(timeSeconds) * 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(milliseconds / 3_600_000);
  const rest = `${two(Math.floor(milliseconds / 60_000) % 60)}:${two(Math.floor(milliseconds / 1000) % 60)}.${String(milliseconds % 1000).padStart(3, '0')}`;
  return `${timeSeconds < 0 && milliseconds > 0 ? '−' : ''}${hours > 0 ? `${hours}:` : ''}${rest}`;
}
