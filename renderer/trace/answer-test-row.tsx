import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { type ProbeReading, probeWords } from '#common/domain/index.ts';
import { useApp } from '../app/state/context.tsx';
import type { ProbeRun } from '../app/state/probes-store.ts';
import { progressFraction, progressWords } from '../app/state/progress-words.ts';
import { traceTexts as texts } from '../texts/trace.ts';
import { Progress } from '../ui/progress.tsx';
import { Steps } from './steps.tsx';

export type AnswerTestRowProps = {
  readonly run: ProbeRun;
  /** Undefined until it has an answer, and where it was of an earlier answer. */
  readonly reading: ProbeReading | undefined;
};

/** One way of changing the pictures: how far it is, then what was answered and the trace of it. */
export const AnswerTestRow = ({ run, reading }: AnswerTestRowProps) => {
  const { stores } = useApp();
  const [open, setOpen] = useState(false);
  const { probe, progress, running, trajectory, problem } = run;
  const name = probeWords.changes[probe.change];
  if (running) {
    const words = progress ? progressWords(progress) : trajectory ? texts.thinking : texts.waiting;
    return (
      <li>
        <Progress
          words={`${name}: ${words}`}
          fraction={progress ? progressFraction(progress) : null}
          onCancel={() => stores.probes.getState().cancel(run.key)}
        />
      </li>
    );
  }
  const failure = problem ?? trajectory?.failure;
  const isAnswered = trajectory?.status === 'answered';
  const isOdd = reading?.isExpected === false;
  const otherwise = isAnswered ? texts.ofEarlierAnswer : (failure?.message ?? texts.statuses.cancelled);
  return (
    <li>
      <details className="answer-test__row" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span className="answer-test__name">{name}</span>
          <span className="answer-test__answer">{isAnswered ? trajectory.answer : otherwise}</span>
          {reading && (
            <span className="label answer-test__outcome" title={isOdd ? probeWords.unexpected : undefined}>
              {isOdd && <TriangleAlert size={12} aria-hidden />} {probeWords.outcomes[reading.outcome]}
              {isOdd && <span className="visually-hidden">, {probeWords.unexpected}</span>}
            </span>
          )}
          {isAnswered && !reading && <span className="label">{otherwise}</span>}
        </summary>
        {open && trajectory && (
          <div className="answer-test__trace">
            <p className="label">{texts.changedHelp[probe.change]}</p>
            <Steps trajectory={trajectory} running={false} />
          </div>
        )}
      </details>
    </li>
  );
};
