import { useEffect, useRef, useState } from 'react';
import { type CodeWindow, removeItem } from '#common/domain/index.ts';
import { useApp } from '../app/state/context.tsx';
import { describeError, isCancelled } from '../client/describe-error.ts';
import { codeWindowTexts } from '../texts/code-window.ts';
import { codeWindowEditorTexts as texts } from '../texts/code-window-editor.ts';
import { emptyLayout } from './empty-window.ts';
import { importLayout } from './share-layout.ts';

/** New, duplicate, remove, share: what is done with a layout as a whole. */
export const LayoutTools = ({ window, onClose }: { window: CodeWindow; onClose: () => void }) => {
  const app = useApp();
  const { record, notices, codeWindow } = app.stores;
  const chosenFile = useRef<HTMLInputElement>(null);
  const leaving = useRef(new AbortController());
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    // A dialog that is shown twice while developing leaves once in between.
    leaving.current = new AbortController();
    return () => leaving.current.abort();
  }, []);
  const { copyLayout } = codeWindow.getState();
  const { edits } = codeWindowTexts;

  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setProblem(null);
    try {
      await work();
    } catch (error) {
      if (!isCancelled(error)) setProblem(describeError(error).message);
    }
  };
  const exportIt = () =>
    attempt(async () => {
      const jobId = await app.client.handover.start({ kind: 'code-window', codeWindowId: window.id });
      if (jobId !== null) notices.getState().tell('note', texts.exported(window.name));
    });
  const importIt = (file: File) =>
    attempt(async () => {
      await importLayout(file, app, leaving.current.signal);
      notices.getState().tell('note', texts.imported(file.name));
    });

  return (
    <>
      {problem !== null && (
        <p className="editor__problem" role="alert">
          {problem}
        </p>
      )}
      <footer className="editor__end">
        <span className="label">{texts.layout}</span>
        <button
          type="button"
          className="button"
          onClick={() => copyLayout(emptyLayout(), edits.newLayout(codeWindowTexts.ownLayout))}
        >
          {texts.newLayout}
        </button>
        <button
          type="button"
          className="button"
          onClick={() =>
            copyLayout(
              { ...window, name: codeWindowTexts.copyOf(window.name) },
              edits.duplicateLayout(window.name),
            )
          }
        >
          {texts.duplicateLayout}
        </button>
        <button
          type="button"
          className="button"
          onClick={() => record.getState().edit(edits.removeLayout(window.name), [removeItem(window)])}
        >
          {texts.removeLayout}
        </button>
        <button type="button" className="button" onClick={() => chosenFile.current?.click()}>
          {texts.import}
        </button>
        <button type="button" className="button" onClick={() => void exportIt()}>
          {texts.export}
        </button>
        <button type="button" className="button button--person editor__done" onClick={onClose}>
          {texts.done}
        </button>
        <input
          ref={chosenFile}
          type="file"
          id="import-layout"
          accept=".json"
          hidden
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            event.target.value = '';
            if (file) void importIt(file);
          }}
        />
      </footer>
    </>
  );
};
