import { useEffect, useMemo, useRef, useState } from 'react';
import type { FrameRange, Mark } from '#common/domain/index.ts';
import { useAgreement, useApp, useRecord, useReview } from '../app/state/context.tsx';
import { describeError, isCancelled } from '../client/describe-error.ts';
import { uploadImport } from '../client/media-upload.ts';
import { agreementTexts as texts } from '../texts/agreement.ts';
import { formatRange } from '../ui/format.ts';
import { OverlayDialog } from '../ui/overlay-dialog.tsx';
import { Progress } from '../ui/progress.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { AgreementView } from './agreement-view.tsx';
import { useClipSeconds } from './use-clip-seconds.ts';

/** The events of the clip shown beside those of a file: two people, two passes, two programs. */
export const AgreementDialog = ({ onClose }: { onClose: () => void }) => {
  const clipId = useReview((state) => state.clip?.id);
  const selection = useReview((state) => state.selection);
  // The range that was selected when this was opened: rows select the ranges that they show.
  const [range] = useState(selection);
  const [within, setWithin] = useState<'clip' | 'range'>('clip');
  const clip = useClipSeconds(clipId);
  const own = useOwnMarks(clipId);
  const { other, reading, fraction, failure, read, stop } = useFileMarking(clipId);
  const close = () => {
    stop();
    onClose();
  };
  return (
    <OverlayDialog title={texts.compare} className="compare-markings" onClose={close}>
      <h2>{texts.compare}</h2>
      <p className="label">{texts.compareHelp}</p>
      {clip ? (
        <div className="compare-markings__choose">
          <label className="button">
            {other ? texts.chooseOther : texts.choose}
            <input
              type="file"
              className="visually-hidden"
              accept=".xml,.csv,.tsv,.txt,.json,.jsonl"
              onChange={({ target }) => {
                const [file] = target.files ?? [];
                target.value = '';
                if (file) void read(file);
              }}
            />
          </label>
          {other && <span>{other.fileName}</span>}
          {other && range && <Within within={within} range={range} onChange={setWithin} />}
        </div>
      ) : (
        <p role="status">{texts.noClip}</p>
      )}
      {reading && <Progress words={texts.reading(reading)} fraction={fraction} onCancel={stop} />}
      {failure && (
        <p className="compare-markings__problem" role="alert">
          {failure}
        </p>
      )}
      {other && other.leftOutCount > 0 && <p className="label">{texts.leftOut(other.leftOutCount)}</p>}
      {other && clip && (
        <AgreementView
          key={other.fileName}
          first={own}
          second={other.marks}
          sides={{ first: texts.yours, second: other.fileName }}
          scope={within === 'range' && range ? range : clip.whole}
          times={clip.times}
        />
      )}
    </OverlayDialog>
  );
};

type WithinProps = {
  readonly within: 'clip' | 'range';
  readonly range: FrameRange;
  readonly onChange: (within: 'clip' | 'range') => void;
};

const Within = ({ within, range, onChange }: WithinProps) => (
  <Segmented
    label={texts.within}
    value={within}
    options={[
      { value: 'clip', name: texts.wholeClip },
      { value: 'range', name: texts.range(formatRange(range)) },
    ]}
    onChange={onChange}
  />
);

/** Every event of the clip, by its code's name. */
function useOwnMarks(clipId: string | undefined): readonly Mark[] {
  const events = useRecord(({ items }) => items.event);
  const codes = useRecord(({ items }) => items.code);
  return useMemo(
    () =>
      [...events.values()].flatMap(({ codeId, range, ...event }) =>
        event.clipId === clipId ? [{ codeName: codes.get(codeId)?.name ?? '', range }] : [],
      ),
    [events, codes, clipId],
  );
}

/** Sends a file to be read, and forgets it at once: what is wanted of it are its ranges. */
function useFileMarking(clipId: string | undefined) {
  const { client, stores } = useApp();
  const last = useAgreement((state) => state.other);
  const other = last?.clipId === clipId ? last : null;
  const [reading, setReading] = useState<string | null>(null);
  const [fraction, setFraction] = useState<number | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const aborter = useRef<AbortController | null>(null);
  useEffect(() => () => aborter.current?.abort(), []);
  const read = async (file: File): Promise<void> => {
    if (clipId === undefined) return;
    aborter.current?.abort();
    const mine = new AbortController();
    aborter.current = mine;
    const { signal } = mine;
    setReading(file.name);
    setFraction(null);
    setFailure(null);
    try {
      const onProgress = (done: number, total: number) => setFraction(total > 0 ? done / total : null);
      const { importId, fileName } = await uploadImport(file, { signal, onProgress, clipId });
      const marking = await client.handover.marking({ importId, clipId }, { signal });
      void client.handover.cancelImport({ importId }).catch(() => undefined);
      stores.agreement.getState().setOther({ ...marking, clipId, fileName });
    } catch (error) {
      if (!isCancelled(error) && !signal.aborted) setFailure(describeError(error).message);
    }
    if (aborter.current === mine) setReading(null);
  };
  return { other, reading, fraction, failure, read, stop: () => aborter.current?.abort() };
}
