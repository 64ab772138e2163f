import { useState } from 'react';
import { mediaPaths } from '#common/contract/index.ts';
import type { FrameRange, FrameReference, FramesStep, ProbeKind } from '#common/domain/index.ts';
import { useReview } from '../app/state/context.tsx';
import { traceTexts as texts } from '../texts/trace.ts';
import { formatRange, formatTime } from '../ui/format.ts';
import { Hint } from '../ui/hint.tsx';
import { LookChange } from './look-change.tsx';

export type FrameStripProps = {
  readonly step: FramesStep;
  readonly clipId: string;
  /** How the pictures were changed before they were sent; undefined where they were not. */
  readonly change?: ProbeKind | undefined;
  /** Where the look can be chosen anew: answers from another range in its place. */
  readonly onLookInstead?: ((range: FrameRange) => void) | undefined;
};

/** One line for a look, and the frames exactly as they were sent. */
export const FrameStrip = ({ step, clipId, change, onLookInstead }: FrameStripProps) => {
  const mark = useReview((state) => state.mark);
  const [changing, setChanging] = useState(false);
  const { by, range, frames } = step;
  const words =
    by === 'start' ? texts.start(frames.length) : texts.lookedAt(by, formatRange(range), frames.length);
  return (
    <section className={`look look--${by}`} aria-label={words}>
      <p className="look__line" onPointerEnter={() => mark(range)} onPointerLeave={() => mark(null)}>
        <span>{words}</span>
        {frames[0] && <span className="look__size">{` · ${sizeOf(frames[0])}`}</span>}
        {onLookInstead && !changing && (
          <button
            type="button"
            className="look__change"
            aria-label={texts.changeLookOf(formatRange(range))}
            onClick={() => setChanging(true)}
          >
            {texts.changeLook}
          </button>
        )}
      </p>
      {onLookInstead && changing && (
        <LookChange
          range={range}
          onLeave={() => setChanging(false)}
          onLook={(instead) => {
            setChanging(false);
            onLookInstead(instead);
          }}
        />
      )}
      <ul className="strip" aria-label={texts.showFrames} data-wide={isWide(frames[0]) || undefined}>
        {frames.map((frame) => (
          <li key={frame.index}>
            <StripFrame clipId={clipId} frame={frame} change={change} />
          </li>
        ))}
      </ul>
    </section>
  );
};

const sizeOf = ({ width, height }: FrameReference): string => `${width}×${height}`;

const isWide = (frame: FrameReference | undefined): boolean =>
  frame !== undefined && frame.width > frame.height * 1.3;

type StripFrameProps = {
  readonly clipId: string;
  readonly frame: FrameReference;
  readonly change: ProbeKind | undefined;
};

const StripFrame = ({ clipId, frame, change }: StripFrameProps) => {
  const goTo = useReview((state) => state.goTo);
  const mark = useReview((state) => state.mark);
  const { index, width, height, picture = index } = frame;
  const current = useReview((state) => state.shown === index);
  const aspectRatio = `${width} / ${height}`;
  const changed = change && texts.sentAs(change, picture);
  const sent = texts.sent(formatTime(frame.timeSeconds), sizeOf(frame), frame.sha256);
  return (
    <Hint text={changed ? `${changed} · ${sent}` : sent}>
      <button
        type="button"
        className="strip__frame"
        aria-label={changed ? `${texts.frame(index)}, ${changed}` : texts.frame(index)}
        aria-current={current || undefined}
        data-frame={index}
        onClick={() => goTo(index)}
        onPointerEnter={() => mark({ start: index, end: index })}
        onPointerLeave={() => mark(null)}
      >
        {change === 'blank' ? (
          <span className="strip__blank" style={{ aspectRatio }} />
        ) : (
          <img
            src={mediaPaths.frame(clipId, picture, 'jpg', { width, height })}
            alt=""
            loading="lazy"
            draggable={false}
            data-mirrored={change === 'mirrored' || undefined}
            style={{ aspectRatio }}
          />
        )}
        <span>{index}</span>
        {picture !== index && <span>{texts.isFrame(picture)}</span>}
      </button>
    </Hint>
  );
};
