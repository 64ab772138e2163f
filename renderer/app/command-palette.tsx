import { useId, useMemo, useState } from 'react';
import { shellTexts as texts } from '../texts/app.ts';
import { OverlayDialog } from '../ui/overlay-dialog.tsx';
import { type Command, type CommandContext, commands, keysOf } from './commands.ts';
import { keyName } from './keys.ts';
import { isMac } from './platform.ts';
import { useGivenKeys } from './state/context.tsx';

/** Finds every action by its words and shows its key. */
export const CommandPalette = ({ context, onClose }: { context: CommandContext; onClose: () => void }) => {
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const list = useId();
  const found = useMemo(() => findCommands(words), [words]);
  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    // The dialog gives the focus back first; the command may move it on.
    requestAnimationFrame(() => command.run(context));
  };
  return (
    <OverlayDialog title={texts.commands} className="palette" onClose={onClose}>
      <input
        className="palette__box"
        aria-label={texts.commandsHint}
        placeholder={texts.commandsHint}
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={found[at] && `${list}-${found[at].id}`}
        // biome-ignore lint/a11y/noAutofocus: the palette is opened to type in it
        autoFocus
        value={words}
        onChange={(event) => {
          setWords(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (move !== undefined) {
            event.preventDefault();
            setAt((before) => Math.max(0, Math.min(found.length - 1, before + move)));
          }
          if (event.key === 'Enter') run(found[at]);
        }}
      />
      <div id={list} className="palette__list" role="listbox" aria-label={texts.commands}>
        {found.map((command, index) => (
          <button
            key={command.id}
            id={`${list}-${command.id}`}
            type="button"
            role="option"
            aria-selected={index === at}
            tabIndex={-1}
            className="palette__item"
            ref={(element) => {
              if (index === at) element?.scrollIntoView({ block: 'nearest' });
            }}
            onClick={() => run(command)}
          >
            <span>{command.name}</span>
            <Keys command={command} />
          </button>
        ))}
      </div>
      {found.length === 0 && <p className="palette__none">{texts.noCommand}</p>}
    </OverlayDialog>
  );
};

const Keys = ({ command }: { command: Command }) => {
  const given = useGivenKeys();
  return (
    <span className="palette__keys">
      {[...new Set(keysOf(command, given).map((key) => keyName(key, isMac)))].map((name) => (
        <kbd key={name} className="key">
          {name}
        </kbd>
      ))}
    </span>
  );
};

/** Every word of the query must begin some word of the name. */
export function findCommands(query: string): readonly Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter((command) => {
    const name = `${command.name} ${texts.groups[command.group]}`.toLowerCase();
    return words.every((word) => name.includes(word));
  });
}
