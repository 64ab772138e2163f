import { useEffect, useState } from 'react';
import { useApp, useEvents, useQuestions, useRecord } from '../app/state/context.tsx';
import { itemHistoryTexts as texts } from '../texts/history.ts';
import { formatCount, formatRange } from '../ui/format.ts';
import { OverlayDialog } from '../ui/overlay-dialog.tsx';
import { editWords } from './edit-words.ts';
import { fetchTracedEdits, type Traced, type TracedEdit, tracedItem } from './item-edits.ts';
import { whenWords } from './when-words.ts';
import './history.css';

/** Who or what made and changed the selected event, from its proposal on; newest last, as it happened. */
export const ItemHistory = ({ onClose }: { onClose: () => void }) => {
  const { client } = useApp();
  const selected = useEvents((state) => state.selected);
  const items = useRecord((state) => state.items);
  const ends = useRecord((state) => state.history);
  const [steps, setSteps] = useState<readonly TracedEdit[] | null>(null);
  const [failed, setFailed] = useState(false);
  const traced = tracedItem(selected, items);
  const { event, proposal } = traced;

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for again whenever something is edited
  useEffect(() => {
    let left = false;
    fetchTracedEdits(client, traced)
      .then((found) => !left && setSteps(found))
      .catch(() => !left && setFailed(true));
    return () => {
      left = true;
    };
  }, [client, ends, event?.id, proposal?.id]);

  const name = nameOf(traced, items.code.get(event?.codeId ?? '')?.name);
  const isWhole = steps?.some(({ edits }) => edits.some(({ kind, before }) => kind === 'event' && !before));
  return (
    <OverlayDialog title={texts.title(name)} className="history" onClose={onClose}>
      <h2>{texts.title(name)}</h2>
      {!event && !proposal && <p className="label">{texts.gone}</p>}
      <Origin traced={traced} onClose={onClose} />
      {failed && <p role="alert">{texts.failed}</p>}
      {steps?.length === 0 && (event || proposal) && <p className="label">{texts.empty}</p>}
      {steps && steps.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is reached by keyboard
        <ol className="history__edits" tabIndex={0} aria-label={texts.title(name)}>
          {event && !isWhole && <li className="history__step label">{texts.kept}</li>}
          {steps.map((step) => (
            <Step key={`${step.editId} ${step.happenedAt}`} step={step} />
          ))}
        </ol>
      )}
      <footer className="history__foot">
        <button type="button" className="button" onClick={onClose}>
          {texts.close}
        </button>
      </footer>
    </OverlayDialog>
  );
};

function nameOf({ event, proposal }: Traced, code: string | undefined): string {
  if (event) return `${code ?? ''} ${formatRange(event.range)}`.trim();
  return proposal ? texts.proposalOf(`${proposal.codeName} ${formatRange(proposal.range)}`) : '';
}

const Step = ({ step }: { step: TracedEdit }) => {
  const items = useRecord((state) => state.items);
  const { by, edits, happenedAt, title, undone } = step;
  return (
    <li className="history__step" data-undone={undone || undefined}>
      <span className="history__title">{title}</span>
      <span className="history__words">{edits.map((edit) => editWords(edit, items)).join('; ')}</span>
      <span className="history__by" data-model={by.kind === 'model' || undefined}>
        {by.kind === 'person' ? texts.by.person : texts.by.model(by.engine)}
        {undone && ` · ${texts.undone}`}
      </span>
      <time className="history__when" dateTime={happenedAt}>
        {whenWords(happenedAt)}
      </time>
    </li>
  );
};

/** The question and the frames that it came from. */
const Origin = ({ traced, onClose }: { traced: Traced; onClose: () => void }) => {
  const { stores } = useApp();
  const { event, proposal } = traced;
  const author = event?.by.kind === 'model' ? event.by : undefined;
  const trajectoryId = proposal?.trajectoryId ?? author?.trajectoryId;
  const engine = proposal?.engine ?? author?.engine ?? '';
  const run = useQuestions((state) => state.runs.find((each) => each.trajectory?.id === trajectoryId));
  const evidence = event?.evidence.length ? event.evidence : (proposal?.evidence ?? []);
  if (!event && !proposal) return null;
  const openTrace = () => {
    if (!trajectoryId || !stores.questions.getState().showTrajectory(trajectoryId)) return;
    stores.layout.getState().change({ traceOpen: true, view: 'review' });
    onClose();
  };
  const showFrame = (frame: number) => {
    stores.review.getState().goTo(frame);
    onClose();
  };
  const question = run?.trajectory?.question;
  return (
    <div className="history__origin">
      <span className="label">{texts.origin}</span>
      {trajectoryId ? (
        <span className="history__question">
          {question ? texts.question(question, engine) : texts.questionGone(engine)}
          {question && (
            <button type="button" className="button" onClick={openTrace}>
              {texts.openTrace}
            </button>
          )}
        </span>
      ) : (
        <span>{texts.byPerson}</span>
      )}
      {evidence.length > 0 && (
        <>
          <span className="label">{texts.frames}</span>
          <span className="history__frames">
            {evidence.slice(0, 24).map((frame) => (
              <button
                key={frame}
                type="button"
                className="history__frame"
                aria-label={texts.showFrame(formatCount(frame))}
                onClick={() => showFrame(frame)}
              >
                {formatCount(frame)}
              </button>
            ))}
          </span>
        </>
      )}
    </div>
  );
};
