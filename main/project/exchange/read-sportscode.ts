import { Parser } from 'htmlparser2';
import type { Label } from '#common/domain/index.ts';
import type { TextSource } from './decode-text.ts';
import {
  type FoundCode,
  type FoundEvent,
  type FoundEvents,
  fitting,
  mostEvents,
  tooManyEvents,
} from './found-event.ts';
import { readTime } from './read-time.ts';

/** Elements within elements; Sportscode's own go four deep. */
const deepest = 200;
/** Of one element's text. */
const longestText = 20_000;

type Fields = Map<string, string>;

/**
 * Sportscode's XML, read as it comes and leniently: bare ampersands, groups and rows that are not there, names in
 * any case. No entity is ever looked up but XML's own five and numbers, and a DTD is not read. What ends in the
 * middle gives what was whole. `isSportscode` says whether there was anything of the kind.
 */
export async function readSportscode({
  pieces,
  remarks: encodingRemarks,
}: TextSource): Promise<FoundEvents & { readonly isSportscode: boolean }> {
  const events: FoundEvent[] = [];
  const codes: FoundCode[] = [];
  const remarks = new Set<string>();
  const path: string[] = [];
  let isSportscode = false;
  let stopped = false;
  let text = '';
  let instance: { fields: Fields; labels: Label[] } | null = null;
  let label: Fields | null = null;
  let row: Fields | null = null;

  const stop = (remark: string) => {
    remarks.add(remark);
    stopped = true;
  };
  const open = (name: string) => {
    if (stopped) return;
    path.push(name);
    text = '';
    if (path.length > deepest)
      stop('The file has elements within elements without end: the rest was not read.');
    if (name === 'all_instances' || name === 'rows') isSportscode = true;
    if (name === 'instance') instance = { fields: new Map(), labels: [] };
    else if (name === 'label') label = new Map();
    else if (name === 'row') row = new Map();
  };
  const close = (name: string, isImplied: boolean) => {
    if (stopped) return;
    const value = withoutLayout(text);
    text = '';
    path.pop();
    if (isImplied && (name === 'instance' || name === 'file')) {
      remarks.add('The file ends in the middle: what was whole is here.');
    }
    if (name === 'instance') {
      if (instance && !isImplied) {
        isSportscode = true;
        if (events.length >= mostEvents) return stop(tooManyEvents);
        events.push(eventOf(instance.fields, instance.labels));
      }
      instance = null;
    } else if (name === 'label') {
      if (label) instance?.labels.push({ group: label.get('group') ?? '', text: label.get('text') ?? '' });
      label = null;
    } else if (name === 'row') {
      const code = row && codeOf(row);
      if (code && codes.length < 10_000) codes.push(code);
      row = null;
    } else {
      (label ?? instance?.fields ?? row)?.set(name, value);
    }
  };
  const parser = new Parser(
    {
      onopentagname: (name) => open(name.toLowerCase()),
      onclosetag: (name, isImplied) => close(name.toLowerCase(), isImplied),
      ontext: (data) => {
        if (text.length < longestText) text += data;
      },
    },
    { xmlMode: true },
  );
  for await (const piece of pieces) {
    parser.write(piece);
    if (stopped) break;
  }
  if (!stopped) parser.end();
  return { format: 'sportscode', events, codes, remarks: [...encodingRemarks, ...remarks], isSportscode };
}

/** Files are laid out over lines; a text keeps the spaces that somebody wrote, but not those lines. */
const withoutLayout = (text: string): string => text.replace(/^\s*\n\s*|\s*\n\s*$/g, '');

function eventOf(fields: Fields, labels: readonly Label[]): FoundEvent {
  return fitting({
    codeName: fields.get('code') ?? '',
    start: readTime(fields.get('start') ?? ''),
    end: readTime(fields.get('end') ?? ''),
    labels,
    note: '',
    clipName: '',
    by: null,
    evidence: [],
    notes: [],
  });
}

/** Parts of colours have 16 bits, but some programs write 8. */
function codeOf(row: Fields): FoundCode | null {
  const name = (row.get('code') ?? '').trim();
  const parts = ['r', 'g', 'b'].map((part) => Number(row.get(part) ?? Number.NaN));
  if (name === '' || !parts.every((part) => part >= 0 && part <= 65_535)) return null;
  const scale = Math.max(...parts) > 255 ? 257 : 1;
  const hex = parts.map((part) =>
    Math.round(part / scale)
      .toString(16)
      .padStart(2, '0'),
  );
  return { name, colour: `#${hex.join('')}` };
}
