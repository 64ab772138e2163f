import type { FrameRange } from '#common/domain/index.ts';

/** An event or proposal as it is drawn. */
export type RowItem = {
  readonly id: string;
  readonly kind: 'event' | 'proposal';
  readonly range: FrameRange;
  /** `#rrggbb`. */
  readonly colour: string;
  /** What stands inside where there is room. */
  readonly text: string;
};

/** Items one after the other by their starts; only the last lane of a crowded row has some that overlap. */
export type Lane = {
  readonly items: readonly RowItem[];
  /** For each item the last frame of it and of all before it, which grows: so what is in view is found at once. */
  readonly reach: Int32Array;
  /** For each item how many lanes those have that overlap with it, directly or by others: alone, it is drawn tall. */
  readonly shares: Uint8Array;
};

/** Where more items overlap than this, the rest share the last lane. */
export const mostLanes = 6;

export const byStart = (a: { readonly range: FrameRange }, b: { readonly range: FrameRange }): number =>
  a.range.start - b.range.start || a.range.end - b.range.end;

/** Items, ascending by start, in as few lanes as keep overlapping ones apart. */
export function lanesOf(items: readonly RowItem[]): readonly Lane[] {
  const lanes: { item: RowItem; share: number }[][] = [];
  const ends: number[] = [];
  /** What overlaps, up to the last frame of any of it. */
  let group: { item: RowItem; share: number }[] = [];
  let groupEnd = -1;
  let groupLanes = 0;
  const endGroup = () => {
    for (const each of group) each.share = groupLanes;
    group = [];
    groupLanes = 0;
  };
  for (const item of items) {
    if (item.range.start > groupEnd) endGroup();
    const free = ends.findIndex((end) => end < item.range.start);
    const at = free >= 0 ? free : Math.min(lanes.length, mostLanes - 1);
    const placed = { item, share: 1 };
    lanes[at] ??= [];
    lanes[at].push(placed);
    group.push(placed);
    groupLanes = Math.max(groupLanes, at + 1);
    ends[at] = Math.max(ends[at] ?? -1, item.range.end);
    groupEnd = Math.max(groupEnd, item.range.end);
  }
  endGroup();
  return lanes.map((own) => {
    const reach = new Int32Array(own.length);
    let last = -1;
    own.forEach(({ item }, at) => {
      last = Math.max(last, item.range.end);
      reach[at] = last;
    });
    const shares = Uint8Array.from(own, ({ share }) => share);
    return { items: own.map(({ item }) => item), reach, shares };
  });
}

/** The places of the items of which something may lie from one frame to before another; `to` excluded. */
export function placesBetween(
  { items, reach }: Lane,
  start: number,
  end: number,
): { readonly from: number; readonly to: number } {
  return {
    from: firstPlace(items.length, (at) => (reach[at] ?? 0) + 1 > start),
    to: firstPlace(items.length, (at) => (items[at]?.range.start ?? 0) >= end),
  };
}

/** The first place from which on something holds. */
function firstPlace(count: number, holds: (at: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
