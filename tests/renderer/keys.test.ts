import { describe, expect, it } from 'vitest';
import { sportLayouts } from '#common/domain/index.ts';
import { findCommands } from '#renderer/app/command-palette.tsx';
import { commandFor, commands, keysOf } from '#renderer/app/commands.ts';
import { bindingOf, isFixedKey, keyName } from '#renderer/app/keys.ts';
import { withKey } from '#renderer/app/keys-help.tsx';

const press = (code: string, change: Partial<Parameters<typeof bindingOf>[0]> = {}) =>
  bindingOf({ code, key: '', shiftKey: false, altKey: false, ctrlKey: false, metaKey: false, ...change });

describe('Keys', () => {
  it('are taken by their place, so that the layout does not matter', () => {
    expect(press('KeyQ', { key: 'a' })).toBe('KeyQ');
    expect(press('ArrowLeft', { shiftKey: true })).toBe('Shift+ArrowLeft');
    expect(press('KeyK', { metaKey: true })).toBe('Mod+KeyK');
    expect(press('KeyK', { ctrlKey: true })).toBe('Mod+KeyK');
  });

  it('know K held with J or L as one frame', () => {
    const held = new Set(['KeyK']);
    const both = bindingOf(
      { code: 'KeyL', key: 'l', shiftKey: false, altKey: false, ctrlKey: false, metaKey: false },
      held,
    );
    expect(commandFor(both)?.id).toBe('next-frame');
  });

  it('find the question mark wherever it is', () => {
    expect(commandFor(press('Minus', { key: '?', shiftKey: true }))?.id).toBe('keys');
  });

  it('are given to one command each, and commands have names of their own', () => {
    const keys = commands.flatMap((command) => command.keys);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length);
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
  });

  it('are those that analysts already know', () => {
    const wanted = {
      Space: 'play',
      KeyJ: 'back',
      KeyK: 'stop',
      KeyL: 'forward',
      KeyI: 'in',
      KeyO: 'out',
      KeyF: 'look',
    };
    for (const [key, id] of Object.entries(wanted)) expect(commandFor(key)?.id).toBe(id);
  });

  it('are written as they stand on the keyboard', () => {
    expect(keyName('Mod+KeyK', true)).toBe('⌘K');
    expect(keyName('Mod+KeyK', false)).toBe('Ctrl K');
    expect(keyName('Shift+ArrowLeft', false)).toBe('Shift ←');
    expect(keyName('Shift+Slash', false)).toBe('?');
  });
});

describe('The command palette', () => {
  it('finds a command by parts of its words in any order', () => {
    expect(findCommands('frame next')[0]?.id).toBe('next-frame');
    expect(findCommands('cut following').map(({ id }) => id)).toEqual(['next-shot']);
    expect(findCommands('')).toHaveLength(commands.length);
    expect(findCommands('no such thing')).toEqual([]);
  });
});

describe('Keys that a person gives', () => {
  const verify = commands.find(({ id }) => id === 'verify');
  const mute = commands.find(({ id }) => id === 'mute');

  it('take the place of a command’s own, and are taken from whoever had them', () => {
    if (!verify || !mute) throw new Error('The commands have other names.');
    const given = withKey({}, verify, 'KeyM');
    expect(commandFor('KeyM', given)?.id).toBe('verify');
    expect(commandFor('KeyV', given)).toBeUndefined();
    expect(keysOf(mute, given)).toEqual([]);
    const back = withKey(given, mute, 'KeyM');
    expect(commandFor('KeyM', back)?.id).toBe('mute');
    expect(keysOf(verify, back)).toEqual([]);
  });

  it('stay with one command each, however often they move', () => {
    if (!verify || !mute) throw new Error('The commands have other names.');
    let given = withKey({}, verify, 'KeyM');
    given = withKey(given, verify, 'F9');
    expect(keysOf(verify, given)).toEqual(['F9']);
    // The key that it let go is its first owner's again.
    expect(commandFor('KeyM', given)?.id).toBe('mute');
    given = withKey(withKey(given, mute, 'F9'), mute, 'F9');
    expect(given).toEqual({ verify: [], mute: ['F9'] });
    for (const key of ['F9', 'KeyV', 'KeyM']) {
      const owners = commands.filter((command) => keysOf(command, given).includes(key));
      expect(owners.length, key).toBeLessThanOrEqual(1);
    }
  });

  it('never are Escape or Tab', () => {
    expect(['Escape', 'Shift+Tab', 'Mod+Escape'].filter(isFixedKey)).toHaveLength(3);
    expect(isFixedKey('KeyE')).toBe(false);
  });
});

describe('The layouts of the sports', () => {
  it('take no key from a command', () => {
    const taken = sportLayouts.flatMap(({ name, buttons }) =>
      buttons.flatMap(({ key, text }) => {
        const command = key === null ? undefined : commandFor(key);
        return command ? [`${name}: ${text} takes ${key} from ${command.id}`] : [];
      }),
    );
    expect(taken).toEqual([]);
  });
});
