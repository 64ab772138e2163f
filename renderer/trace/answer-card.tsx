import { Check, Copy, RotateCcw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { framesShown, type Trajectory } from '#common/domain/index.ts';
import { useReview } from '../app/state/context.tsx';
import { traceTexts as texts } from '../texts/trace.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { evidenceFrames } from './evidence.ts';
import { FrameChip, FrameText } from './frame-text.tsx';

export type AnswerCardProps = { readonly trajectory: Trajectory; readonly onAskAgain: () => void };

/** From this length on an answer is read like a text. */
const longAnswer = 140;

/** The answer, set apart, with its evidence and with what the engine is and is not. */
export const AnswerCard = ({ trajectory, onAskAgain }: AnswerCardProps) => {
  const frameCount = useReview((state) => state.clip?.frameCount ?? 0);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1200);
    return () => clearTimeout(timer);
  }, [copied]);

  const answer = trajectory.answer ?? '';
  const sent = new Set(framesShown(trajectory).map(({ index }) => index));
  const evidence = evidenceFrames(trajectory, frameCount);
  return (
    <section className="answer" aria-label={texts.answer}>
      <h3 className="label">{texts.answer}</h3>
      <p className={`answer__text selectable${answer.length > longAnswer ? ' answer__text--long' : ''}`}>
        <FrameText text={answer} sent={sent} />
      </p>
      <div className="answer__row">
        {evidence.length > 0 ? (
          <>
            <span className="label">{texts.evidence}</span>
            <ul className="answer__evidence">
              {evidence.map((frame) => (
                <li key={frame}>
                  <FrameChip frame={frame} />
                </li>
              ))}
            </ul>
          </>
        ) : (
          <span className="label">{texts.noEvidence}</span>
        )}
        <div className="answer__actions">
          <IconButton
            icon={copied ? Check : Copy}
            label={copied ? texts.copied : texts.copy}
            onPress={() => void navigator.clipboard?.writeText(answer).then(() => setCopied(true))}
          />
          <IconButton icon={RotateCcw} label={texts.askAgain} onPress={onAskAgain} />
        </div>
      </div>
      {trajectory.formatValid === false && <p className="turn__warning">{texts.formatBroken}</p>}
      <p className="answer__limits">
        <strong>
          {trajectory.engine.name} · {trajectory.engine.device}
        </strong>{' '}
        {trajectory.engine.summary}
      </p>
    </section>
  );
};
