import { useEffect, useRef } from 'react';
import { useQuestions, useReview } from '../app/state/context.tsx';
import type { Run } from '../app/state/run.ts';
import { traceTexts as texts } from '../texts/trace.ts';
import { Comparison, Difference } from './comparison.tsx';
import { History } from './history.tsx';
import { QuestionForm } from './question-form.tsx';
import { QueueLines } from './queue-lines.tsx';
import { RunHead } from './run-head.tsx';
import { RunView, type RunViewProps } from './run-view.tsx';
import './trace.css';
import './answer.css';
import './ask.css';

/** The question, and how the model thinks with the video. */
export const Trace = ({ disagreements }: Pick<RunViewProps, 'disagreements'>) => {
  const runs = useQuestions((state) => state.runs);
  const keys = useQuestions((state) => state.shown);
  const hasClip = useReview((state) => state.clip !== null);
  const shown = keys.flatMap((key) => runs.find((run) => run.key === key) ?? []);
  const scroller = useStickToEnd(shown);
  const [first, second] = shown;
  return (
    <section className="trace" aria-label={texts.trace}>
      <QuestionForm />
      {first && <RunHead run={first} isCompared={second !== undefined} />}
      {first && second && <Difference left={first.trajectory} right={second.trajectory} />}
      <section ref={scroller} className="trace__scroll" aria-label={texts.thread}>
        {first && second && <Comparison left={first} right={second} disagreements={disagreements} />}
        {first && !second && <RunView key={first.key} run={first} disagreements={disagreements} />}
        {!first && <p className="trace__empty">{hasClip ? texts.emptyWithClip : texts.emptyNoClip}</p>}
      </section>
      <QueueLines />
      <History />
    </section>
  );
};

/** Left free above an answer, in pixels. */
const answerMargin = 8;

/** Follows what is being written, unless the person has scrolled up to read. */
function useStickToEnd(shown: readonly Run[]) {
  const scroller = useRef<HTMLElement>(null);
  const atEnd = useRef(true);
  const running = shown.some((run) => run.running);
  const keys = shown.map(({ key }) => key).join();
  // What a person has just asked for is followed, wherever they had scrolled to.
  const scrolledTo = useRef(-1);
  const followed = useRef('');
  useEffect(() => {
    if (running || followed.current !== keys) atEnd.current = true;
    followed.current = keys;
  }, [keys, running]);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const listen = () => {
      // A reply that grows between a scroll of the page's own and its event must not look like a person's.
      if (element.scrollTop === scrolledTo.current) return;
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 60;
    };
    element.addEventListener('scroll', listen, { passive: true });
    return () => element.removeEventListener('scroll', listen);
  }, []);
  useEffect(() => {
    const element = scroller.current;
    if (!element || !atEnd.current || shown.length === 0) return;
    // What comes after the answer must not push the answer out of sight.
    const answer = running ? null : element.querySelector('.answer');
    const top = answer ? answer.getBoundingClientRect().top - element.getBoundingClientRect().top : Infinity;
    const end = element.scrollHeight - element.clientHeight;
    element.scrollTop = Math.min(end, element.scrollTop + top - answerMargin);
    scrolledTo.current = element.scrollTop;
  }, [shown, running]);
  return scroller;
}
