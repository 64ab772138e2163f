import type { LucideIcon } from 'lucide-react';
import {
  ArrowDown,
  ArrowUp,
  Eye,
  EyeOff,
  Film,
  ListChecks,
  Lock,
  Trash2,
  Unlock,
  Waypoints,
} from 'lucide-react';
import { useRef, useState } from 'react';
import { Dialog } from 'react-aria-components';
import {
  type Code,
  changeCode,
  codeColours,
  codeNamed,
  moveCode,
  type RecordChange,
  type RecordItems,
  removeCode,
} from '#common/domain/index.ts';
import { useApp, useRecord } from '../app/state/context.tsx';
import { eventsTexts } from '../texts/events.ts';
import { timelineTexts } from '../texts/timeline.ts';

const texts = timelineTexts.code;
const { edits } = eventsTexts;

export type CodeMenuProps = {
  readonly code: Code;
  /** Of the clip shown. */
  readonly itemIds: readonly string[];
  readonly onClose: () => void;
};

/** Everything that a person changes about a code. */
export const CodeMenu = ({ code, itemIds, onClose }: CodeMenuProps) => {
  const { stores } = useApp();
  const items = useRecord((state) => state.items);
  const edit = (title: string, changes: readonly RecordChange[]) => {
    stores.record.getState().edit(title, changes);
  };
  const ofCode = [...items.event.values()].filter(({ codeId }) => codeId === code.id).length;
  const leaveWith = (act: () => void) => () => {
    act();
    onClose();
  };
  return (
    <Dialog className="code-menu" aria-label={code.name}>
      <NameField code={code} onClose={onClose} />
      <div className="code-menu__colours" role="radiogroup" aria-label={texts.colour}>
        {codeColours.map((colour, at) => (
          // biome-ignore lint/a11y/useSemanticElements: swatches that behave as one radio group
          <button
            key={colour}
            type="button"
            role="radio"
            className="code-menu__swatch"
            style={{ background: colour }}
            aria-checked={colour === code.colour.toLowerCase()}
            aria-label={texts.colourOf(at + 1)}
            onClick={() => edit(edits.colour(code.name), changeCode(items, code.id, { colour }))}
          />
        ))}
      </div>
      <Item
        icon={ListChecks}
        words={texts.selectAll}
        onPress={leaveWith(() => stores.events.getState().select(itemIds))}
      />
      <Item
        icon={Film}
        words={texts.reel}
        onPress={leaveWith(() => {
          const { makeOfEvents, setExportAs } = stores.playlists.getState();
          if (makeOfEvents(code.name, eventsInTime(items, itemIds)) === null) return;
          setExportAs('reel');
          stores.dialogs.getState().open('export');
        })}
      />
      <Item
        icon={ArrowUp}
        words={texts.up}
        onPress={() => edit(edits.order(code.name), moveCode(items, code.id, -1))}
      />
      <Item
        icon={ArrowDown}
        words={texts.down}
        onPress={() => edit(edits.order(code.name), moveCode(items, code.id, 1))}
      />
      <Item
        icon={code.hidden ? Eye : EyeOff}
        words={code.hidden ? texts.show : texts.hide}
        onPress={leaveWith(() =>
          edit(
            code.hidden ? edits.show(code.name) : edits.hide(code.name),
            changeCode(items, code.id, { hidden: !code.hidden }),
          ),
        )}
      />
      <Item
        icon={code.locked ? Unlock : Lock}
        words={code.locked ? texts.unlock : texts.lock}
        onPress={leaveWith(() =>
          edit(
            code.locked ? edits.unlock(code.name) : edits.lock(code.name),
            changeCode(items, code.id, { locked: !code.locked }),
          ),
        )}
      />
      <Item
        icon={Waypoints}
        words={code.role === 'phase' ? texts.event : texts.phase}
        onPress={leaveWith(() =>
          edit(
            edits.role(code.name),
            changeCode(items, code.id, { role: code.role === 'phase' ? 'event' : 'phase' }),
          ),
        )}
      />
      {!code.locked && (
        <Item
          icon={Trash2}
          words={texts.remove(ofCode)}
          onPress={leaveWith(() => edit(edits.removeCode(code.name), removeCode(items, code.id)))}
        />
      )}
    </Dialog>
  );
};

/** Without proposals, which are no events yet. */
const eventsInTime = (items: RecordItems, ids: readonly string[]): readonly string[] =>
  ids
    .flatMap((id) => items.event.get(id) ?? [])
    .sort((a, b) => a.range.start - b.range.start)
    .map(({ id }) => id);

const NameField = ({ code, onClose }: { code: Code; onClose: () => void }) => {
  const { stores } = useApp();
  const [name, setName] = useState(code.name);
  /** Escape leaves the name as it was. */
  const left = useRef(false);
  const codes = useRecord((state) => state.items.code);
  const other = codeNamed(codes.values(), name);
  const isTaken = other !== undefined && other.id !== code.id;
  const rename = () => {
    const { items, edit } = stores.record.getState();
    edit(edits.rename(code.name, name.trim()), changeCode(items, code.id, { name }));
  };
  return (
    <form
      className="code-menu__name"
      onSubmit={(event) => {
        event.preventDefault();
        if (isTaken) return;
        rename();
        onClose();
      }}
    >
      <input
        className="field"
        value={name}
        maxLength={120}
        aria-label={texts.name}
        aria-invalid={isTaken}
        onChange={(event) => setName(event.target.value)}
        onBlur={() => !isTaken && !left.current && rename()}
        onKeyDown={(event) => {
          left.current = event.code === 'Escape';
        }}
      />
      {isTaken && (
        <p className="code-menu__problem" role="alert">
          {texts.taken}
        </p>
      )}
    </form>
  );
};

const Item = ({ icon: Icon, words, onPress }: { icon: LucideIcon; words: string; onPress: () => void }) => (
  <button type="button" className="code-menu__item" onClick={onPress}>
    <Icon size={14} strokeWidth={1.75} aria-hidden />
    {words}
  </button>
);
