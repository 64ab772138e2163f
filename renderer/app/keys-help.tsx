import { shellTexts as texts } from '../texts/app.ts';
import { OverlayDialog } from '../ui/overlay-dialog.tsx';
import { Keys } from './command-palette.tsx';
import { type CommandGroup, commands } from './commands.ts';

const groups = Object.keys(texts.groups) as CommandGroup[];

/** All keys, by what they are for. */
export const KeysHelp = ({ onClose }: { onClose: () => void }) => (
  <OverlayDialog title={texts.keys} className="keys-help" onClose={onClose}>
    <h2>{texts.keys}</h2>
    <div className="keys-help__groups">
      {groups.map((group) => (
        <section key={group}>
          <h3 className="label">{texts.groups[group]}</h3>
          <ul>
            {commands
              .filter((command) => command.group === group && command.keys.length > 0)
              .map((command) => (
                <li key={command.id}>
                  <span>{command.name}</span>
                  <Keys command={command} />
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  </OverlayDialog>
);
