import { type KeyboardEvent, useId, useState } from 'react';
import { mediaPaths } from '#common/contract/index.ts';
import type { Comparison } from '../../app/state/compare-state.ts';
import { useApp, useCompare } from '../../app/state/context.tsx';
import { compareTexts, compareDialogTexts as texts } from '../../texts/compare.ts';
import { OverlayDialog } from '../../ui/overlay-dialog.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { type Choice, compareChoices } from './compare-choices.ts';
import './compare-dialog.css';

type Mode = Comparison['mode'];

/** What the clip under review is to be compared with. */
export const CompareDialog = ({ onClose }: { onClose: () => void }) => {
  const app = useApp();
  const shownMode = useCompare((state) => state.mode);
  const [mode, setMode] = useState<Mode>(shownMode === 'overlay' ? 'overlay' : 'side');
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const [choices] = useState(() => compareChoices(app));
  const list = useId();
  const found = choices.filter((choice) => matches(choice, words));
  const choose = (choice: Choice | undefined) => {
    if (!choice) return;
    onClose();
    choice.choose(mode);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move !== undefined) {
      event.preventDefault();
      setAt((before) => Math.max(0, Math.min(found.length - 1, before + move)));
    }
    if (event.key === 'Enter') choose(found[at]);
  };
  return (
    <OverlayDialog title={texts.title} className="compare-dialog" onClose={onClose}>
      <header className="compare-dialog__head">
        <h2>{texts.title}</h2>
        <Segmented
          label={texts.mode}
          value={mode}
          options={[
            { value: 'side', name: compareTexts.sideBySide },
            { value: 'overlay', name: compareTexts.overlay },
          ]}
          onChange={setMode}
        />
      </header>
      <input
        className="field"
        aria-label={texts.search}
        placeholder={texts.search}
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={found[at] && `${list}-${found[at].key}`}
        // biome-ignore lint/a11y/noAutofocus: the dialog is opened to find something in it
        autoFocus
        value={words}
        onChange={(event) => {
          setWords(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={list} className="compare-dialog__list" role="listbox" aria-label={texts.title}>
        {found.map((choice, index) => (
          <button
            key={choice.key}
            id={`${list}-${choice.key}`}
            type="button"
            role="option"
            aria-selected={index === at}
            tabIndex={-1}
            className="compare-choice"
            ref={(element) => {
              if (index === at) element?.scrollIntoView({ block: 'nearest' });
            }}
            onClick={() => choose(choice)}
          >
            <img
              src={mediaPaths.thumbnail(choice.clipId, choice.frame)}
              alt=""
              loading="lazy"
              draggable={false}
            />
            <span className="compare-choice__words">
              <span title={choice.name}>{choice.name}</span>
              <span className="compare-choice__help">{choice.help}</span>
            </span>
          </button>
        ))}
      </div>
      {found.length === 0 && <p className="compare-dialog__none">{texts.empty}</p>}
    </OverlayDialog>
  );
};

const matches = ({ name, help }: Choice, query: string): boolean => {
  const all = `${name} ${help}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
};
