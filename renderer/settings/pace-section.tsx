import { type FormEvent, useState } from 'react';
import { type Settings, settingsSchema } from '#common/contract/index.ts';
import { settingsTexts as texts } from '../texts/settings.ts';
import { Segmented } from '../ui/segmented.tsx';

type PaceProps = {
  readonly settings: Settings;
  readonly save: (change: Partial<Settings>) => Promise<void>;
};

const paceSchema = settingsSchema.pick({ longStep: true, speeds: true });
const units = ['frames', 'seconds'] as const;

/** How far a long step goes, and which speeds there are. */
export const PaceSection = ({ settings, save }: PaceProps) => {
  const [unit, setUnit] = useState(settings.longStep.unit);
  const [problem, setProblem] = useState<string | null>(null);

  const keep = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entered = new FormData(event.currentTarget);
    const amount = numberOf(String(entered.get('amount') ?? ''));
    const speeds = String(entered.get('speeds') ?? '')
      .split(/[;\s]+/)
      .filter((speed) => speed !== '')
      .map(numberOf);
    const read = paceSchema.safeParse({ longStep: { amount, unit }, speeds });
    setProblem(read.success ? null : texts.badPace);
    if (read.success) void save(read.data);
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
            defaultValue={settings.speeds.map(speedText).join('  ')}
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

/** `1/4` and `0,25` are the same; what is no number is none. */
function numberOf(text: string): number {
  const [over = '', under = '1', ...rest] = text.trim().replaceAll(',', '.').split('/');
  return over === '' || rest.length > 0 ? Number.NaN : Number(over) / Number(under);
}

const speedText = (speed: number): string =>
  speed < 1 && Number.isInteger(1 / speed) ? `1/${1 / speed}` : String(speed);
