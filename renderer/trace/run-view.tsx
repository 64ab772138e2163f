import { type ComponentType, useMemo } from 'react';
import { framesShown, isOtherAgent, type Trajectory } from '#common/domain/index.ts';
import { useApp } from '../app/state/context.tsx';
import { progressFraction, progressWords } from '../app/state/progress-words.ts';
import type { Run } from '../app/state/run.ts';
import { useIsVeiled } from '../app/state/veiled.ts';
import { traceTexts as texts } from '../texts/trace.ts';
import { formatRange } from '../ui/format.ts';
import { Progress } from '../ui/progress.tsx';
import { AnswerCard } from './answer-card.tsx';
import { AnswerTest } from './answer-test.tsx';
import { FollowUp } from './follow-up.tsx';
import { Proposals } from './proposals.tsx';
import { Steps } from './steps.tsx';
import { LiveTurn } from './turn-card.tsx';
import { VeiledRun } from './veiled-run.tsx';

export type RunViewProps = {
  readonly run: Run;
  /** What the person had marked beside what the answer names, where it was asked blind. */
  readonly disagreements?: ComponentType<{ trajectory: Trajectory }> | undefined;
};

/** A question's life from the first frames to the answer, as it happens; veiled while it is blind. */
export const RunView = ({ run, disagreements }: RunViewProps) => {
  const veiled = useIsVeiled(run.trajectory);
  if (run.trajectory && veiled) return <VeiledRun run={run} trajectory={run.trajectory} />;
  return <OpenRun run={run} disagreements={disagreements} />;
};

const OpenRun = ({ run, disagreements: Disagreements }: RunViewProps) => {
  const { stores } = useApp();
  const { trajectory, live } = run;
  const sent = useMemo(
    () => new Set(trajectory ? framesShown(trajectory).map(({ index }) => index) : []),
    [trajectory],
  );
  const askAgain = () => void stores.questions.getState().askAgain(run.key);
  const replay = () => void stores.questions.getState().replay(run.key);
  const ended = !run.running && trajectory;
  // An agent that proposes over MCP asks us; it cannot be asked anything.
  const askable = trajectory !== null && !isOtherAgent(trajectory.engine);
  return (
    <div className="run" data-status={run.running ? 'running' : (trajectory?.status ?? 'failed')}>
      {trajectory && (
        <Steps trajectory={trajectory} {...(askable && { runKey: run.key })} running={run.running} />
      )}
      {live && <LiveTurn live={live} sent={sent} />}
      {run.waitingLooks.map((look) => (
        <p key={`${look.start}-${look.end}`} className="look__line look__line--waiting">
          {texts.waitingLook(formatRange(look))}
        </p>
      ))}
      {run.running && <RunProgressLine run={run} />}
      {ended && trajectory.answer && (
        <AnswerCard trajectory={trajectory} {...(askable && { onAskAgain: askAgain, onReplay: replay })} />
      )}
      {!run.running && <Ending run={run} onAskAgain={askAgain} />}
      {ended && trajectory.blind && Disagreements && <Disagreements trajectory={trajectory} />}
      {ended && askable && <AnswerTest tested={trajectory} />}
      {trajectory && <Proposals trajectoryId={trajectory.id} />}
      {ended && askable && trajectory.status === 'answered' && <FollowUp key={run.key} runKey={run.key} />}
    </div>
  );
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
