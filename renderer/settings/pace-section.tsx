import { type FormEvent, useState } from 'react';
import type { Settings } from '#common/contract/index.ts';
import { settingsTexts as texts } from '../texts/settings.ts';
import { Segmented } from '../ui/segmented.tsx';
import { readPace, speedsText } from './read-pace.ts';

type PaceProps = {
  readonly settings: Settings;
  readonly save: (change: Partial<Settings>) => Promise<void>;
};

const units = ['frames', 'seconds'] as const;

/** How far a long step goes, and which speeds there are. */
export const PaceSection = ({ settings, save }: PaceProps) => {
  const [unit, setUnit] = useState(settings.longStep.unit);
  const [problem, setProblem] = useState<string | null>(null);

  const keep = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entered = new FormData(event.currentTarget);
    const pace = readPace({
      amount: String(entered.get('amount') ?? ''),
      unit,
      speeds: String(entered.get('speeds') ?? ''),
    });
    setProblem(pace ? null : texts.badPace);
    if (pace) void save(pace);
  };

  return (
    <details className="settings__more">
      <summary>{texts.pace}</summary>
      <form className="settings__form settings__form--pace" onSubmit={keep}>
        <label className="settings__field">
          <span className="label">{texts.longStep}</span>
          <input
            className="field"
            name="amount"
            inputMode="decimal"
            defaultValue={settings.longStep.amount}
            required
            autoComplete="off"
          />
        </label>
        <div className="settings__field">
          <span className="label">{texts.longStepUnit}</span>
          <Segmented
            label={texts.longStepUnit}
            value={unit}
            options={units.map((value) => ({ value, name: texts.longStepUnits[value] }))}
            onChange={setUnit}
          />
        </div>
        <label className="settings__field">
          <span className="label">{texts.speeds}</span>
          <input
            className="field"
            name="speeds"
            defaultValue={speedsText(settings.speeds)}
            required
            autoComplete="off"
          />
        </label>
        <button type="submit" className="button">
          {texts.keepPlaces}
        </button>
        {problem && (
          <p className="settings__problem" role="alert">
            {problem}
          </p>
        )}
      </form>
    </details>
  );
};
