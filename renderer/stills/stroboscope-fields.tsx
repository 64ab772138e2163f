import { type ReactNode, useId } from 'react';
import {
  type FrameRange,
  frameRangeLength,
  type Stroboscope,
  stroboscopeMoments,
} from '#common/domain/index.ts';
import { stillsTexts } from '../texts/stills.ts';
import { formatCount, formatRange } from '../ui/format.ts';
import { Segmented } from '../ui/segmented.tsx';
import { type MomentsChoice, mostMoments } from './stroboscope-choice.ts';

const texts = stillsTexts.stroboscope;
const ways = ['even', 'chosen'] as const;
const tops = ['latest', 'earliest'] as const;

export type MomentFieldsProps = {
  readonly range: FrameRange;
  readonly moments: MomentsChoice;
  /** What they come to; null where what was typed is wrong. */
  readonly frames: readonly number[] | null;
  /** Frames kept in the range. */
  readonly keyImages: readonly number[];
  readonly onChange: (moments: MomentsChoice) => void;
};

/** Which moments: so many evenly in time, or frames by number. */
export const MomentFields = ({ range, moments, frames, keyImages, onChange }: MomentFieldsProps) => {
  const { least, most } = stroboscopeMoments;
  const id = useId();
  const choose = (typed: string) => onChange({ ...moments, way: 'chosen', typed });
  return (
    <>
      <div className="stills__row">
        <span className="stills__name">{texts.moments}</span>
        <Segmented
          label={texts.moments}
          value={moments.way}
          options={ways.map((value) => ({ value, name: texts.ways[value] }))}
          onChange={(way) =>
            onChange({
              ...moments,
              way,
              typed: way === 'chosen' && frames ? frames.join(' ') : moments.typed,
            })
          }
        />
        {moments.way === 'even' ? (
          <span className="stroboscope__count">
            <input
              type="range"
              min={least}
              max={mostMoments(range)}
              value={moments.count}
              aria-label={texts.count}
              onChange={(event) => onChange({ ...moments, count: Number(event.target.value) })}
            />
            <output className="stroboscope__number">{moments.count}</output>
          </span>
        ) : (
          keyImages.length >= least && (
            <button type="button" className="button" onClick={() => choose(keyImages.join(' '))}>
              {texts.takeKeyImages(keyImages.length)}
            </button>
          )
        )}
        <span className="label stills__end-of-row">{texts.range(range, frameRangeLength(range))}</span>
      </div>
      {moments.way === 'chosen' ? (
        <input
          className="field"
          value={moments.typed}
          placeholder={texts.framesHelp}
          aria-label={texts.frames}
          aria-invalid={frames === null}
          aria-describedby={frames === null ? id : undefined}
          onChange={(event) => choose(event.target.value)}
        />
      ) : (
        <p className="stroboscope__frames">
          <span className="visually-hidden">{texts.frames}</span>{' '}
          {(frames ?? []).map(formatCount).join('   ')}
        </p>
      )}
      {frames === null && (
        <p id={id} className="stills__problem" role="alert">
          {texts.badFrames(least, most, formatRange(range))}
        </p>
      )}
    </>
  );
};

export type OrderFieldsProps = {
  readonly order: Pick<Stroboscope, 'onTop' | 'numbers'>;
  readonly onChange: (order: Pick<Stroboscope, 'onTop' | 'numbers'>) => void;
  readonly children: ReactNode;
};

/** Which figure is on top, and whether they are numbered. */
export const OrderFields = ({ order, onChange, children }: OrderFieldsProps) => (
  <div className="stills__row">
    <span className="stills__name">{texts.onTop}</span>
    <Segmented
      label={texts.onTop}
      value={order.onTop}
      options={tops.map((value) => ({ value, name: texts.tops[value] }))}
      onChange={(onTop) => onChange({ ...order, onTop })}
    />
    <label className="stills__option">
      <input
        type="checkbox"
        checked={order.numbers}
        onChange={(event) => onChange({ ...order, numbers: event.target.checked })}
      />
      {texts.numbers}
    </label>
    {children}
  </div>
);
