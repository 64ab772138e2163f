import { memo } from 'react';
import type { FrameRange, Step, Trajectory } from '#common/domain/index.ts';
import { useApp } from '../app/state/context.tsx';
import { agreementTexts } from '../texts/agreement.ts';
import { EarlierAnswer } from './answer-card.tsx';
import { framesSentBefore } from './evidence.ts';
import { FrameStrip } from './frame-strip.tsx';
import { revealTime } from './reveal-time.ts';
import { ToolResult } from './tool-result.tsx';
import { TurnCard } from './turn-card.tsx';

export type StepsProps = {
  readonly trajectory: Trajectory;
  /** Where looks can be chosen anew. */
  readonly runKey?: string;
  readonly running: boolean;
};

/** Drawn again with each step, not with each word of a reply. */
export const Steps = memo(function Steps({ trajectory, runKey, running }: StepsProps) {
  const { stores } = useApp();
  const { steps } = trajectory;
  const lastTurn = steps.findLastIndex(({ kind }) => kind === 'turn');
  return steps.map((step, at) => {
    // Steps are only ever added at the end, so their place names them.
    const key = `${at}-${step.kind}`;
    if (step.kind === 'frames') {
      const turn = running || runKey === undefined ? undefined : turnOfLook(steps, at);
      const rerun = (range: FrameRange) =>
        void stores.questions.getState().rerun(runKey ?? '', turn ?? 1, range);
      return (
        <FrameStrip
          key={key}
          step={step}
          clipId={trajectory.clipId}
          change={trajectory.probe?.change}
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
    if (step.kind === 'question') {
      return (
        <h3 key={key} className="run__question selectable">
          {step.text}
        </h3>
      );
    }
    if (step.kind !== 'notice') return null;
    return (
      <p key={key} className="run__notice label">
        {step.revealedAt ? agreementTexts.revealedAt(revealTime(step.revealedAt)) : step.message}
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
