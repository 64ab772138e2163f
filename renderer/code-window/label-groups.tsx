import { memo, useMemo } from 'react';
import { type CodeButton, type CodeWindow, hasLabel, labelTargets } from '#common/domain/index.ts';
import { keyName } from '../app/keys.ts';
import { isMac } from '../app/platform.ts';
import { useApp, useCodeWindow, useEvents, useRecord, useReview } from '../app/state/context.tsx';
import { codeWindowTexts as texts } from '../texts/code-window.ts';

/** The buttons of labels under the names of their groups; those that the event in hand has are on. */
export const LabelGroups = ({ window }: { window: CodeWindow }) => {
  const groups = useMemo(
    () =>
      Map.groupBy(
        window.buttons.filter(({ kind }) => kind === 'label'),
        ({ group }) => group,
      ),
    [window],
  );
  const tagging = useCodeWindow((state) => state.tagging);
  const items = useRecord((state) => state.items);
  const selected = useEvents((state) => state.selected);
  const clipId = useReview((state) => state.clip?.id ?? '');
  const targets = useMemo(
    () => labelTargets(tagging, { clipId, items, selected }),
    [tagging, clipId, items, selected],
  );
  return [...groups].map(([group, buttons]) => (
    <fieldset key={group} className="code-window__group">
      <legend className="label">{group === '' ? texts.noGroup : group}</legend>
      <div className="code-window__labels">
        {buttons.map((button) => (
          <LabelButton key={button.id} button={button} isOn={hasLabel(targets, button)} />
        ))}
      </div>
    </fieldset>
  ));
};

const LabelButton = memo(({ button, isOn }: { button: CodeButton; isOn: boolean }) => {
  const { stores } = useApp();
  const flash = useCodeWindow((state) => (state.flash.buttonId === button.id ? state.flash.count : 0));
  const key = button.key === null ? null : keyName(button.key, isMac);
  return (
    <button
      type="button"
      className="label-button"
      aria-pressed={isOn}
      onClick={() => stores.codeWindow.getState().press(button.id)}
    >
      <span className="label-button__text">{button.text}</span>
      {key !== null && (
        <>
          <span className="visually-hidden">{texts.keyOf(key)}</span>
          <span className="code-button__key" aria-hidden="true">
            {key}
          </span>
        </>
      )}
      {flash > 0 && <span key={flash} className="code-button__flash" />}
    </button>
  );
});
