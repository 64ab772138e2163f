import { agreementTexts as texts } from '../texts/agreement.ts';
import type { UnpairedCodes } from './pair-codes.ts';

export type CodePairsProps = {
  readonly unpaired: UnpairedCodes;
  /** Names of the second side by those under which they are counted. */
  readonly names: Readonly<Record<string, string>>;
  readonly onChange: (names: Readonly<Record<string, string>>) => void;
};

/** More than these are rather two different code windows than one by other names. */
const mostChoices = 12;

/** Which code of the one side is meant by which of the other, where they have no name in common. */
export const CodePairs = ({ unpaired, names, onChange }: CodePairsProps) => {
  if (unpaired.first.length === 0) return null;
  return unpaired.second.slice(0, mostChoices).map((codeName) => (
    <label key={codeName} className="agreement__pair">
      <span>{texts.countAs(codeName)}</span>
      <select
        className="field"
        value={names[codeName] ?? ''}
        onChange={({ target }) => {
          const { [codeName]: _, ...others } = names;
          onChange(target.value === '' ? others : { ...others, [codeName]: target.value });
        }}
      >
        <option value="">{texts.itself}</option>
        {unpaired.first.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  ));
};
