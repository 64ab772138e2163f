import { ChevronLeft, ChevronRight, Pause, Play } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useReview } from '../app/state/context.tsx';
import { parseFrameNumber } from '../app/state/frame-lookup.ts';
import { formatCount, formatTime } from '../ui/format.ts';
import { Hint } from '../ui/hint.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { viewerTexts as texts } from './texts.ts';

/** Frame number first and large, then time, then badges; always in the same place. */
export const FrameBar = () => {
  const clip = useReview((state) => state.clip);
  if (!clip) return <div className="frame-bar" />;
  return (
    <div className="frame-bar">
      <FrameNumber key={clip.id} frameCount={clip.frameCount} />
      <FrameTime />
      <Badges />
      <Transport />
    </div>
  );
};

const FrameNumber = ({ frameCount }: { frameCount: number }) => {
  const frame = useReview((state) => state.shown ?? state.target);
  const asked = useReview((state) => state.frameBoxAsked);
  const goTo = useReview((state) => state.goTo);
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

const FrameTime = () => {
  const time = useReview((state) => state.times?.timestampsSeconds[state.shown ?? state.target]);
  const text = time === undefined ? '––:––.–––' : formatTime(time);
  return (
    <Hint text={texts.copyTime}>
      <button
        type="button"
        className="frame-time"
        onClick={() => void navigator.clipboard?.writeText(text)}
        aria-label={`Time ${text}. ${texts.copyTime}`}
      >
        {text}
      </button>
    </Hint>
  );
};

const Badges = () => {
  const clip = useReview((state) => state.clip);
  const path = useReview((state) => state.decodePath);
  if (!clip) return null;
  const viaMain = path === 'main';
  return (
    <div className="badges">
      {clip.variableFrameRate && (
        <span className="badge badge--strong" title={texts.variableHelp}>
          {texts.variable}
        </span>
      )}
      <span
        className={`badge${viaMain ? ' badge--strong' : ''}`}
        title={viaMain ? texts.viaMainHelp : texts.codecHelp}
      >
        {viaMain ? texts.viaMain(clip.codec) : clip.codec}
      </span>
      <span className="badge badge--wide" title={texts.rateHelp}>
        {clip.width}×{clip.height} · {Number(clip.averageFrameRate.toFixed(2))} fps
      </span>
    </div>
  );
};

const Transport = () => {
  const playing = useReview((state) => state.playing);
  const speed = useReview((state) => state.speed);
  const direction = useReview((state) => state.direction);
  const togglePlay = useReview((state) => state.togglePlay);
  const step = useReview((state) => state.step);
  const words = speed >= 1 ? `${speed}×` : `1/${Math.round(1 / speed)}×`;
  return (
    <div className="transport">
      <span className="transport__speed" title={texts.speedHelp} data-changed={speed !== 1 || undefined}>
        {direction === -1 && playing ? '−' : ''}
        {words}
      </span>
      <IconButton icon={ChevronLeft} label={texts.stepBack} keyName="←" onPress={() => step(-1)} />
      <IconButton
        icon={playing ? Pause : Play}
        label={playing ? texts.pause : texts.play}
        keyName="Space"
        onPress={togglePlay}
      />
      <IconButton icon={ChevronRight} label={texts.stepForward} keyName="→" onPress={() => step(1)} />
    </div>
  );
};
