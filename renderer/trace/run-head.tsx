import { useApp, useQuestions } from '../app/state/context.tsx';
import type { Run } from '../app/state/run.ts';
import { agreementTexts } from '../texts/agreement.ts';
import { formNames, modeNames, traceTexts as texts } from '../texts/trace.ts';
import { formatRange } from '../ui/format.ts';

/** The question, and once for the whole run: where it comes from, mode, engine, seed, what it is about. */
export const RunHead = ({ run, isCompared }: { run: Run; isCompared: boolean }) => {
  const { request, trajectory } = run;
  const facts = [
    ...(isCompared ? [] : [modeNames[request.mode]]),
    ...(trajectory
      ? [`${trajectory.engine.name} · ${trajectory.engine.device}`, texts.seed(trajectory.seed)]
      : []),
    ...(request.scope ? [texts.scope(formatRange(request.scope))] : []),
    ...(request.blind ? [agreementTexts.veiledAnswer] : []),
    ...(request.form.kind === 'text' ? [] : [formNames[request.form.kind].toLowerCase()]),
  ];
  return (
    <header className="trace__asked">
      <h2 className="selectable">{request.question}</h2>
      <p className="label">{facts.join(' · ')}</p>
      {run.origin && <Origin origin={run.origin} />}
    </header>
  );
};

const Origin = ({ origin }: { origin: NonNullable<Run['origin']> }) => {
  const { stores } = useApp();
  const isThere = useQuestions((state) =>
    state.runs.some(({ trajectory }) => trajectory?.id === origin.trajectoryId),
  );
  const words = origin.kind === 'replay' ? texts.replayed : texts.branched(origin.turn ?? 1);
  return (
    <p className="label trace__origin">
      {words}
      {isThere ? (
        <button
          type="button"
          className="link"
          onClick={() => stores.questions.getState().showTrajectory(origin.trajectoryId)}
        >
          {texts.toFirst}
        </button>
      ) : (
        `, ${texts.firstGone}`
      )}
    </p>
  );
};
