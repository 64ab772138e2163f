import type { ImportPreview } from '#common/domain/index.ts';
import { handoverTexts as texts } from '../texts/handover.ts';
import { formatTime } from '../ui/format.ts';

/** What an import would do: how much, which codes, and the rows, those with something to say first. */
export const ImportPreviewTable = ({ preview }: { preview: ImportPreview }) => {
  const { fileName, format, leftOutCount, remarks, codes, rows, eventCount } = preview;
  const more = Math.max(0, eventCount + leftOutCount - rows.length);
  return (
    <section className="import__preview" aria-label={fileName}>
      <p role="status">
        <strong>{texts.summary(preview)}</strong>{' '}
        <span className="label">
          {fileName} · {texts.formatsRead[format]}
          {leftOutCount > 0 && ` · ${texts.leftOut(leftOutCount)}`}
        </span>
      </p>
      {remarks.map((remark) => (
        <p key={remark} className="import__remark">
          {remark}
        </p>
      ))}
      {codes.length > 0 && (
        <ul className="import__codes" aria-label={texts.codes}>
          {codes.map(({ name, count, isNew }) => (
            <li key={name}>
              {name} <span className="label">{count}</span>
              {isNew && <span className="import__new">{texts.newCode}</span>}
            </li>
          ))}
        </ul>
      )}
      {rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
        <section className="import__rows" tabIndex={0} aria-label={texts.row.code}>
          <table>
            <thead>
              <tr>
                <th scope="col">{texts.row.code}</th>
                <th scope="col">{texts.row.start}</th>
                <th scope="col">{texts.row.end}</th>
                <th scope="col">{texts.row.labels}</th>
                <th scope="col">{texts.row.note}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no other name
                <tr key={at} data-unusable={!row.usable || undefined}>
                  <td>{row.codeName}</td>
                  <td>{formatTime(row.startSeconds)}</td>
                  <td>{formatTime(row.endSeconds)}</td>
                  <td>{row.labels}</td>
                  <td>{row.note || (row.usable ? '' : texts.leftOutMark)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {more > 0 && <p className="label">{texts.more(more)}</p>}
        </section>
      )}
    </section>
  );
};
