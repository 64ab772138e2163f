import { useEffect, useRef, useState } from 'react';
import { useApp } from '../app/state/context.tsx';
import { describeError, isCancelled } from '../client/describe-error.ts';
import { codeWindowEditorTexts as texts } from '../texts/code-window-editor.ts';
import { importLayout } from './share-layout.ts';

/** A button that reads a layout from a file; what is wrong with the file stands below it. */
export const ImportLayout = () => {
  const app = useApp();
  const [problem, setProblem] = useState<string | null>(null);
  const chosenFile = useRef<HTMLInputElement>(null);
  const leaving = useRef(new AbortController());
  useEffect(() => {
    // A component that is mounted twice while developing leaves once in between.
    leaving.current = new AbortController();
    return () => leaving.current.abort();
  }, []);

  const read = async (file: File): Promise<void> => {
    setProblem(null);
    try {
      await importLayout(file, app, leaving.current.signal);
      app.stores.notices.getState().tell('note', texts.imported(file.name));
    } catch (error) {
      if (!isCancelled(error)) setProblem(describeError(error).message);
    }
  };

  return (
    <>
      <button type="button" className="button" onClick={() => chosenFile.current?.click()}>
        {texts.import}
      </button>
      <input
        ref={chosenFile}
        type="file"
        accept=".json"
        hidden
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = '';
          if (file) void read(file);
        }}
      />
      {problem !== null && (
        <p className="editor__problem" role="alert">
          {problem}
        </p>
      )}
    </>
  );
};
