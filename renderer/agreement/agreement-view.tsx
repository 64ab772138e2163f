import { useMemo, useState } from 'react';
import {
  type ClipSeconds,
  compareMarks,
  type FrameRange,
  type Mark,
  withoutCodes,
} from '#common/domain/index.ts';
import { agreementTexts as texts } from '../texts/agreement.ts';
import { numbersCsv, rowsCsv, type Sides } from './agreement-csv.ts';
import { AgreementTable } from './agreement-table.tsx';
import { CodeChoice } from './code-choice.tsx';
import { CodePairs } from './code-pairs.tsx';
import { asNamed, unpairedCodes } from './pair-codes.ts';
import './agreement.css';

export type AgreementViewProps = {
  readonly first: readonly Mark[];
  readonly second: readonly Mark[];
  readonly sides: Sides;
  readonly scope: FrameRange;
  readonly times: ClipSeconds;
  /** What else is said of how this is counted. */
  readonly remark?: string;
};

/** Two markings of one stretch beside each other: numbers for each code, every row with its frames, and how it is counted. */
export const AgreementView = ({ first, second, sides, scope, times, remark }: AgreementViewProps) => {
  const [names, setNames] = useState<Readonly<Record<string, string>>>({});
  const { start, end } = scope;
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set());
  const whole = useMemo(
    () => compareMarks(first, asNamed(second, names), { scope: { start, end }, times }),
    [first, second, names, start, end, times],
  );
  const agreement = useMemo(() => withoutCodes(whole, leftOut), [whole, leftOut]);
  const unpaired = useMemo(() => unpairedCodes(first, second), [first, second]);
  if (whole.codes.length === 0) return <p className="label">{texts.nothingMarked}</p>;
  return (
    <div className="agreement">
      <CodePairs unpaired={unpaired} names={names} onChange={setNames} />
      <CodeChoice
        codes={whole.codes.map(({ codeName }) => codeName)}
        leftOut={leftOut}
        onChange={setLeftOut}
      />
      <AgreementTable agreement={agreement} sides={sides} />
      <div className="agreement__end">
        <details className="agreement__how">
          <summary className="label">{texts.how}</summary>
          {[...texts.howWords, ...(remark === undefined ? [] : [remark])].map((words) => (
            <p key={words}>{words}</p>
          ))}
        </details>
        <CopyText label={texts.copyNumbers} text={() => numbersCsv(agreement, sides)} />
        <CopyText label={texts.copyRows} text={() => rowsCsv(agreement, sides)} />
      </div>
    </div>
  );
};

const CopyText = ({ label, text }: { label: string; text: () => string }) => {
  const [copied, setCopied] = useState('');
  const copy = async () => {
    const written = text();
    await navigator.clipboard?.writeText(written);
    setCopied(written);
  };
  return (
    <button type="button" className="link" onClick={() => void copy()}>
      {copied !== '' && copied === text() ? texts.copied : label}
    </button>
  );
};
