import type { FrameRange } from '#common/domain/index.ts';
import { useReview } from '../app/state/context.tsx';
import { traceTexts as texts } from '../texts/trace.ts';
import { formatRange } from '../ui/format.ts';
import type { RangeEntry } from './range-entry.ts';
import { entryOfRange } from './range-entry.ts';

export type RangeFieldsProps = {
  readonly entry: RangeEntry;
  readonly onChange: (entry: RangeEntry) => void;
  /** The field that has the focus first. */
  readonly autoFocus?: boolean;
};

/** Two frame numbers to be typed; the present selection is offered. */
export const RangeFields = ({ entry, onChange, autoFocus = false }: RangeFieldsProps) => {
  const selection = useReview((state) => state.selection);
  const goTo = useReview((state) => state.goTo);
  const field = (name: keyof RangeEntry, label: string) => (
    <input
      className="field range-fields__frame"
      aria-label={label}
      title={label}
      inputMode="numeric"
      size={6}
      // biome-ignore lint/a11y/noAutofocus: the fields were asked for by a key or a button
      autoFocus={autoFocus && name === 'first'}
      value={entry[name]}
      onFocus={(event) => event.currentTarget.select()}
      onChange={({ target }) => {
        onChange({ ...entry, [name]: target.value });
        const frame = Number(target.value);
        if (target.value.trim() !== '' && Number.isInteger(frame) && frame >= 0) goTo(frame);
      }}
    />
  );
  return (
    <span className="range-fields">
      {field('first', texts.firstFrame)}
      <span aria-hidden="true">–</span>
      {field('last', texts.lastFrame)}
      {selection && !isEntryOf(entry, selection) && (
        <button
          type="button"
          className="button button--plain range-fields__take"
          onClick={() => onChange(entryOfRange(selection))}
        >
          {texts.takeSelection(formatRange(selection))}
        </button>
      )}
    </span>
  );
};

const isEntryOf = (entry: RangeEntry, range: FrameRange): boolean =>
  entry.first === String(range.start) && entry.last === String(range.end);
