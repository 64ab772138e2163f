import { useEffect, useRef, useState } from 'react';
import type { ImportPreview } from '#common/domain/index.ts';
import { useApp, useHandover, useHost, useReview } from '../app/state/context.tsx';
import { describeError, isCancelled } from '../client/describe-error.ts';
import { uploadImport } from '../client/media-upload.ts';
import { handoverTexts as texts } from '../texts/handover.ts';
import { OverlayDialog } from '../ui/overlay-dialog.tsx';
import { Progress } from '../ui/progress.tsx';
import { ImportPreviewTable } from './import-preview.tsx';
import './handover.css';

/** Events from another program: what would happen first, then, on a word, what happens. */
export const ImportDialog = ({ onClose }: { onClose: () => void }) => {
  const { client, stores } = useApp();
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [importing, setImporting] = useState(false);
  const clips = useHost((state) => state.clips) ?? [];
  const open = useReview((state) => state.clip?.id ?? '');
  const [clipId, setClipId] = useState(open);
  const target = clips.some(({ id }) => id === clipId) ? clipId : (clips[0]?.id ?? '');
  const forget = ({ importId }: ImportPreview) =>
    void client.handover.cancelImport({ importId }).catch(() => undefined);
  const { reading, fraction, read, readFor, stop } = useReading({
    clipId: target,
    onPreview: (next) => {
      if (preview) forget(preview);
      setPreview(next);
    },
    onFailure: setFailure,
  });

  const close = () => {
    stop();
    stores.handover.getState().setFile(null);
    if (preview) forget(preview);
    onClose();
  };
  const start = async (): Promise<void> => {
    if (!preview) return;
    setImporting(true);
    try {
      const count = await client.handover.import({ importId: preview.importId, clipId: target });
      const { fileName, format } = preview;
      const words =
        format === 'code-window' ? texts.windowImported(fileName) : texts.imported(count, fileName);
      stores.notices.getState().tell('note', words);
      stores.handover.getState().setFile(null);
      onClose();
    } catch (error) {
      setFailure(describeError(error).message);
      setImporting(false);
    }
  };

  const problem = failure ?? (preview && target === '' ? texts.noClip : null);
  const isEmpty = preview?.format !== 'code-window' && preview?.eventCount === 0;
  return (
    <OverlayDialog title={texts.import} className="import" onClose={close}>
      <h2>{texts.import}</h2>
      {!reading && !preview && (
        <div className="import__choose">
          <p className="label">{texts.chooseHelp}</p>
          <label className="button">
            {texts.choose}
            <input
              type="file"
              className="visually-hidden"
              accept=".xml,.csv,.tsv,.txt,.json,.jsonl"
              onChange={(event) => {
                const [file] = event.target.files ?? [];
                event.target.value = '';
                if (file) void read(file);
              }}
            />
          </label>
        </div>
      )}
      {reading && <Progress words={texts.reading(reading)} fraction={fraction} onCancel={stop} />}
      {preview && <ImportPreviewTable preview={preview} />}
      {preview && preview.format !== 'code-window' && (
        <label className="handover__row">
          <span>{texts.into}</span>
          <select
            className="field"
            value={target}
            onChange={(event) => {
              setClipId(event.target.value);
              readFor(event.target.value);
            }}
          >
            {clips.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      {(problem || isEmpty) && (
        <p className="handover__problem" role="alert">
          {problem ?? texts.nothing}
        </p>
      )}
      {preview && (
        <div className="handover__end">
          <button type="button" className="button" onClick={close}>
            {texts.cancel}
          </button>
          <button
            type="button"
            className="button button--person"
            disabled={importing || reading !== null || isEmpty || target === ''}
            onClick={() => void start()}
          >
            {importing ? texts.importing : texts.importNow}
          </button>
        </div>
      )}
    </OverlayDialog>
  );
};

type ReadingParts = {
  /** The clip that the events go into: their times become its frames. */
  readonly clipId: string;
  readonly onPreview: (preview: ImportPreview) => void;
  readonly onFailure: (sentence: string | null) => void;
};

/** Sends a file to be read; the one dropped on the window at once. */
function useReading({ clipId, onPreview, onFailure }: ReadingParts) {
  const dropped = useHandover((state) => state.file);
  const [reading, setReading] = useState<string | null>(null);
  const [fraction, setFraction] = useState<number | null>(null);
  const aborter = useRef<AbortController | null>(null);
  const last = useRef<File | null>(null);
  const read = async (file: File, into = clipId): Promise<void> => {
    last.current = file;
    aborter.current?.abort();
    const own = new AbortController();
    aborter.current = own;
    setReading(file.name);
    onFailure(null);
    try {
      const onProgress = (done: number, total: number) => setFraction(total > 0 ? done / total : null);
      const clip = into === '' ? {} : { clipId: into };
      onPreview(await uploadImport(file, { signal: own.signal, onProgress, ...clip }));
    } catch (error) {
      if (!isCancelled(error)) onFailure(describeError(error).message);
    }
    if (aborter.current === own) {
      setReading(null);
      setFraction(null);
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: a dropped file is read once
  useEffect(() => {
    if (dropped) void read(dropped);
    return () => aborter.current?.abort();
  }, [dropped]);
  const readFor = (into: string) => {
    if (last.current) void read(last.current, into);
  };
  return { reading, fraction, read, readFor, stop: () => aborter.current?.abort() };
}
