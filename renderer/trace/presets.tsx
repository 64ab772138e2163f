import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import {
  answerDimensions,
  nanoQuestions,
  type QuestionPreset,
  questionPresets,
  questionSportNamed,
  questionSports,
} from '#common/domain/index.ts';
import { useApp, useAsking } from '../app/state/context.tsx';
import { dimensionNames, formNames, traceTexts as texts } from '../texts/trace.ts';
import { Hint } from '../ui/hint.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { useIsNano, useSport } from './use-asking.ts';

export type PresetsProps = {
  readonly disabled: boolean;
  readonly onChoose: (preset: QuestionPreset) => void;
};

/** Questions at hand by their names, and all of them by sport and dimension behind a button. */
export const Presets = ({ disabled, onChoose }: PresetsProps) => {
  const isNano = useIsNano();
  const sport = useSport();
  const dimension = useAsking((state) => state.dimension);
  const [open, setOpen] = useState(false);
  const atHand = isNano ? nanoQuestions : questionPresets[sport][dimension];
  const choose = (preset: QuestionPreset) => {
    setOpen(false);
    // After the popover has given the focus back.
    requestAnimationFrame(() => onChoose(preset));
  };
  return (
    <div className="presets">
      <ul className="presets__list" aria-label={texts.presets}>
        {atHand.map((preset) => (
          <li key={preset.name}>
            <Hint text={preset.question}>
              <button type="button" className="preset" disabled={disabled} onClick={() => onChoose(preset)}>
                {preset.name}
              </button>
            </Hint>
          </li>
        ))}
      </ul>
      <DialogTrigger isOpen={open} onOpenChange={setOpen}>
        <Button
          className="button button--plain presets__more"
          aria-label={texts.morePresetsHelp}
          isDisabled={disabled}
        >
          {texts.morePresets}
          <ChevronDown size={13} aria-hidden />
        </Button>
        <Popover className="popover preset-popover" placement="bottom end" offset={4}>
          <Dialog aria-label={texts.presetsTitle} className="preset-dialog">
            <AllPresets onChoose={choose} />
          </Dialog>
        </Popover>
      </DialogTrigger>
    </div>
  );
};

const AllPresets = ({ onChoose }: Pick<PresetsProps, 'onChoose'>) => {
  const { stores } = useApp();
  const isNano = useIsNano();
  const sport = useSport();
  const dimension = useAsking((state) => state.dimension);
  const { chooseSport, chooseDimension } = stores.asking.getState();
  return (
    <>
      {isNano && (
        <>
          <h3 className="label">{texts.nanoOwn}</h3>
          <PresetList presets={nanoQuestions} onChoose={onChoose} />
          <p className="label preset-dialog__note">{texts.nanoOthers}</p>
        </>
      )}
      <div className="preset-dialog__choices">
        <label>
          <span className="visually-hidden">{texts.sport}</span>
          <select
            className="field ask-choice__select"
            value={sport}
            onChange={({ target }) => chooseSport(questionSportNamed(target.value) ?? sport)}
          >
            {questionSports.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
        <Segmented
          label={texts.dimension}
          value={dimension}
          options={answerDimensions.map((value) => ({ value, name: dimensionNames[value] }))}
          onChange={chooseDimension}
        />
      </div>
      <PresetList presets={questionPresets[sport][dimension]} onChoose={onChoose} />
    </>
  );
};

type PresetListProps = Pick<PresetsProps, 'onChoose'> & { readonly presets: readonly QuestionPreset[] };

const PresetList = ({ presets, onChoose }: PresetListProps) => (
  <ul>
    {presets.map((preset) => (
      <li key={preset.name}>
        <button type="button" className="preset-item" onClick={() => onChoose(preset)}>
          <span className="preset-item__name">
            {preset.name}
            <span className="label">{formNames[preset.form.kind]}</span>
          </span>
          <span className="preset-item__question">{preset.question}</span>
        </button>
      </li>
    ))}
  </ul>
);
