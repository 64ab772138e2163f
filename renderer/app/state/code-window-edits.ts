import type { CodeButton, CodeWindow } from '#common/domain/index.ts';

/** Keys in the order in which new buttons get them: first what no command has, none of those of the clip. */
const keyOrder: readonly string[] = [
  ...Array.from('123456789', (digit) => `Digit${digit}`),
  ...Array.from('ASWRCBUHDQXZTVGPM', (letter) => `Key${letter}`),
];

/** The first key that no button of a layout has; null where all are given. */
export const freeKey = ({ buttons }: Pick<CodeWindow, 'buttons'>): string | null =>
  keyOrder.find((key) => !buttons.some((button) => button.key === key)) ?? null;

/** A new button of a layout: one press tags two seconds either side. */
export const newButton = (
  window: Pick<CodeWindow, 'buttons'>,
  { id, text, colour }: Pick<CodeButton, 'id' | 'text' | 'colour'>,
): CodeButton => ({
  id,
  kind: 'code',
  text,
  group: '',
  colour,
  mode: 'moment',
  leadSeconds: 2,
  lagSeconds: 2,
  exclusiveGroup: '',
  key: freeKey(window),
  links: [],
});

/** The layouts of a project as they are listed. */
export const layoutsInOrder = (windows: Iterable<CodeWindow>): readonly CodeWindow[] =>
  [...windows].sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id));

/** The layout in use: the one chosen last of those that there are, else the first by name. */
export function layoutInUse(
  windows: ReadonlyMap<string, CodeWindow>,
  chosen: readonly string[],
): CodeWindow | undefined {
  const id = chosen.find((each) => windows.has(each));
  return id === undefined ? layoutsInOrder(windows.values())[0] : windows.get(id);
}

/** A name that no layout has yet: `Soccer`, `Soccer 2` … */
export function freeName(windows: Iterable<CodeWindow>, wanted: string): string {
  const names = new Set(Array.from(windows, ({ name }) => name));
  let name = wanted;
  for (let count = 2; names.has(name); count += 1) name = `${wanted} ${count}`;
  return name;
}
