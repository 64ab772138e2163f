/** HTML that may stand as it is. Made by `html` alone, which escapes everything else. */
export type Markup = { readonly markup: string };

type Value = Markup | string | number | null | readonly Value[];

/** A template in which every value is text, unless it is markup already: names from anywhere can do no harm. */
export const html = (strings: TemplateStringsArray, ...values: readonly Value[]): Markup => ({
  markup: strings.reduce((all, piece, index) => `${all}${markupOf(values[index - 1] ?? '')}${piece}`),
});

/** Markup from elsewhere that has been made safe there. */
export const trusted = (markup: string): Markup => ({ markup });

const markupOf = (value: Value): string => {
  if (value === null) return '';
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(value);
  return 'markup' in value ? value.markup : value.map(markupOf).join('');
};

const escaped = (text: string): string =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: HTML has no way to write these
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
    .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
