import { Fragment, useEffect, useMemo, useState } from 'react';
import { keysTexts, shellTexts as texts } from '../texts/app.ts';
import { OverlayDialog } from '../ui/overlay-dialog.tsx';
import { findCommands } from './command-palette.tsx';
import { type Command, type CommandGroup, commandFor, commands, type GivenKeys, keysOf } from './commands.ts';
import { bindingOf, isFixedKey, isModifier, keyName } from './keys.ts';
import { isMac } from './platform.ts';
import { useApp, useGivenKeys } from './state/context.tsx';

const groups = Object.keys(texts.groups) as CommandGroup[];

/** All actions by what they are for, with their keys; a key is changed by pressing another one. */
export const KeysHelp = ({ onClose }: { onClose: () => void }) => {
  const { actions } = useApp();
  const given = useGivenKeys();
  const [words, setWords] = useState('');
  const [asking, setAsking] = useState<Command | null>(null);
  const [told, setTold] = useState('');
  const found = useMemo(() => new Set(findCommands(words).map(({ id }) => id)), [words]);

  const give = (command: Command, key: string) => {
    const before = commandFor(key, given);
    setAsking(null);
    if (before?.id === command.id) return;
    actions.giveKeys(withKey(given, command, key));
    setTold(keysTexts.changed(command.name, keyName(key, isMac), before?.name ?? null));
  };
  const reset = (command: Command) => {
    const { [command.id]: _, ...rest } = given;
    actions.giveKeys(rest);
    setTold(keysTexts.reset(command.name));
  };

  return (
    <OverlayDialog title={texts.keys} className="keys-help" onClose={onClose}>
      <header className="keys-help__head">
        <h2>{texts.keys}</h2>
        <input
          className="field keys-help__search"
          aria-label={texts.commandsHint}
          placeholder={texts.commandsHint}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        {Object.keys(given).length > 0 && (
          <button type="button" className="button" onClick={() => actions.giveKeys({})}>
            {keysTexts.resetAll}
          </button>
        )}
      </header>
      <p className="label" role="status">
        {told || keysTexts.help}
      </p>
      {found.size === 0 && <p className="label">{texts.noCommand}</p>}
      <div className="keys-help__groups">
        {groups
          .filter((group) => commands.some((command) => command.group === group && found.has(command.id)))
          .map((group) => (
            <section key={group}>
              <h3 className="label">{texts.groups[group]}</h3>
              <ul>
                {commands
                  .filter((command) => command.group === group && found.has(command.id))
                  .map((command) => (
                    <KeyRow
                      key={command.id}
                      command={command}
                      given={given}
                      asking={asking === command}
                      onAsk={setAsking}
                      onGive={give}
                      onReset={reset}
                    />
                  ))}
              </ul>
            </section>
          ))}
      </div>
    </OverlayDialog>
  );
};

type KeyRowProps = {
  readonly command: Command;
  readonly given: GivenKeys;
  readonly asking: boolean;
  readonly onAsk: (command: Command | null) => void;
  readonly onGive: (command: Command, key: string) => void;
  readonly onReset: (command: Command) => void;
};

const KeyRow = ({ command, given, asking, onAsk, onGive, onReset }: KeyRowProps) => {
  const names = [...new Set(keysOf(command, given).map((key) => keyName(key, isMac)))];
  useEffect(() => {
    if (!asking) return;
    // Before the dialog and the page hear of it: every key but Escape is an answer.
    const press = (event: KeyboardEvent) => {
      if (isModifier(event.code)) return;
      event.preventDefault();
      event.stopPropagation();
      const key = bindingOf(event);
      if (event.code === 'Escape') onAsk(null);
      else if (event.code === 'Backspace' || event.code === 'Delete') onReset(command);
      else if (!isFixedKey(key)) onGive(command, key);
      if (event.code === 'Backspace' || event.code === 'Delete') onAsk(null);
    };
    window.addEventListener('keydown', press, { capture: true });
    return () => window.removeEventListener('keydown', press, { capture: true });
  }, [asking, command, onAsk, onGive, onReset]);
  return (
    <li data-changed={given[command.id] !== undefined || undefined}>
      <span>{command.name}</span>
      <button
        type="button"
        className="keys-help__key"
        aria-label={keysTexts.change(command.name, names.join(' '))}
        aria-pressed={asking}
        onClick={() => onAsk(asking ? null : command)}
        onBlur={() => asking && onAsk(null)}
      >
        {asking ? (
          <span className="keys-help__press">{keysTexts.press}</span>
        ) : names.length === 0 ? (
          <span className="label">{keysTexts.none}</span>
        ) : (
          names.map((name) => (
            <Fragment key={name}>
              <kbd className="key">{name}</kbd>{' '}
            </Fragment>
          ))
        )}
      </button>
    </li>
  );
};

/** The keys given after one more: it is taken from whoever had it. */
export function withKey(given: GivenKeys, command: Command, key: string): GivenKeys {
  const others = Object.entries(given).map(([id, keys]) => [id, keys.filter((each) => each !== key)]);
  return { ...Object.fromEntries(others), [command.id]: [key] };
}
