import { Pencil } from 'lucide-react';
import type { CodeWindow as CodeWindowItem } from '#common/domain/index.ts';
import { keyName } from '../app/keys.ts';
import { isMac } from '../app/platform.ts';
import { layoutInUse } from '../app/state/code-window-edits.ts';
import { useApp, useCodeWindow, useDialog, useRecord, useReview } from '../app/state/context.tsx';
import { codeWindowTexts as texts } from '../texts/code-window.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { AddCode } from './add-code.tsx';
import { CodeButtons } from './code-buttons.tsx';
import { EmptyLayout } from './empty-layout.tsx';
import { LabelGroups } from './label-groups.tsx';
import { LayoutMenu } from './layout-menu.tsx';
import { RunningLength } from './running-length.tsx';
import './code-window.css';

/** The event buttons of the layout in use. */
export const CodeWindow = () => {
  const window = useLayoutInUse();
  const openDialog = useDialog((state) => state.open);
  return (
    <section className="code-window" aria-label={texts.title}>
      {window && (
        <header className="code-window__head">
          <LayoutMenu window={window} />
          <IconButton
            icon={Pencil}
            label={texts.editHelp}
            keyName={keyName('Shift+KeyB', isMac)}
            onPress={() => openDialog('code-window-editor')}
          />
        </header>
      )}
      <div className="code-window__body">
        {window ? <Buttons window={window} /> : <EmptyLayout />}
        <Elsewhere codeWindowId={window?.id ?? ''} />
      </div>
      <AddCode />
      <Said />
    </section>
  );
};

function useLayoutInUse(): CodeWindowItem | undefined {
  const chosen = useCodeWindow((state) => state.chosen);
  return useRecord((state) => layoutInUse(state.items['code-window'], chosen));
}

const Buttons = ({ window }: { window: CodeWindowItem }) =>
  window.buttons.length === 0 ? (
    <p className="code-window__note">{texts.noButtons}</p>
  ) : (
    <>
      <CodeButtons window={window} />
      <LabelGroups window={window} />
    </>
  );

/** Toggles under way on the clip whose buttons are not in this layout: they can be ended all the same. */
const Elsewhere = ({ codeWindowId }: { codeWindowId: string }) => {
  const { stores } = useApp();
  const clipId = useReview((state) => state.clip?.id);
  const underWay = useCodeWindow((state) => state.tagging.underWay);
  const buttons = useRecord((state) => state.items['code-window'].get(codeWindowId)?.buttons);
  const others = underWay.filter(
    (each) =>
      each.clipId === clipId &&
      !(each.codeWindowId === codeWindowId && buttons?.some(({ id }) => id === each.buttonId)),
  );
  if (others.length === 0) return null;
  return (
    <div className="code-window__group">
      <h3 className="label">{texts.elsewhere}</h3>
      {others.map((each) => (
        <button
          key={`${each.codeWindowId} ${each.buttonId}`}
          type="button"
          className="code-button"
          data-running
          aria-label={texts.end(each.codeName)}
          onClick={() => stores.codeWindow.getState().end(each)}
        >
          <span className="code-button__colour" style={{ background: each.colour }} />
          <span className="code-button__text">{each.codeName}</span>
          <RunningLength start={each.start} />
        </button>
      ))}
    </div>
  );
};

/** What the last press did, for those who do not see the row appear. */
const Said = () => {
  const { words, count } = useCodeWindow((state) => state.said);
  return (
    <p className="visually-hidden" role="status" data-testid="tagged">
      <span key={count}>{words}</span>
    </p>
  );
};
