// Signs that XML 1.0 has no way to write; halves of pairs are mended before.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for XML, in an element or an attribute. White space that a reader would change is written by number. */
export function xmlText(text: string, asciiOnly = false): string {
  const escaped = text
    .toWellFormed()
    .replace(unwritable, '')
    .replace(/[&<>"]/g, (sign) => named[sign] ?? sign)
    .replace(/[\t\n\r]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  if (!asciiOnly) return escaped;
  return escaped.replace(/[^ -~]/gu, (sign) => `&#${sign.codePointAt(0)};`);
}

/** One line without signs that end it or drive a terminal. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();

/** Plain decimal seconds that tell frames apart at any rate: microseconds, without zeros that say nothing. */
export const decimalSeconds = (seconds: number): string => String(Number(seconds.toFixed(6)));
