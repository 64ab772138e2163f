import { useEffect, useState } from 'react';
import type { HistoryEntry } from '#common/domain/index.ts';
import { useApp, useRecord } from '../app/state/context.tsx';
import { historyTexts as texts } from '../texts/history.ts';
import { OverlayDialog } from '../ui/overlay-dialog.tsx';
import { stepsTo } from './steps-to.ts';
import { whenWords } from './when-words.ts';
import './history.css';

/** So many edits are shown. */
const most = 500;

/** The edits newest first; choosing one goes back or forward to the moment after it. */
export const HistoryDialog = ({ onClose }: { onClose: () => void }) => {
  const { client, stores } = useApp();
  const ends = useRecord((state) => state.history);
  const [entries, setEntries] = useState<readonly HistoryEntry[] | null>(null);
  const [failed, setFailed] = useState(false);
  const [going, setGoing] = useState(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for again whenever the ends of the history change
  useEffect(() => {
    let left = false;
    client.record
      .history({ limit: most })
      .then((found) => !left && setEntries(found))
      .catch(() => !left && setFailed(true));
    return () => {
      left = true;
    };
  }, [client, ends]);

  const goTo = async (place: number) => {
    const { undo, redo } = stores.record.getState();
    const steps = stepsTo(entries ?? [], place);
    setGoing(true);
    for (let step = 0; step < Math.abs(steps); step += 1) await (steps < 0 ? undo() : redo());
    setGoing(false);
  };

  const now = entries?.findIndex(({ undone }) => !undone) ?? -1;
  return (
    <OverlayDialog title={texts.title} className="history" onClose={onClose}>
      <h2>{texts.title}</h2>
      <p className="label">{entries?.length === 0 ? texts.empty : texts.help}</p>
      {failed && <p role="alert">{texts.failed}</p>}
      {entries && entries.length > 0 && (
        <ol className="history__edits" aria-busy={going}>
          {entries.map((entry, place) => (
            <li key={`${entry.editId} ${entry.happenedAt}`}>
              <Edit entry={entry} isNow={place === now} disabled={going} onChoose={() => void goTo(place)} />
            </li>
          ))}
          {entries.length < most && (
            <li>
              <button
                type="button"
                className="history__edit"
                aria-current={now < 0 ? 'step' : undefined}
                disabled={going}
                onClick={() => void goTo(entries.length)}
              >
                <span className="history__title">{texts.start}</span>
              </button>
            </li>
          )}
        </ol>
      )}
      <footer className="history__foot">
        <button type="button" className="button" onClick={onClose}>
          {texts.close}
        </button>
      </footer>
    </OverlayDialog>
  );
};

type EditProps = {
  readonly entry: HistoryEntry;
  readonly isNow: boolean;
  readonly disabled: boolean;
  readonly onChoose: () => void;
};

const Edit = ({ entry, isNow, disabled, onChoose }: EditProps) => {
  const by = entry.by.kind === 'person' ? texts.by.person : texts.by.model(entry.by.engine);
  return (
    <button
      type="button"
      className="history__edit"
      data-undone={entry.undone || undefined}
      aria-current={isNow ? 'step' : undefined}
      disabled={disabled}
      onClick={onChoose}
    >
      <span className="history__title">{entry.title}</span>
      <span className="history__by">
        {by}
        {entry.undone && ` · ${texts.undone}`}
        {isNow && ` · ${texts.now}`}
      </span>
      <time className="history__when" dateTime={entry.happenedAt}>
        {whenWords(entry.happenedAt)}
      </time>
    </button>
  );
};
