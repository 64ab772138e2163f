import { useAnalysis, useApp, useJobs } from '../app/state/context.tsx';
import { timelineTexts as texts } from '../texts/timeline.ts';
import { frameToX, type Scale } from './scale.ts';

/** Light hatching over what is not analysed yet; in one of the rows also how far it is, and the way out or on. */
export const AnalysisRest = ({ scale, words }: { scale: Scale; words: boolean }) => {
  const analysis = useAnalysis((state) => state.analysis);
  const problem = useAnalysis((state) => state.problem);
  if (analysis?.status === 'done') return null;
  const done = analysis?.framesDone ?? 0;
  const left = Math.max(0, frameToX(scale, done));
  const width = scale.width - left;
  if (width <= 0) return null;
  return (
    <div className="analysis-rest" style={{ left, width }}>
      {words && (analysis || problem) && <Words problem={problem} />}
    </div>
  );
};

const Words = ({ problem }: { problem: string | null }) => {
  const { stores } = useApp();
  const clipId = useAnalysis((state) => state.clipId);
  const status = useAnalysis((state) => state.analysis?.status ?? 'none');
  const share = useAnalysis(({ analysis }) =>
    analysis ? analysis.framesDone / Math.max(1, analysis.frameCount) : 0,
  );
  const job = useJobs((state) =>
    state.jobs.find((each) => each.kind === 'analyse' && each.clipId === clipId && each.status === 'running'),
  );
  const percent = Math.floor(share * 100);
  if (problem !== null && !job) return <span className="analysis-rest__words">{problem}</span>;
  if (job || status === 'running') {
    return (
      <span className="analysis-rest__words">
        {texts.analysing(percent)}
        {job && (
          <button type="button" onClick={() => void stores.jobs.getState().cancel(job.id)}>
            {texts.cancel}
          </button>
        )}
      </span>
    );
  }
  return (
    <span className="analysis-rest__words">
      {percent > 0 ? texts.analysedUpTo(percent) : texts.notAnalysed}
      <button type="button" onClick={() => void stores.analysis.getState().resume()}>
        {percent > 0 ? texts.goOn : texts.analyse}
      </button>
    </span>
  );
};
