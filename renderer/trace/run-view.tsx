import { useMemo } from 'react';
import { framesShown, type Step } from '#common/domain/index.ts';
import { useApp } from '../app/state/context.tsx';
import { progressFraction, progressWords } from '../app/state/progress-words.ts';
import type { Run } from '../app/state/run.ts';
import { traceTexts as texts } from '../texts/trace.ts';
import { formatRange } from '../ui/format.ts';
import { Progress } from '../ui/progress.tsx';
import { AnswerCard } from './answer-card.tsx';
import { FrameStrip } from './frame-strip.tsx';
import { ToolResult } from './tool-result.tsx';
import { LiveTurn, TurnCard } from './turn-card.tsx';

/** A question's life from the first frames to the answer, as it happens. */
export const RunView = ({ run }: { run: Run }) => {
  const { stores } = useApp();
  const { trajectory, live } = run;
  const sent = useMemo(
    () => new Set(trajectory ? framesShown(trajectory).map(({ index }) => index) : []),
    [trajectory],
  );
  const askAgain = () => void stores.questions.getState().askAgain(run.key);
  return (
    <div className="run" data-status={run.running ? 'running' : (trajectory?.status ?? 'failed')}>
      {trajectory &&
        numbered(trajectory.steps).map(({ step, key }) => <StepView key={key} step={step} run={run} />)}
      {live && <LiveTurn live={live} sent={sent} />}
      {run.waitingLooks.map((look) => (
        <p key={`${look.start}-${look.end}`} className="look__line look__line--waiting">
          {texts.waitingLook(formatRange(look))}
        </p>
      ))}
      {run.running && <RunProgressLine run={run} />}
      {!run.running && trajectory?.answer && <AnswerCard trajectory={trajectory} onAskAgain={askAgain} />}
      {!run.running && <Ending run={run} onAskAgain={askAgain} />}
    </div>
  );
};

/** Steps are only ever added at the end, so their place names them. */
const numbered = (steps: readonly Step[]) => steps.map((step, at) => ({ step, key: `${at}-${step.kind}` }));

const StepView = ({ step, run }: { step: Step; run: Run }) => {
  if (!run.trajectory) return null;
  if (step.kind === 'frames') return <FrameStrip step={step} clipId={run.trajectory.clipId} />;
  if (step.kind === 'turn') return <TurnCard turn={step} trajectory={run.trajectory} />;
  if (step.kind === 'tool-result') return <ToolResult step={step} />;
  if (step.kind === 'question') return <h3 className="run__question">{step.text}</h3>;
  return <p className="run__notice label">{step.message}</p>;
};

const RunProgressLine = ({ run }: { run: Run }) => {
  const { stores } = useApp();
  const cancel = () => stores.questions.getState().cancel(run.key);
  const waiting = run.trajectory ? texts.thinking : texts.waiting;
  const words = run.progress ? progressWords(run.progress) : run.live?.raw ? null : waiting;
  return (
    <Progress
      words={words ?? texts.thinking}
      quiet={words === null}
      fraction={run.progress ? progressFraction(run.progress) : null}
      onCancel={cancel}
    />
  );
};

/** Why there is no answer, and the way on. */
const Ending = ({ run, onAskAgain }: { run: Run; onAskAgain: () => void }) => {
  const { trajectory, problem } = run;
  const failure = problem ?? trajectory?.failure ?? null;
  const cancelled = trajectory?.status === 'cancelled' || (!trajectory && !problem);
  if (!failure && !cancelled && trajectory?.answer) return null;
  const words = cancelled ? texts.cancelled : (failure?.message ?? texts.noAnswer);
  return (
    <div className={`ending${cancelled ? '' : ' ending--failed'}`} role={cancelled ? 'status' : 'alert'}>
      <p className="selectable">{words}</p>
      <button type="button" className="button" onClick={onAskAgain}>
        {texts.askAgain}
      </button>
    </div>
  );
};
