import { codesInOrder, putItem, type RecordChange, type RecordItems, removeItem } from './project-record.ts';
import type { Code } from './record-items.ts';

/** Okabe–Ito, told apart with every kind of colour vision; black is left out, for it is lost on a dark page. */
export const codeColours = [
  '#e69f00',
  '#56b4e9',
  '#009e73',
  '#f0e442',
  '#0072b2',
  '#d55e00',
  '#cc79a7',
  '#999999',
] as const;

/** The colour that the fewest codes have, the first of the set among equals. */
export function nextColour(codes: Iterable<Code>): string {
  const uses = new Map<string, number>();
  for (const { colour } of codes) uses.set(colour.toLowerCase(), (uses.get(colour.toLowerCase()) ?? 0) + 1);
  return codeColours.toSorted((a, b) => (uses.get(a) ?? 0) - (uses.get(b) ?? 0))[0] ?? codeColours[0];
}

/** The code of a name, as a proposal or a button names it; spaces around it do not count. */
export function codeNamed(codes: Iterable<Code>, name: string): Code | undefined {
  const wanted = name.trim();
  for (const code of codes) if (code.name === wanted) return code;
  return undefined;
}

/** A code that stands after all others, in the next colour. */
export function newCode(codes: Iterable<Code>, { id, name }: Pick<Code, 'id' | 'name'>): Code {
  const known = [...codes];
  const order = known.reduce((most, code) => Math.max(most, code.order + 1), 0);
  return {
    kind: 'code',
    id,
    name: name.trim(),
    colour: nextColour(known),
    order,
    role: 'event',
    hidden: false,
    locked: false,
  };
}

/** What of a code a person sets by hand. */
export type CodeChange = Partial<Pick<Code, 'name' | 'colour' | 'role' | 'hidden' | 'locked'>>;

/**
 * A code with some of it changed. Another name is followed by the open proposals and the buttons that name it; a
 * name that is empty or taken changes nothing.
 */
export function changeCode(items: RecordItems, codeId: string, change: CodeChange): readonly RecordChange[] {
  const code = items.code.get(codeId);
  if (!code) return [];
  const name = (change.name ?? code.name).trim();
  const other = codeNamed(items.code.values(), name);
  if (name === '' || (other && other.id !== codeId)) return [];
  const changed = { ...code, ...change, name };
  const same = (Object.keys(changed) as (keyof Code)[]).every((key) => changed[key] === code[key]);
  if (same) return [];
  return [putItem(changed), ...(name === code.name ? [] : renamed(items, code.name, name))];
}

function renamed(items: RecordItems, from: string, to: string): readonly RecordChange[] {
  const changes: RecordChange[] = [];
  for (const proposal of items.proposal.values()) {
    const named = proposal.status === 'open' && proposal.codeName.trim() === from;
    if (named) changes.push(putItem({ ...proposal, codeName: to }));
  }
  for (const layout of items['code-window'].values()) {
    const named = (button: { readonly kind: string; readonly text: string }) =>
      button.kind === 'code' && button.text.trim() === from;
    if (!layout.buttons.some(named)) continue;
    const buttons = layout.buttons.map((button) => (named(button) ? { ...button, text: to } : button));
    changes.push(putItem({ ...layout, buttons }));
  }
  return changes;
}

/** A code put at a place, counted from 0, among the codes of its role. */
export function placeCode(items: RecordItems, codeId: string, place: number): readonly RecordChange[] {
  const code = items.code.get(codeId);
  if (!code) return [];
  const all = codesInOrder(items.code.values());
  const others = all.filter(({ id }) => id !== codeId);
  const peers = others.filter(({ role }) => role === code.role);
  const wanted = Math.max(0, Math.min(peers.length, Math.round(place)));
  const now = all.filter(({ role }) => role === code.role).indexOf(code);
  if (wanted === now) return [];
  const follower = peers[wanted];
  const at = follower ? others.indexOf(follower) : others.length;
  return others.toSpliced(at, 0, code).flatMap((each, order) => {
    return each.order === order ? [] : [putItem({ ...each, order })];
  });
}

/** A code moved among those of its role: −1 one up, 1 one down. */
export function moveCode(items: RecordItems, codeId: string, by: number): readonly RecordChange[] {
  const code = items.code.get(codeId);
  if (!code) return [];
  const peers = codesInOrder(items.code.values()).filter(({ role }) => role === code.role);
  return placeCode(items, codeId, peers.indexOf(code) + by);
}

/** Takes a code away with its events of all clips; a locked one stays. */
export function removeCode(items: RecordItems, codeId: string): readonly RecordChange[] {
  const code = items.code.get(codeId);
  if (!code || code.locked) return [];
  const own = [...items.event.values()].filter((event) => event.codeId === codeId);
  return [...own.map(removeItem), removeItem(code)];
}
