import { memo, useMemo } from 'react';
import { type FrameRange, framesShown, type Step, type Trajectory } from '#common/domain/index.ts';
import { useApp } from '../app/state/context.tsx';
import { progressFraction, progressWords } from '../app/state/progress-words.ts';
import type { Run } from '../app/state/run.ts';
import { traceTexts as texts } from '../texts/trace.ts';
import { formatRange } from '../ui/format.ts';
import { Progress } from '../ui/progress.tsx';
import { AnswerCard, EarlierAnswer } from './answer-card.tsx';
import { framesSentBefore } from './evidence.ts';
import { FollowUp } from './follow-up.tsx';
import { FrameStrip } from './frame-strip.tsx';
import { Proposals } from './proposals.tsx';
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
  const replay = () => void stores.questions.getState().replay(run.key);
  const ended = !run.running && trajectory;
  return (
    <div className="run" data-status={run.running ? 'running' : (trajectory?.status ?? 'failed')}>
      {trajectory && <Steps trajectory={trajectory} runKey={run.key} running={run.running} />}
      {live && <LiveTurn live={live} sent={sent} />}
      {run.waitingLooks.map((look) => (
        <p key={`${look.start}-${look.end}`} className="look__line look__line--waiting">
          {texts.waitingLook(formatRange(look))}
        </p>
      ))}
      {run.running && <RunProgressLine run={run} />}
      {ended && trajectory.answer && (
        <AnswerCard trajectory={trajectory} onAskAgain={askAgain} onReplay={replay} />
      )}
      {!run.running && <Ending run={run} onAskAgain={askAgain} />}
      {trajectory && <Proposals trajectoryId={trajectory.id} />}
      {ended && trajectory.status === 'answered' && <FollowUp key={run.key} runKey={run.key} />}
    </div>
  );
};

type StepsProps = { readonly trajectory: Trajectory; readonly runKey: string; readonly running: boolean };

/** Drawn again with each step, not with each word of a reply. */
const Steps = memo(function Steps({ trajectory, runKey, running }: StepsProps) {
  const { stores } = useApp();
  const { steps } = trajectory;
  const lastTurn = steps.findLastIndex(({ kind }) => kind === 'turn');
  return steps.map((step, at) => {
    // Steps are only ever added at the end, so their place names them.
    const key = `${at}-${step.kind}`;
    if (step.kind === 'frames') {
      const turn = running ? undefined : turnOfLook(steps, at);
      const rerun = (range: FrameRange) => void stores.questions.getState().rerun(runKey, turn ?? 1, range);
      return (
        <FrameStrip
          key={key}
          step={step}
          clipId={trajectory.clipId}
          onLookInstead={turn === undefined ? undefined : rerun}
        />
      );
    }
    if (step.kind === 'turn') {
      const isEarlierAnswer =
        step.action?.kind === 'answer' && (running || at < lastTurn || trajectory.answer === null);
      return (
        <div key={key}>
          <TurnCard turn={step} trajectory={trajectory} />
          {isEarlierAnswer && step.action?.kind === 'answer' && (
            <EarlierAnswer text={step.action.text} sent={framesSentBefore(trajectory, step.turn)} />
          )}
        </div>
      );
    }
    if (step.kind === 'tool-result') return <ToolResult key={key} step={step} />;
    return step.kind === 'question' ? (
      <h3 key={key} className="run__question selectable">
        {step.text}
      </h3>
    ) : (
      <p key={key} className="run__notice label">
        {step.message}
      </p>
    );
  });
});

/** The turn that asked for the frames of a step; undefined for frames that no look of the model brought. */
function turnOfLook(steps: readonly Step[], at: number): number | undefined {
  const step = steps[at];
  if (step?.kind !== 'frames' || step.by !== 'model') return undefined;
  const asked = steps.slice(0, at).findLast((each) => each.kind === 'turn');
  return asked?.kind === 'turn' && asked.action?.kind === 'look' ? asked.turn : undefined;
}

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
