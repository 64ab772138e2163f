import { useEffect, useRef } from 'react';
import { useQuestions, useReview } from '../app/state/context.tsx';
import type { Run } from '../app/state/run.ts';
import { traceTexts as texts } from '../texts/trace.ts';
import { Comparison, Difference } from './comparison.tsx';
import { History } from './history.tsx';
import { QuestionForm } from './question-form.tsx';
import { QueueLines } from './queue-lines.tsx';
import { RunHead } from './run-head.tsx';
import { RunView } from './run-view.tsx';
import './trace.css';
import './answer.css';
import './ask.css';

/** The question, and how the model thinks with the video. */
export const Trace = () => {
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
        {first && second && <Comparison left={first} right={second} />}
        {first && !second && <RunView key={first.key} run={first} />}
        {!first && <p className="trace__empty">{hasClip ? texts.emptyWithClip : texts.emptyNoClip}</p>}
      </section>
      <QueueLines />
      <History />
    </section>
  );
};

/** Follows what is being written, unless the person has scrolled up to read. */
function useStickToEnd(shown: readonly Run[]) {
  const scroller = useRef<HTMLElement>(null);
  const atEnd = useRef(true);
  const running = shown.some((run) => run.running);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const listen = () => {
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 60;
    };
    element.addEventListener('scroll', listen, { passive: true });
    return () => element.removeEventListener('scroll', listen);
  }, []);
  useEffect(() => {
    const element = scroller.current;
    if (element && atEnd.current && (running || shown.length > 0)) element.scrollTop = element.scrollHeight;
  }, [shown, running]);
  return scroller;
}
