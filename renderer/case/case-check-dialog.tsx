import { useEffect, useRef, useState } from 'react';
import type { CaseCheck } from '#common/domain/index.ts';
import { describeError, isCancelled } from '../client/describe-error.ts';
import { uploadCase } from '../client/media-upload.ts';
import { caseTexts as texts } from '../texts/case.ts';
import { OverlayDialog } from '../ui/overlay-dialog.tsx';
import { Progress } from '../ui/progress.tsx';
import { CheckedCase } from './checked-case.tsx';
import './case.css';

/** A case file that somebody handed over: whether it is as it was sealed, and shows this project's clips. */
export const CaseCheckDialog = ({ onClose }: { onClose: () => void }) => {
  const [found, setFound] = useState<CaseCheck | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [checking, setChecking] = useState<{
    readonly name: string;
    readonly fraction: number | null;
  } | null>(null);
  const aborter = useRef<AbortController | null>(null);
  useEffect(() => () => aborter.current?.abort(), []);

  const check = async (file: File): Promise<void> => {
    aborter.current?.abort();
    const own = new AbortController();
    aborter.current = own;
    setFound(null);
    setFailure(null);
    setChecking({ name: file.name, fraction: null });
    // Once it is all sent, how long checking takes is not known.
    const onProgress = (done: number, total: number) =>
      setChecking({ name: file.name, fraction: done < total ? done / total : null });
    try {
      setFound(await uploadCase(file, { signal: own.signal, onProgress }));
    } catch (error) {
      if (!isCancelled(error)) setFailure(describeError(error).message);
    }
    if (aborter.current === own) setChecking(null);
  };

  return (
    <OverlayDialog title={texts.title} className="case" onClose={onClose}>
      <h2>{texts.title}</h2>
      {!found && <p className="label">{texts.help}</p>}
      {checking && (
        <Progress
          words={texts.checking(checking.name)}
          fraction={checking.fraction}
          onCancel={() => aborter.current?.abort()}
        />
      )}
      {failure && (
        <p className="case__failure" role="alert">
          {failure}
        </p>
      )}
      {found && <CheckedCase check={found} />}
      <div className="case__end">
        {!checking && (
          <label className="button case__choose">
            {found || failure ? texts.another : texts.choose}
            <input
              type="file"
              className="visually-hidden"
              accept=".zip"
              onChange={(event) => {
                const [file] = event.target.files ?? [];
                event.target.value = '';
                if (file) void check(file);
              }}
            />
          </label>
        )}
        <button type="button" className="button" onClick={onClose}>
          {texts.close}
        </button>
      </div>
    </OverlayDialog>
  );
};
