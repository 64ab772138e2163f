import type { Trajectory } from '#common/domain/index.ts';
import type { Run } from '../app/state/run.ts';
import { useIsVeiled } from '../app/state/veiled.ts';
import { agreementTexts } from '../texts/agreement.ts';
import { modeNames, traceTexts as texts } from '../texts/trace.ts';
import { formatSeconds, plural } from '../ui/format.ts';
import { costOf, sameAnswer } from './evidence.ts';
import { RunView, type RunViewProps } from './run-view.tsx';

type ComparisonProps = Pick<RunViewProps, 'disagreements'> & { readonly left: Run; readonly right: Run };

/** Passive beside iterative on the same question (DeepSport Fig. 3), the difference between them. */
export const Comparison = ({ left, right, disagreements }: ComparisonProps) => (
  <div className="comparison">
    {[left, right].map((run) => (
      <h3 key={run.key} className="comparison__mode">
        {modeNames[run.request.mode]}
      </h3>
    ))}
    {[left, right].map((run) => (
      <section key={run.key} className="comparison__column" aria-label={modeNames[run.request.mode]}>
        <RunView run={run} disagreements={disagreements} />
      </section>
    ))}
  </div>
);

/** The two ends beside each other: what each answered and what it cost. */
export const Difference = ({ left, right }: { left: Trajectory | null; right: Trajectory | null }) => {
  const both = left?.answer && right?.answer ? sameAnswer(left.answer, right.answer) : undefined;
  return (
    <section className="difference" aria-label={texts.difference}>
      <Side mode={modeNames.passive} trajectory={left} />
      <p className={`difference__middle${both === false ? ' difference__middle--differs' : ''}`}>
        <span aria-hidden="true">{both === undefined ? '…' : both ? '=' : '≠'}</span>
        <span className="label">
          {both === undefined ? texts.difference : both ? texts.same : texts.different}
        </span>
      </p>
      <Side mode={modeNames.iterative} trajectory={right} />
    </section>
  );
};

const Side = ({ mode, trajectory }: { mode: string; trajectory: Trajectory | null }) => {
  const veiled = useIsVeiled(trajectory);
  if (!trajectory) return <p className="difference__side label">{texts.waiting}</p>;
  if (veiled) {
    return (
      <p className="difference__side label">
        {mode} · {agreementTexts.veiledAnswer}
      </p>
    );
  }
  const { seconds, frames, looks } = costOf(trajectory);
  return (
    <div className="difference__side">
      <p className="difference__answer">{trajectory.answer ?? '–'}</p>
      <p className="label">
        {mode} · {plural(frames, 'frame')} · {plural(looks, 'look')} · {formatSeconds(seconds)}
      </p>
    </div>
  );
};
