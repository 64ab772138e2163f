import { expect, it } from 'vitest';
import { codeWindowSchema } from '#common/contract/record-schemas.ts';
import { sportLayouts } from '#common/domain/index.ts';

/** Keys that always belong to the clip, to the range and to proposals. */
const fixed = ['KeyJ', 'KeyK', 'KeyL', 'KeyI', 'KeyO', 'KeyY', 'KeyN', 'KeyE', 'KeyF'];

it('There is a layout for each of the twelve sports', () => {
  expect(new Set(sportLayouts.map(({ sport }) => sport)).size).toBe(12);
  expect(new Set(sportLayouts.map(({ id }) => id)).size).toBe(12);
});

it.each(sportLayouts.map((layout) => [layout.sport, layout] as const))(
  '%s: the layout is valid, keys are given once, links resolve',
  (_, layout) => {
    const { buttons } = codeWindowSchema.parse(layout);
    expect(buttons.length).toBeGreaterThanOrEqual(8);
    expect(buttons.length).toBeLessThanOrEqual(20);
    const ids = buttons.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const keys = buttons.flatMap(({ key }) => key ?? []);
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) {
      expect(key).toMatch(/^(Digit[1-9]|Key[A-Z])$/);
      expect(fixed).not.toContain(key);
    }
    const names = buttons.map(({ kind, group, text }) => `${kind} ${group} ${text}`);
    expect(new Set(names).size).toBe(names.length);
    for (const button of buttons) {
      for (const link of button.links) expect(ids).toContain(link);
      expect(button.links).not.toContain(button.id);
      if (button.kind === 'label') expect(button.group).not.toBe('');
      // A group of one excludes nothing.
      const peers = buttons.filter(({ exclusiveGroup }) => exclusiveGroup === button.exclusiveGroup);
      if (button.exclusiveGroup !== '') expect(peers.length).toBeGreaterThan(1);
    }
  },
);

it('Diving has its phases as toggles of one exclusive group', () => {
  const diving = sportLayouts.find(({ sport }) => sport === 'Diving');
  const phases = diving?.buttons.filter(({ exclusiveGroup }) => exclusiveGroup === 'Phase');
  expect(phases?.map(({ text, mode }) => [text, mode])).toEqual([
    ['Approach', 'toggle'],
    ['Take-off', 'toggle'],
    ['Flight', 'toggle'],
    ['Entry', 'toggle'],
  ]);
});
