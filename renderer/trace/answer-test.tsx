import { framesShown, type Trajectory } from '#common/domain/index.ts';
import { useApp } from '../app/state/context.tsx';
import { traceTexts as texts } from '../texts/trace.ts';
import { formatSeconds } from '../ui/format.ts';
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
  // What is not told of the answer is not told by its tests.
  if (tested.answer === null || (!canTest && tests.length === 0)) return null;
  const isRunning = tests.some(({ running }) => running);
  const { seconds, tokens } = costOf(tested);
  const start = () => void stores.probes.getState().test(tested);
  return (
    <section className="answer-test" aria-label={texts.test}>
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
          <button type="button" className="link" onClick={start}>
            {tests.length > 0 ? texts.testAgain : texts.testAnswer}
          </button>
          <span className="label">
            {texts.testCost(testCount, tokens * testCount, formatSeconds(seconds * testCount))}
          </span>
        </p>
      )}
    </section>
  );
};
