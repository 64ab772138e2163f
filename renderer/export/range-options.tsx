import { type ReactNode, useId } from 'react';
import { type FrameRange, frameRangeLength } from '#common/domain/index.ts';
import { useReview } from '../app/state/context.tsx';
import { exportTexts as texts } from '../texts/export.ts';
import { formatRange, formatTime, plural } from '../ui/format.ts';
import { copyWords, smartWords } from './cut-words.ts';
import type { ExportChoice } from './export-request.ts';
import type { recordBurnIn } from './record-burn-in.ts';

type RangeOptionsProps = {
  readonly choice: ExportChoice;
  readonly change: (changed: Partial<ExportChoice>) => void;
  /** What of the project would be seen in it. */
  readonly found: ReturnType<typeof recordBurnIn>;
  /** Whether anything is drawn into the pictures, so that all of them are encoded anew. */
  readonly burning: boolean;
};

/** How a range or a reel is cut, and what is drawn into its pictures. */
export const RangeOptions = ({ choice, change, found, burning }: RangeOptionsProps) => {
  const selection = useReview((state) => state.selection);
  const hasSound = useReview((state) => state.clip?.hasAudio ?? false);
  const noSound = choice.what === 'range' && !hasSound;
  return (
    <>
      {choice.what === 'range' && selection && (
        <CutOptions choice={choice} change={change} range={selection} burning={burning} />
      )}
      <fieldset className="export__options">
        <legend className="visually-hidden">{texts.options}</legend>
        {(choice.what === 'range' || choice.what === 'reel') && (
          <Option
            checked={choice.sound && !noSound}
            disabled={noSound}
            onChange={(sound) => change({ sound })}
          >
            {noSound ? texts.noSound : texts.sound}
          </Option>
        )}
        <span className="export__name">{texts.burnIn}</span>
        <Option checked={choice.frameNumbers} onChange={(frameNumbers) => change({ frameNumbers })}>
          {texts.frameNumbers}
        </Option>
        <Option checked={choice.times} onChange={(times) => change({ times })}>
          {texts.times}
        </Option>
        <Option
          checked={choice.events && found.events.length > 0}
          disabled={found.events.length === 0}
          onChange={(events) => change({ events })}
        >
          {texts.events(found.events.length)}
        </Option>
        <Option
          checked={choice.drawings && found.drawings.length > 0}
          disabled={found.drawings.length === 0}
          onChange={(drawings) => change({ drawings })}
        >
          {texts.drawings(found.drawings.length > 0)}
        </Option>
      </fieldset>
    </>
  );
};

const cuts = ['exact', 'smart', 'copy'] as const;

type CutOptionsProps = Omit<RangeOptionsProps, 'found'> & { readonly range: FrameRange };

const CutOptions = ({ choice, change, range, burning }: CutOptionsProps) => {
  const clip = useReview((state) => state.clip);
  const times = useReview((state) => state.times);
  const name = useId();
  const clipEnd = (clip?.firstTimestampSeconds ?? 0) + (clip?.durationSeconds ?? 0);
  const ends = times?.timestampsSeconds[range.end + 1] ?? clipEnd;
  const seconds = ends - (times?.timestampsSeconds[range.start] ?? 0);
  const help = {
    exact: burning ? texts.burnsAll : texts.exactHelp,
    smart: smartWords(times?.keyFrames, range),
    copy: copyWords(times?.keyFrames, range),
  };
  return (
    <>
      <p className="export__range">
        {texts.range(formatRange(range), plural(frameRangeLength(range), 'frame'), formatTime(seconds))}
      </p>
      <fieldset className="export__cuts">
        <legend className="visually-hidden">{texts.cut}</legend>
        {cuts.map((cut) => {
          const disabled = burning && cut !== 'exact';
          return (
            <label key={cut} className="export__cut" data-disabled={disabled || undefined}>
              <input
                type="radio"
                name={name}
                disabled={disabled}
                checked={burning ? cut === 'exact' : choice.cut === cut}
                aria-labelledby={`${name}-${cut}-name`}
                aria-describedby={`${name}-${cut}`}
                onChange={() => change({ cut })}
              />
              <span id={`${name}-${cut}-name`}>{texts.cuts[cut]}</span>
              <span id={`${name}-${cut}`} className="label export__help">
                {help[cut]}
              </span>
            </label>
          );
        })}
      </fieldset>
    </>
  );
};

type OptionProps = {
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: ReactNode;
};

const Option = ({ checked, disabled = false, onChange, children }: OptionProps) => (
  <label className="export__option" data-disabled={disabled || undefined}>
    <input
      type="checkbox"
      checked={checked}
      disabled={disabled}
      onChange={(event) => onChange(event.target.checked)}
    />
    {children}
  </label>
);
