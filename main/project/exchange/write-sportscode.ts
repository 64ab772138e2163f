import { type EventsDocument, placeEvents } from './events-document.ts';
import { decimalSeconds, xmlText } from './exchange-text.ts';

/**
 * Sportscode's XML: instances with times in the file's own seconds, then the rows with their colours, which have 16
 * bits for each part. It knows one clip, and neither notes nor who tagged. `asciiOnly` writes everything beyond
 * ASCII as character references.
 */
export function* writeSportscode(
  document: EventsDocument,
  { asciiOnly }: { readonly asciiOnly: boolean },
): Generator<string> {
  const text = (value: string) => xmlText(value, asciiOnly);
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<file>\n  <ALL_INSTANCES>\n';
  let id = 0;
  for (const { event, code, start, end } of placeEvents(document)) {
    id += 1;
    yield `    <instance>\n      <ID>${id}</ID>\n      <start>${decimalSeconds(start)}</start>\n`;
    yield `      <end>${decimalSeconds(end)}</end>\n      <code>${text(code.name)}</code>\n`;
    for (const label of event.labels) {
      yield '      <label>\n';
      if (label.group !== '') yield `        <group>${text(label.group)}</group>\n`;
      yield `        <text>${text(label.text)}</text>\n      </label>\n`;
    }
    yield '    </instance>\n';
  }
  yield '  </ALL_INSTANCES>\n  <ROWS>\n';
  const used = new Set(document.events.map(({ codeId }) => codeId));
  let order = 0;
  for (const { name, colour } of document.codes.filter((code) => used.has(code.id))) {
    order += 1;
    const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) * 257);
    yield `    <row>\n      <sort_order>${order}</sort_order>\n      <code>${text(name)}</code>\n`;
    yield `      <R>${red}</R>\n      <G>${green}</G>\n      <B>${blue}</B>\n    </row>\n`;
  }
  yield '  </ROWS>\n</file>\n';
}
