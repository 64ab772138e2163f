import { useEffect, useState } from 'react';
import type { Ledger } from '#common/domain/index.ts';
import { useApp } from '../app/state/context.tsx';
import { ledgerTexts as texts } from '../texts/case.ts';
import { formatBytes } from '../ui/format.ts';
import { OverlayDialog } from '../ui/overlay-dialog.tsx';
import { type LedgerRow, rowsKept, rowsSinceStart } from './ledger-rows.ts';
import './case.css';

/** What left this machine: to which host, for which question, how much and when. */
export const LedgerDialog = ({ onClose }: { onClose: () => void }) => {
  const { client } = useApp();
  const [ledger, setLedger] = useState<Ledger | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let left = false;
    client.application
      .ledger()
      .then((found) => !left && setLedger(found))
      .catch(() => !left && setFailed(true));
    return () => {
      left = true;
    };
  }, [client]);
  return (
    <OverlayDialog title={texts.title} className="ledger" onClose={onClose}>
      <h2>{texts.title}</h2>
      <p className="label">{texts.help}</p>
      {failed && <p role="alert">{texts.failed}</p>}
      {ledger && (
        <>
          <Rows title={texts.since} rows={rowsSinceStart(ledger)} empty={texts.nothingSince} />
          <Rows title={texts.kept} rows={rowsKept(ledger)} empty={texts.nothingKept} />
        </>
      )}
      <div className="case__end">
        <button type="button" className="button" onClick={onClose}>
          {texts.close}
        </button>
      </div>
    </OverlayDialog>
  );
};

type RowsProps = { readonly title: string; readonly rows: readonly LedgerRow[]; readonly empty: string };

const Rows = ({ title, rows, empty }: RowsProps) => {
  const total = rows.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
  const { columns } = texts;
  return (
    <section className="ledger__part">
      <h3>
        {title} {rows.length > 0 && <span className="label">{texts.total(formatBytes(total))}</span>}
      </h3>
      {rows.length === 0 && <p>{empty}</p>}
      {rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
        <section className="ledger__rows" tabIndex={0} aria-label={title}>
          <table>
            <thead>
              <tr>
                <th scope="col">{columns.host}</th>
                <th scope="col">{columns.question}</th>
                <th scope="col">{columns.bytes}</th>
                <th scope="col">{columns.when}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ key, host, words, clip, bytes, at }) => (
                <tr key={key}>
                  <td>{host}</td>
                  <td>
                    {words} {clip && <span className="label">{clip}</span>}
                  </td>
                  <td title={bytes === null ? undefined : String(bytes)}>
                    {bytes === null ? texts.unknown : formatBytes(bytes)}
                  </td>
                  <td>
                    <time dateTime={at}>{timeWords(at)}</time>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
};

const timeWords = (at: string): string =>
  new Date(at).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' });
