import { type ReactNode, useId, useState } from 'react';
import {
  frameRangeLength,
  type ProjectEvent,
  type RecordChange,
  setEventRange,
} from '#common/domain/index.ts';
import { useApp, useRecord, useReview } from '../app/state/context.tsx';
import { eventsTexts } from '../texts/events.ts';
import { formatCount, formatSeconds } from '../ui/format.ts';

const texts = eventsTexts.details;
const { edits } = eventsTexts;

export type Edit = (title: string, changes: readonly RecordChange[]) => void;

/** A field under its name. */
export const Row = ({ label, field }: { label: string; field: (id: string) => ReactNode }) => {
  const id = useId();
  return (
    <div className="event-details__row">
      <label className="label" htmlFor={id}>
        {label}
      </label>
      {field(id)}
    </div>
  );
};

/** The first and last frame of an event as numbers. */
export const RangeFields = ({ event, edit }: { readonly event: ProjectEvent; readonly edit: Edit }) => {
  const { stores } = useApp();
  const clip = useReview((state) => state.clip);
  const times = useReview((state) => state.times?.timestampsSeconds);
  const code = useRecord((state) => state.items.code.get(event.codeId)?.name ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const { range } = event;
  const frameCount = clip?.frameCount ?? range.end + 1;
  const put = (edge: 'start' | 'end', words: string): boolean => {
    const frame = Number(words.replace(/\s/g, ''));
    const next = { ...range, [edge]: frame };
    const outside = !Number.isInteger(frame) || frame < 0 || frame >= frameCount;
    const reason = outside
      ? texts.outside(formatCount(frameCount - 1))
      : next.start > next.end
        ? texts.reversed
        : null;
    setProblem(reason);
    if (reason !== null) return false;
    edit(edits.trim(code), setEventRange(stores.record.getState().items, event.id, next, frameCount));
    stores.review.getState().goTo(frame);
    return true;
  };
  const from = times?.[range.start];
  const to = times?.[range.end + 1] ?? (clip ? clip.durationSeconds + (times?.[0] ?? 0) : undefined);
  return (
    <>
      <div className="event-details__range">
        {(['start', 'end'] as const).map((edge) => (
          <Row
            key={edge}
            label={texts[edge]}
            field={(id) => <FrameField id={id} value={range[edge]} onPut={(words) => put(edge, words)} />}
          />
        ))}
        <span className="event-details__length">
          {texts.length(
            frameRangeLength(range),
            from === undefined || to === undefined ? '' : formatSeconds(Math.max(0, to - from)),
          )}
        </span>
      </div>
      {problem && (
        <p className="event-details__problem" role="alert">
          {problem}
        </p>
      )}
    </>
  );
};

type FrameFieldProps = {
  readonly id: string;
  readonly value: number;
  readonly onPut: (words: string) => boolean;
};

const FrameField = ({ id, value, onPut }: FrameFieldProps) => {
  const [draft, setDraft] = useState<string | null>(null);
  const keep = () => {
    if (draft === null || draft === String(value) || onPut(draft)) setDraft(null);
  };
  return (
    <input
      id={id}
      className="field"
      inputMode="numeric"
      value={draft ?? value}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => event.code === 'Enter' && keep()}
    />
  );
};
