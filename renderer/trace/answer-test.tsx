import { useEffect, useRef } from 'react';
import { framesShown, type Trajectory } from '#common/domain/index.ts';
import { useApp } from '../app/state/context.tsx';
import { traceTexts as texts } from '../texts/trace.ts';
import { formatSeconds } from '../ui/format.ts';
import { Hint } from '../ui/hint.tsx';
import { AnswerTestRow } from './answer-test-row.tsx';
import { costOf } from './evidence.ts';
import { useVerdict } from './use-verdict.ts';
import { VerdictLine } from './verdict-badge.tsx';
import './answer-test.css';

/** As many questions more as there are ways to change the pictures. */
const testCount = 4;

/** Whether an answer depends on the video: asked again of changed pictures, and what came of each. */
export const AnswerTest = ({ tested }: { tested: Trajectory }) => {
  const { stores } = useApp();
  const { tests, verdict } = useVerdict(tested);
  const canTest = tested.status === 'answered' && framesShown(tested).length > 0;
  const isRunning = tests.some(({ running }) => running);
  const section = useInSight(isRunning);
  // What is not told of the answer is not told by its tests.
  if (tested.answer === null || (!canTest && tests.length === 0)) return null;
  const { seconds, tokens } = costOf(tested);
  const start = () => void stores.probes.getState().test(tested);
  return (
    <section ref={section} className="answer-test" aria-label={texts.test}>
      {verdict && !isRunning && <VerdictLine verdict={verdict} />}
      {tests.length > 0 && (
        <ul className="answer-test__rows">
          {tests.map((run) => (
            <AnswerTestRow
              key={run.key}
              run={run}
              reading={verdict?.readings.find(({ trajectoryId }) => trajectoryId === run.trajectory?.id)}
            />
          ))}
        </ul>
      )}
      {!isRunning && canTest && (
        <p className="answer-test__start">
          <Hint text={texts.testHelp}>
            <button type="button" className="link" onClick={start}>
              {tests.length > 0 ? texts.testAgain : texts.testAnswer}
            </button>
          </Hint>
          <span className="label">
            {texts.testCost(testCount, tokens * testCount, formatSeconds(seconds * testCount))}
          </span>
        </p>
      )}
    </section>
  );
};

/** What a person has just started, and what came of it, is brought before them. */
function useInSight(isRunning: boolean) {
  const section = useRef<HTMLElement>(null);
  const before = useRef(isRunning);
  useEffect(() => {
    if (before.current !== isRunning) section.current?.scrollIntoView({ block: 'nearest' });
    before.current = isRunning;
  }, [isRunning]);
  return section;
}
