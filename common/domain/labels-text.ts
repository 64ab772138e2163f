import type { Label } from './record-items.ts';

/** Labels as people read them: `Foot: left; Height: low; won`. */
export const labelsText = (labels: readonly Label[]): string =>
  labels.map(({ group, text }) => (group === '' ? text : `${group}: ${text}`)).join('; ');

/** The way back, as far as there is one: for files in which all labels stand in one place. */
export const labelsOfText = (text: string): readonly Label[] =>
  splitTexts(text).map((part) => {
    const [, group = '', rest = ''] = /^([^:]{1,120}):\s+(.+)$/su.exec(part) ?? [];
    return rest === '' ? { group: '', text: part } : { group: group.trim(), text: rest };
  });

/**
 * The texts of one group in one cell of a table, `left; low`. A semicolon, a backslash and white space at an end
 * have a backslash before them, so that every text is read back the same.
 */
export const joinTexts = (texts: readonly string[]): string =>
  texts.map((text) => text.replace(/[\\;]/g, '\\$&').replace(/^\s|(?<!^)\s$/gu, '\\$&')).join('; ');

export function splitTexts(cell: string): readonly string[] {
  const texts: string[] = [];
  let text = '';
  // Up to here white space was written on purpose.
  let kept = 0;
  const finish = () => {
    const whole = text.slice(0, kept) + text.slice(kept).trimEnd();
    if (whole !== '') texts.push(whole);
    text = '';
    kept = 0;
  };
  for (let at = 0; at < cell.length; at += 1) {
    const character = cell.charAt(at);
    const next = cell.charAt(at + 1);
    if (character === '\\' && /^[\\;\s]$/u.test(next)) {
      text += next;
      kept = text.length;
      at += 1;
    } else if (character === ';') finish();
    else if (text !== '' || !/\s/u.test(character)) text += character;
  }
  finish();
  return texts;
}
