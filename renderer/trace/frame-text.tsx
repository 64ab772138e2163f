import { useReview } from '../app/state/context.tsx';
import { segmentText } from '../app/state/named-frames.ts';
import { traceTexts as texts } from '../texts/trace.ts';
import { formatRange } from '../ui/format.ts';
import { Hint } from '../ui/hint.tsx';

export type FrameTextProps = {
  readonly text: string;
  /** Frames the engine had been sent when it wrote this. */
  readonly sent: ReadonlySet<number>;
  /** Reasons why a named frame is no evidence. */
  readonly unsentReasons?: ReadonlyMap<number, string> | undefined;
  /** While the text is still being written nothing is judged yet. */
  readonly judge?: boolean;
};

/** A text whose frame numbers are chips that jump the viewer. */
export const FrameText = ({ text, sent, unsentReasons, judge = true }: FrameTextProps) => {
  const frameCount = useReview((state) => state.clip?.frameCount ?? 0);
  const segments = segmentText(text, frameCount);
  return segments.map((segment, at) => {
    // The position is the identity here: a text only grows at its end.
    const key = `${at}-${segment.text}`;
    if (segment.kind === 'text') {
      const shown = at === 0 ? segment.text : segment.text.slice(leadingMarks(segment.text).length);
      return <span key={key}>{shown}</span>;
    }
    const reason = judge ? unsentReasons?.get(segment.frame) : undefined;
    const next = segments[at + 1];
    return (
      <span key={key} className="chip-and-marks">
        <FrameChip frame={segment.frame} sent={sent.has(segment.frame)} reason={reason} />
        {next?.kind === 'text' && leadingMarks(next.text)}
      </span>
    );
  });
};

/** Punctuation that must not be left alone on the next line. */
const leadingMarks = (text: string): string => /^[.,;:!?)\]–-]+/.exec(text)?.[0] ?? '';

export type FrameChipProps = {
  readonly frame: number;
  /** The last frame of a range that begins at `frame`. */
  readonly until?: number;
  readonly sent?: boolean;
  /** Why this frame is no evidence. */
  readonly reason?: string | undefined;
};

/** A frame or range that jumps the viewer to its start; a claim about a frame that was not sent says so. */
export const FrameChip = ({ frame, until = frame, sent = true, reason }: FrameChipProps) => {
  const goTo = useReview((state) => state.goTo);
  const mark = useReview((state) => state.mark);
  const range = { start: frame, end: until };
  const isRange = until > frame;
  const name = isRange ? texts.frames(formatRange(range)) : texts.frame(frame);
  const chip = (
    <button
      type="button"
      className={`chip${reason ? ' chip--unsent' : sent ? '' : ' chip--named'}`}
      aria-label={reason ? texts.frameNamed(frame) : name}
      data-frame={frame}
      onClick={() => goTo(frame)}
      onPointerEnter={() => mark(range)}
      onPointerLeave={() => mark(null)}
    >
      {isRange ? `${frame}–${until}` : frame}
    </button>
  );
  return reason ? <Hint text={reason}>{chip}</Hint> : chip;
};
