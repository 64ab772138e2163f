import { mediaPaths } from '#common/contract/index.ts';
import type { FrameReference, FramesStep } from '#common/domain/index.ts';
import { useReview } from '../app/state/context.tsx';
import { traceTexts as texts } from '../texts/trace.ts';
import { formatRange } from '../ui/format.ts';

/** One line for a look, and the frames exactly as they were sent. */
export const FrameStrip = ({ step, clipId }: { step: FramesStep; clipId: string }) => {
  const mark = useReview((state) => state.mark);
  const { by, range, frames } = step;
  const words =
    by === 'start' ? texts.start(frames.length) : texts.lookedAt(by, formatRange(range), frames.length);
  return (
    <section className={`look look--${by}`} aria-label={words}>
      <p className="look__line" onPointerEnter={() => mark(range)} onPointerLeave={() => mark(null)}>
        <span>{words}</span>
        {frames[0] && <span className="look__size">{` · ${frames[0].width}×${frames[0].height}`}</span>}
      </p>
      <ul className="strip" aria-label={texts.showFrames} data-wide={isWide(frames[0]) || undefined}>
        {frames.map((frame) => (
          <li key={frame.index}>
            <StripFrame clipId={clipId} index={frame.index} width={frame.width} height={frame.height} />
          </li>
        ))}
      </ul>
    </section>
  );
};

const isWide = (frame: FrameReference | undefined): boolean =>
  frame !== undefined && frame.width > frame.height * 1.3;

type StripFrameProps = {
  readonly clipId: string;
  readonly index: number;
  readonly width: number;
  readonly height: number;
};

const StripFrame = ({ clipId, index, width, height }: StripFrameProps) => {
  const goTo = useReview((state) => state.goTo);
  const mark = useReview((state) => state.mark);
  const current = useReview((state) => state.shown === index);
  return (
    <button
      type="button"
      className="strip__frame"
      aria-label={texts.frame(index)}
      aria-current={current || undefined}
      data-frame={index}
      onClick={() => goTo(index)}
      onPointerEnter={() => mark({ start: index, end: index })}
      onPointerLeave={() => mark(null)}
    >
      <img
        src={mediaPaths.frame(clipId, index, 'jpg', { width, height })}
        alt=""
        loading="lazy"
        draggable={false}
        style={{ aspectRatio: `${width} / ${height}` }}
      />
      <span>{index}</span>
    </button>
  );
};
