import { ChevronDown, ChevronRight } from 'lucide-react';
import { Fragment, useState } from 'react';
import type { Agreement, AgreementNumbers, CodeAgreement } from '#common/domain/index.ts';
import { useRecord } from '../app/state/context.tsx';
import { agreementTexts as texts } from '../texts/agreement.ts';
import { Hint } from '../ui/hint.tsx';
import type { Sides } from './agreement-csv.ts';
import { AgreementRows } from './agreement-rows.tsx';

/** So many rows are shown at once; more are opened code by code. */
const fewRows = 24;

/** Codes by what became of their ranges; each opens its rows. */
export const AgreementTable = ({ agreement, sides }: { agreement: Agreement; sides: Sides }) => {
  const { codes, total } = agreement;
  const isShort = codes.reduce((sum, { pairs }) => sum + pairs.length, 0) <= fewRows;
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const toggle = (codeName: string) =>
    setToggled((before) => before.symmetricDifference(new Set([codeName])));
  return (
    <table className="agreement__table">
      <caption className="visually-hidden">{texts.compare}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.code}</th>
          <th scope="col">{texts.kinds.matched}</th>
          <th scope="col">{texts.kinds.shifted}</th>
          <th scope="col">{texts.only(sides.first)}</th>
          <th scope="col">{texts.only(sides.second)}</th>
          <th scope="col">
            <Explained text={texts.observedHelp}>{texts.observed}</Explained>
          </th>
          <th scope="col">
            <Explained text={texts.kappaHelp}>{texts.kappa}</Explained>
          </th>
        </tr>
      </thead>
      <tbody>
        {codes.map((code) => {
          const isOpen = isShort !== toggled.has(code.codeName);
          return (
            <Fragment key={code.codeName}>
              <tr>
                <th scope="row">
                  <CodeName code={code} isOpen={isOpen} onToggle={() => toggle(code.codeName)} />
                </th>
                <Numbers numbers={code} sides={sides} />
              </tr>
              {isOpen && (
                <tr>
                  <td colSpan={7} className="agreement__rows">
                    <AgreementRows code={code} sides={sides} />
                  </td>
                </tr>
              )}
            </Fragment>
          );
        })}
      </tbody>
      {codes.length > 1 && (
        <tfoot>
          <tr>
            <th scope="row">{texts.total}</th>
            <Numbers numbers={total} sides={sides} />
          </tr>
        </tfoot>
      )}
    </table>
  );
};

type CodeNameProps = {
  readonly code: CodeAgreement;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
};

const CodeName = ({ code: { codeName, pairs }, isOpen, onToggle }: CodeNameProps) => {
  const colour = useRecord(
    ({ items }) => [...items.code.values()].find(({ name }) => name === codeName)?.colour,
  );
  const Arrow = isOpen ? ChevronDown : ChevronRight;
  return (
    <button
      type="button"
      className="agreement__code"
      aria-expanded={isOpen}
      title={codeName}
      aria-label={texts.rowsOf(codeName, pairs.length)}
      onClick={onToggle}
    >
      <Arrow size={12} aria-hidden />
      <span
        className="agreement__mark"
        style={{ background: colour ?? 'var(--line-strong)' }}
        aria-hidden="true"
      />
      <span className="agreement__name">{codeName}</span>
    </button>
  );
};

const Numbers = ({ numbers, sides }: { numbers: AgreementNumbers; sides: Sides }) => {
  const { counts, observed, kappa } = numbers;
  return (
    <>
      <td>{counts.matched}</td>
      <td>{counts.shifted}</td>
      <td>{counts['only-first']}</td>
      <td>{counts['only-second']}</td>
      <td>{observed === null ? texts.noKappa : `${(observed * 100).toFixed(0)} %`}</td>
      <td>
        {kappa.value === null ? (
          <Explained text={texts.whyNoKappa(kappa, sides.first, sides.second)}>{texts.noKappa}</Explained>
        ) : (
          kappa.value.toFixed(2).replace('-', '−')
        )}
      </td>
    </>
  );
};

const Explained = ({ text, children }: { text: string; children: string }) => (
  <Hint text={text}>
    <button type="button" className="agreement__explained" aria-description={text}>
      {children}
    </button>
  </Hint>
);
