import type { Frame } from '#common/domain/index.ts';

/**
 * Reads the frame number burnt into the clips of `derived/` (960×540): yellow digits on a black box whose top
 * left corner is at (8, 8), each digit about 22.5 pixels wide and 26 high.
 */
const left = 8;
const top = 8;
const digitHeight = 26;
const digitPitch = 22.4;
const digitWidth = 22;

export type DigitTemplates = readonly Float32Array[];

/** Templates of 0 to 9 from the frames that show these single digits. */
export const digitTemplates = (frames: readonly Frame[]): DigitTemplates =>
  frames.map((frame) => cell(frame, left));

export function readBurntInNumber(frame: Frame, templates: DigitTemplates): number | null {
  let digits = '';
  for (let place = 0; place < 3 && hasBox(frame, place); place++) {
    const at = left + Math.round(place * digitPitch);
    digits += bestDigit(frame, at, templates);
  }
  return digits === '' ? null : Number(digits);
}

/** The box is black at its top right edge where it holds a digit; the sky behind is bright. */
function hasBox(frame: Frame, place: number): boolean {
  const from = left + Math.round(place * digitPitch) + 4;
  let dark = 0;
  for (let x = from; x < from + 14; x++) {
    for (let y = top + 1; y < top + digitHeight - 1; y++) if (luminance(frame, x, y) < 90) dark++;
  }
  return dark > (14 * (digitHeight - 2)) / 4;
}

function bestDigit(frame: Frame, at: number, templates: DigitTemplates): number {
  let best = { digit: 0, difference: Number.POSITIVE_INFINITY };
  for (const shift of [-1, 0, 1]) {
    const seen = cell(frame, at + shift);
    for (const [digit, template] of templates.entries()) {
      let difference = 0;
      for (const [i, value] of template.entries()) difference += Math.abs(value - (seen[i] ?? 0));
      if (difference < best.difference) best = { digit, difference };
    }
  }
  return best.digit;
}

function cell(frame: Frame, at: number): Float32Array {
  const values = new Float32Array(digitWidth * digitHeight);
  for (let y = 0; y < digitHeight; y++) {
    for (let x = 0; x < digitWidth; x++) values[y * digitWidth + x] = luminance(frame, at + x, top + y);
  }
  return values;
}

function luminance({ pixels, width }: Frame, x: number, y: number): number {
  const at = (y * width + x) * 3;
  return 0.3 * (pixels[at] ?? 0) + 0.6 * (pixels[at + 1] ?? 0) + 0.1 * (pixels[at + 2] ?? 0);
}
