import { type CodeWindow, removeItem } from '#common/domain/index.ts';
import { useApp } from '../app/state/context.tsx';
import { codeWindowTexts } from '../texts/code-window.ts';
import { codeWindowEditorTexts as texts } from '../texts/code-window-editor.ts';
import { emptyLayout } from './empty-window.ts';
import { ImportLayout } from './import-layout.tsx';

/** New, duplicate, remove, share: what is done with a layout as a whole. */
export const LayoutTools = ({ window, onClose }: { window: CodeWindow; onClose: () => void }) => {
  const { client, stores, actions } = useApp();
  const { copyLayout } = stores.codeWindow.getState();
  const { edits, copyOf, ownLayout } = codeWindowTexts;
  const exportIt = async (): Promise<void> => {
    try {
      const jobId = await client.handover.start({ kind: 'code-window', codeWindowId: window.id });
      if (jobId !== null) stores.notices.getState().tell('note', texts.exported(window.name));
    } catch (error) {
      actions.report(error);
    }
  };
  return (
    <footer className="editor__end">
      <span className="label">{texts.layout}</span>
      <button
        type="button"
        className="button"
        onClick={() => copyLayout(emptyLayout(), edits.newLayout(ownLayout))}
      >
        {texts.newLayout}
      </button>
      <button
        type="button"
        className="button"
        onClick={() =>
          copyLayout({ ...window, name: copyOf(window.name) }, edits.duplicateLayout(window.name))
        }
      >
        {texts.duplicateLayout}
      </button>
      <button
        type="button"
        className="button"
        onClick={() => stores.record.getState().edit(edits.removeLayout(window.name), [removeItem(window)])}
      >
        {texts.removeLayout}
      </button>
      <button type="button" className="button" onClick={() => void exportIt()}>
        {texts.export}
      </button>
      <ImportLayout />
      <button type="button" className="button button--person editor__done" onClick={onClose}>
        {texts.done}
      </button>
    </footer>
  );
};
