import { expect, it } from 'vitest';
import { type CodeWindow, sportLayouts } from '#common/domain/index.ts';
import { isButtonKey } from '#renderer/app/button-keys.ts';
import { freeKey, layoutInUse } from '#renderer/app/state/code-window-edits.ts';
import { acceptSeconds } from '#renderer/code-window/draft-field.tsx';
import { giveKey, placeButton, removeButton } from '#renderer/code-window/layout-edits.ts';
import { createRandom } from '../random.ts';

const [soccer] = sportLayouts as readonly [CodeWindow];
const ids = (window: CodeWindow) => window.buttons.map(({ id }) => id);

it('A key given to a button is taken from the one that had it', () => {
  const changed = giveKey(soccer, 'b3', 'Digit2');
  expect(changed.buttons.filter(({ key }) => key === 'Digit2').map(({ id }) => id)).toEqual(['b3']);
  expect(changed.buttons.find(({ id }) => id === 'b4')?.key).toBeNull();
  expect(
    giveKey(giveKey(soccer, 'b3', null), 'b4', null).buttons.filter(({ key }) => key === null),
  ).toHaveLength(2);
});

it('Moving buttons about keeps them all', () => {
  const random = createRandom(4);
  let window = soccer;
  for (let move = 0; move < 100; move += 1) {
    const id = random.pick(ids(window));
    const place = random.integer(window.buttons.length + 4) - 2;
    window = placeButton(window, id, place);
    expect(ids(window).indexOf(id)).toBe(Math.max(0, Math.min(window.buttons.length - 1, place)));
    expect(ids(window).toSorted()).toEqual(ids(soccer).toSorted());
  }
});

it('A button that is removed is no longer linked to', () => {
  const linked = { ...soccer, buttons: soccer.buttons.map((button) => ({ ...button, links: ['b3', 'b4'] })) };
  const changed = removeButton(linked, 'b3');
  expect(changed.buttons).toHaveLength(soccer.buttons.length - 1);
  expect(new Set(changed.buttons.flatMap(({ links }) => links))).toEqual(new Set(['b4']));
});

it('Every new button gets a key that is free and that is no key of the clip', () => {
  let window: CodeWindow = { ...soccer, buttons: [] };
  const given = new Set<string>();
  for (let key = freeKey(window); key !== null; key = freeKey(window)) {
    expect(given.has(key)).toBe(false);
    expect(isButtonKey(key, {})).toBe(true);
    given.add(key);
    window = { ...window, buttons: [...window.buttons, { ...soccer.buttons[0], id: key, key } as never] };
  }
  expect(given.size).toBeGreaterThan(20);
});

it('Keys of the clip and keys with others held never press a button', () => {
  for (const key of [
    'Space',
    'KeyJ',
    'KeyK',
    'KeyL',
    'KeyI',
    'KeyO',
    'KeyY',
    'KeyN',
    'KeyE',
    'KeyF',
    'Escape',
  ]) {
    expect(isButtonKey(key, {}), key).toBe(false);
  }
  expect(isButtonKey('ArrowLeft', {})).toBe(false);
  expect(isButtonKey('Shift+Digit1', {})).toBe(false);
  expect(isButtonKey('KeyK+KeyA', {})).toBe(false);
  // A command with another key gives its own free, and keeps the new one.
  expect(isButtonKey('KeyJ', { back: ['KeyB'] })).toBe(true);
  expect(isButtonKey('KeyB', { back: ['KeyB'] })).toBe(false);
});

it('No key of the sports’ layouts belongs to the clip', () => {
  const keys = sportLayouts.flatMap(({ buttons }) => buttons.flatMap(({ key }) => key ?? []));
  expect(keys.filter((key) => !isButtonKey(key, {}))).toEqual([]);
});

it('The layout in use is the one chosen last of those that there are', () => {
  const windows = new Map(['a', 'b'].map((id) => [id, { ...soccer, id, name: id }]));
  expect(layoutInUse(windows, ['gone', 'b', 'a'])?.id).toBe('b');
  expect(layoutInUse(windows, [])?.id).toBe('a');
  expect(layoutInUse(new Map(), ['a'])).toBeUndefined();
});

it('Seconds are typed with a point or a comma, and not beyond an hour', () => {
  expect(['1,5', ' 0.25 ', '0', '3600'].map(acceptSeconds)).toEqual(['1.5', '0.25', '0', '3600']);
  expect(['', '-1', '3601', 'two', 'Infinity'].map(acceptSeconds)).toEqual([null, null, null, null, null]);
});
