import {
  type Code,
  codesInOrder,
  type ProjectEvent,
  type Proposal,
  type RecordItems,
} from '#common/domain/index.ts';
import { byStart, type Lane, lanesOf, type RowItem } from './event-lanes.ts';

/** A row of events on the timeline, with its place among them in pixels. */
export type EventRow = {
  /** The code's id, `phases` or `proposals`. */
  readonly key: string;
  readonly kind: 'phases' | 'code' | 'proposals';
  /** The code whose row this is; null where several share it. */
  readonly code: Code | null;
  readonly items: readonly RowItem[];
  readonly lanes: readonly Lane[];
  readonly top: number;
  readonly height: number;
};

export type EventRows = { readonly rows: readonly EventRow[]; readonly height: number };

export type ShownEventRows = {
  readonly phases: boolean;
  readonly events: boolean;
  readonly proposals: boolean;
};

const rowHeights = { least: 24, lane: 9, around: 6 } as const;

const rowHeightOf = (lanes: number): number =>
  Math.max(rowHeights.least, lanes * rowHeights.lane + rowHeights.around);

type Content = Pick<EventRow, 'items' | 'lanes'>;
type Kept = { readonly sources: readonly unknown[]; readonly content: Content };

/**
 * Makes the rows of a clip again and again as the record changes; what no change touched stays the same object, so
 * that tagging an event costs one row.
 */
export function createEventRows(): (items: RecordItems, clipId: string, shown: ShownEventRows) => EventRows {
  let kept = new Map<string, Kept>();
  return (record, clipId, shown) => {
    const next = new Map<string, Kept>();
    const content = (key: string, sources: readonly unknown[], make: () => RowItem[]): Content => {
      const before = kept.get(key);
      const same =
        before?.sources.length === sources.length && sources.every((each, at) => each === before.sources[at]);
      const now = before && same ? before : { sources, content: inLanes(make()) };
      next.set(key, now);
      return now.content;
    };
    const codes = codesInOrder(record.code.values()).filter(({ hidden }) => !hidden);
    const own = Map.groupBy(
      [...record.event.values()].filter((event) => event.clipId === clipId),
      ({ codeId }) => codeId,
    );
    const parts: (Omit<EventRow, 'top' | 'height'> & Content)[] = [];
    const phases = codes.filter(({ role }) => role === 'phase');
    if (shown.phases && phases.length > 0) {
      const all = phases.flatMap((code) => (own.get(code.id) ?? []).map((event) => ({ code, event })));
      const sources = all.flatMap(({ code, event }) => [code, event]);
      const make = () => all.map(({ code, event }) => itemOf(event, code.colour, code.name));
      parts.push({ key: 'phases', kind: 'phases', code: null, ...content('phases', sources, make) });
    }
    for (const code of shown.events ? codes.filter(({ role }) => role === 'event') : []) {
      const events = own.get(code.id) ?? [];
      const make = () => events.map((event) => itemOf(event, code.colour, labelText(event)));
      parts.push({ key: code.id, kind: 'code', code, ...content(code.id, [code.colour, ...events], make) });
    }
    const open = shown.proposals ? openProposals(record, clipId) : [];
    if (open.length > 0) {
      const make = () => open.map((proposal) => itemOf(proposal, '', proposal.codeName));
      parts.push({ key: 'proposals', kind: 'proposals', code: null, ...content('proposals', open, make) });
    }
    kept = next;
    let top = 0;
    const rows = parts.map((part) => {
      const row = { ...part, top, height: rowHeightOf(part.lanes.length) };
      top += row.height;
      return row;
    });
    return { rows, height: top };
  };
}

const openProposals = (record: RecordItems, clipId: string): readonly Proposal[] =>
  [...record.proposal.values()].filter((each) => each.clipId === clipId && each.status === 'open');

function inLanes(items: RowItem[]): Content {
  items.sort(byStart);
  return { items, lanes: lanesOf(items) };
}

const itemOf = ({ id, kind, range }: ProjectEvent | Proposal, colour: string, text: string): RowItem => ({
  id,
  kind,
  range,
  colour,
  text,
});

const labelText = ({ labels }: ProjectEvent): string => labels.map(({ text }) => text).join(' · ');

/** The row that something stands in. */
export const rowOfItem = (rows: readonly EventRow[], id: string): EventRow | undefined =>
  rows.find((row) => row.items.some((item) => item.id === id));
