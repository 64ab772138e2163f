import { useState } from 'react';
import type { FrameRange } from '#common/domain/index.ts';
import { useReview } from '../app/state/context.tsx';
import { traceTexts as texts } from '../texts/trace.ts';
import { entryOfRange, rangeOfEntry } from './range-entry.ts';
import { RangeFields } from './range-fields.tsx';

export type LookChangeProps = {
  readonly range: FrameRange;
  readonly onLook: (range: FrameRange) => void;
  readonly onLeave: () => void;
};

/** Another range in the place of a look of the model's. */
export const LookChange = ({ range, onLook, onLeave }: LookChangeProps) => {
  const frameCount = useReview((state) => state.clip?.frameCount ?? 0);
  const [entry, setEntry] = useState(entryOfRange(range));
  const entered = rangeOfEntry(entry, frameCount);
  const isNew = entered && (entered.start !== range.start || entered.end !== range.end);
  return (
    <form
      className="look-change"
      onSubmit={(event) => {
        event.preventDefault();
        if (entered && isNew) onLook(entered);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onLeave();
      }}
    >
      <RangeFields entry={entry} onChange={setEntry} autoFocus />
      <span className="look-change__ends">
        <button type="submit" className="button button--person" disabled={!isNew}>
          {texts.lookInstead}
        </button>
        <button type="button" className="button button--plain" onClick={onLeave}>
          {texts.leave}
        </button>
      </span>
      <p className={entered ? 'label' : 'turn__warning'}>
        {entered ? texts.changeLookHelp : texts.badRange(Math.max(0, frameCount - 1))}
      </p>
    </form>
  );
};
