import { agreementTexts as texts } from '../texts/agreement.ts';

export type CodeChoiceProps = {
  readonly codes: readonly string[];
  readonly leftOut: ReadonlySet<string>;
  readonly onChange: (leftOut: ReadonlySet<string>) => void;
};

/** Which codes are compared: what one side was never meant to mark says nothing of how both agree. */
export const CodeChoice = ({ codes, leftOut, onChange }: CodeChoiceProps) => {
  if (codes.length < 2) return null;
  const count = codes.filter((code) => !leftOut.has(code)).length;
  return (
    <details className="agreement__codes">
      <summary className="label">{texts.codesCompared(count, codes.length)}</summary>
      <div className="agreement__code-list">
        {codes.map((code) => (
          <label key={code}>
            <input
              type="checkbox"
              checked={!leftOut.has(code)}
              onChange={() => onChange(leftOut.symmetricDifference(new Set([code])))}
            />
            {code}
          </label>
        ))}
      </div>
    </details>
  );
};
