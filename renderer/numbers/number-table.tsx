import type { Code, EventCell } from '#common/domain/index.ts';
import { useApp, useNumbers } from '../app/state/context.tsx';
import { numbersTexts as texts } from '../texts/numbers.ts';
import { cellWords } from './cell-words.ts';

export type NumberColumn = { readonly key: string; readonly title: string; readonly cell: EventCell };

/** One row of a table: a code with its numbers. */
export type NumberRow = {
  readonly code: Code;
  readonly columns: readonly NumberColumn[];
  /** Behind the numbers, in words. */
  readonly note?: string;
};

export type NumberTableProps = {
  readonly caption: string;
  readonly rows: readonly NumberRow[];
  readonly noteTitle?: string;
};

/** Codes by columns; each number opens its events. */
export const NumberTable = ({ caption, rows, noteTitle }: NumberTableProps) => {
  const [first] = rows;
  if (!first) return null;
  return (
    <div className="numbers__scroll">
      <table className="numbers__table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.code}</th>
            {first.columns.map(({ key, title }) => (
              <th key={key} scope="col">
                {title}
              </th>
            ))}
            {noteTitle && <th scope="col">{noteTitle}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ code, columns, note }) => (
            <tr key={code.id}>
              <th scope="row">
                <span className="numbers__mark" style={{ background: code.colour }} aria-hidden="true" />
                {code.name}
              </th>
              {columns.map((column) => (
                <td key={column.key}>
                  <Cell code={code} column={column} />
                </td>
              ))}
              {noteTitle && <td className="numbers__note">{note}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const Cell = ({ code, column }: { code: Code; column: NumberColumn }) => {
  const { stores } = useApp();
  const measure = useNumbers((state) => state.measure);
  const opened = useNumbers((state) => state.opened?.title);
  const words = cellWords(column.cell, measure);
  if (words === '') return <span className="numbers__none">·</span>;
  const title = `${code.name} · ${column.title}`;
  return (
    <button
      type="button"
      className="numbers__cell"
      aria-label={texts.cell(code.name, column.title, words)}
      aria-pressed={opened === title}
      onClick={() => {
        const { eventIds } = column.cell;
        stores.numbers.getState().change({ opened: { title, eventIds } });
        stores.events.getState().select(eventIds);
      }}
    >
      {words}
    </button>
  );
};
