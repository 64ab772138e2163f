import type { Trajectory } from '#common/domain/index.ts';
import { useRecord } from '../app/state/context.tsx';
import { agreementTexts as texts } from '../texts/agreement.ts';
import { AgreementView } from './agreement-view.tsx';
import { useClipSeconds } from './use-clip-seconds.ts';

/** After a reveal: what the person had marked beside what the answer names, as both stood then. */
export const Disagreements = ({ trajectory }: { trajectory: Trajectory }) => {
  const reveal = useRecord(({ items }) => items.reveal.get(trajectory.id));
  const clip = useClipSeconds(trajectory.clipId);
  if (!reveal || trajectory.answer === null || !clip) return null;
  const { marked, proposed } = reveal;
  const hasRanges = proposed.length > 0 || trajectory.form.kind === 'spans';
  return (
    <section className="disagreements" aria-label={texts.disagreements}>
      <h3 className="label">{texts.disagreements}</h3>
      {hasRanges ? (
        <AgreementView
          first={marked}
          second={proposed}
          sides={{ first: texts.you, second: trajectory.engine.name }}
          scope={trajectory.scope ?? clip.whole}
          times={clip.times}
          remark={texts.howBlind}
        />
      ) : (
        <p className="label">{texts.nothingNamed}</p>
      )}
    </section>
  );
};
