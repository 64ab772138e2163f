import { Check, ClipboardList, Copy, Download, Repeat2, RotateCcw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { framesShown, lastQuestion, type Trajectory } from '#common/domain/index.ts';
import { useReview } from '../app/state/context.tsx';
import { traceTexts as texts } from '../texts/trace.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { evidenceFrames } from './evidence.ts';
import { FrameChip, FrameText } from './frame-text.tsx';
import { fileNameOf, saveText } from './save-text.ts';
import { traceLines, traceText } from './trace-text.ts';

export type AnswerCardProps = {
  readonly trajectory: Trajectory;
  /** Left out where the engine cannot be asked. */
  readonly onAskAgain?: () => void;
  readonly onReplay?: () => void;
};

/** From this length on, and in several lines, an answer is read like a text. */
const longAnswer = 140;

/** The answer, set apart, with its evidence and with what the engine is and is not. */
export const AnswerCard = ({ trajectory, onAskAgain, onReplay }: AnswerCardProps) => {
  const frameCount = useReview((state) => state.clip?.frameCount ?? 0);
  const answer = trajectory.answer ?? '';
  const sent = new Set(framesShown(trajectory).map(({ index }) => index));
  const evidence = evidenceFrames(trajectory, frameCount);
  // Short lines stand beside each other: what they name stands below, as proposals.
  const isList = lastQuestion(trajectory).form.kind === 'spans' && answer.includes('\n');
  const isLong = answer.length > longAnswer || answer.includes('\n');
  const further = trajectory.steps.some(({ kind }) => kind === 'question');
  const save = () =>
    saveText(
      fileNameOf(`${trajectory.clipName} ${trajectory.question}`, 'jsonl'),
      traceLines(trajectory),
      'application/x-ndjson',
    );
  return (
    <section className="answer" aria-label={texts.answer}>
      <div className="answer__head">
        <h3 className="label">{further ? texts.answerTo(lastQuestion(trajectory).text) : texts.answer}</h3>
        <CopyButton icon={Copy} label={texts.copy} text={() => answer} />
        <CopyButton
          icon={ClipboardList}
          label={texts.copyTrace}
          text={() => traceText(trajectory, frameCount)}
        />
        <IconButton icon={Download} label={texts.saveTrace} onPress={save} />
        {onReplay && <IconButton icon={Repeat2} label={texts.replay} onPress={onReplay} />}
        {onAskAgain && <IconButton icon={RotateCcw} label={texts.askAgain} onPress={onAskAgain} />}
      </div>
      <p
        className={`answer__text selectable${isLong ? ' answer__text--long' : ''}${isList ? ' answer__text--list' : ''}`}
      >
        <FrameText text={answer} sent={sent} />
      </p>
      {evidence.length > 0 ? (
        <div className="answer__row">
          <span className="label">{texts.evidence}</span>
          <ul className="answer__evidence">
            {evidence.map((frame) => (
              <li key={frame}>
                <FrameChip frame={frame} />
              </li>
            ))}
          </ul>
        </div>
      ) : (
        <p className="label">{texts.noEvidence}</p>
      )}
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

/** What was answered before a further question or look; the last answer stands apart. */
export const EarlierAnswer = ({ text, sent }: { text: string; sent: ReadonlySet<number> }) => (
  <p className="answer__earlier selectable">
    <span className="label">{texts.earlierAnswer}</span> <FrameText text={text} sent={sent} />
  </p>
);

type CopyButtonProps = {
  readonly icon: typeof Copy;
  readonly label: string;
  readonly text: () => string;
};

const CopyButton = ({ icon, label, text }: CopyButtonProps) => {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1200);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <IconButton
      icon={copied ? Check : icon}
      label={copied ? texts.copied : label}
      onPress={() => void navigator.clipboard?.writeText(text()).then(() => setCopied(true))}
    />
  );
};
