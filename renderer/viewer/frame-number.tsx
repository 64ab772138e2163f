import { useEffect, useRef, useState } from 'react';
import { parseFrameNumber } from '../app/state/frame-lookup.ts';
import { viewerTexts as texts } from '../texts/viewer.ts';
import { formatCount, formatTime } from '../ui/format.ts';
import { Hint } from '../ui/hint.tsx';
import { usePaneReview } from './pane.tsx';

/** The number of the frame on the screen: copied by a click, typed after G. */
export const FrameNumber = ({ frameCount }: { frameCount: number }) => {
  const frame = usePaneReview((state) => state.shown ?? state.target);
  const asked = usePaneReview((state) => state.frameBoxAsked);
  const goTo = usePaneReview((state) => state.goTo);
  const [typing, setTyping] = useState(false);
  const [copied, setCopied] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const seen = useRef(asked);

  useEffect(() => {
    if (asked === seen.current) return;
    seen.current = asked;
    setTyping(true);
  }, [asked]);
  useEffect(() => {
    if (typing) input.current?.select();
  }, [typing]);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1200);
    return () => clearTimeout(timer);
  }, [copied]);

  if (typing) {
    const last = formatCount(frameCount - 1);
    return (
      <form
        className="frame-number"
        onSubmit={(event) => {
          event.preventDefault();
          const wanted = parseFrameNumber(input.current?.value ?? '', frameCount);
          if (wanted === undefined) return input.current?.setAttribute('aria-invalid', 'true');
          goTo(wanted);
          setTyping(false);
        }}
      >
        <input
          ref={input}
          className="frame-number__box"
          aria-label={texts.frameBox}
          title={texts.frameBoxHelp(last)}
          inputMode="numeric"
          defaultValue={frame}
          onBlur={() => setTyping(false)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setTyping(false);
          }}
        />
        <span className="frame-number__of"> / {formatCount(frameCount)}</span>
      </form>
    );
  }
  return (
    <Hint text={copied ? texts.copied : texts.copyFrame} keyName="G to type">
      <button
        type="button"
        className="frame-number"
        aria-description={texts.copyFrame}
        onClick={() => {
          void navigator.clipboard?.writeText(String(frame)).then(() => setCopied(true));
        }}
        onDoubleClick={() => setTyping(true)}
      >
        <span className="visually-hidden">{texts.frameWord} </span>
        <span className="frame-number__now" data-testid="frame-number">
          {formatCount(frame)}
        </span>
        <span className="frame-number__of"> / {formatCount(frameCount)}</span>
      </button>
    </Hint>
  );
};

/** Its time, in real seconds. */
export const FrameTime = () => {
  const time = usePaneReview((state) => state.times?.timestampsSeconds[state.shown ?? state.target]);
  const text = time === undefined ? '––:––.–––' : formatTime(time);
  return (
    <Hint text={texts.copyTime}>
      <button
        type="button"
        className="frame-time"
        onClick={() => void navigator.clipboard?.writeText(text)}
        aria-label={texts.time(text)}
      >
        {text}
      </button>
    </Hint>
  );
};
