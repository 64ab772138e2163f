import { RotateCcw } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { BatchTarget, Trajectory } from '#common/domain/index.ts';
import { useApp, useHost, useQuestions, useRecord, useReview } from '../app/state/context.tsx';
import { useIsVeiled } from '../app/state/veiled.ts';
import { agreementTexts } from '../texts/agreement.ts';
import { batchTexts as texts } from '../texts/batches.ts';
import { formatRange } from '../ui/format.ts';
import { Hint } from '../ui/hint.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { useVerdict } from './use-verdict.ts';
import { VerdictBadge } from './verdict-badge.tsx';

export type BatchRowProps = {
  readonly target: BatchTarget;
  readonly onRetry: () => void;
  readonly onClose: () => void;
};

/** One range of a queue: what became of its question, in short, and the way there. */
export const BatchRow = ({ target, onRetry, onClose }: BatchRowProps) => {
  const { stores, actions } = useApp();
  const { clipId, range, eventId, status, problem } = target;
  const code = useRecord(({ items }) => {
    const event = items.event.get(eventId ?? '');
    return event && items.code.get(event.codeId)?.name;
  });
  const trajectory = useAnswer(target);
  const veiled = useIsVeiled(trajectory);
  const answer = veiled ? agreementTexts.veiledAnswer : (trajectory?.answer ?? '');
  const { verdict } = useVerdict(trajectory);
  const openClipId = useReview((state) => state.clip?.id);
  const clipName = useHost(({ clips }) => clips?.find(({ id }) => id === clipId)?.name);
  const words = formatRange(range);
  const show = async () => {
    onClose();
    const { clip } = stores.review.getState();
    const other = stores.host.getState().clips?.find(({ id }) => id === clipId);
    if (clip?.id !== clipId && other) await actions.openClip(other);
    stores.layout.getState().change({ view: 'review', traceOpen: true });
    if (eventId !== null) stores.events.getState().select([eventId]);
    if (target.trajectoryId !== null) stores.questions.getState().showTrajectory(target.trajectoryId);
    stores.review.getState().goTo(range.start);
  };
  return (
    <li className="queue__row" data-status={status}>
      <button type="button" className="queue__open" title={texts.goTo(words)} onClick={() => void show()}>
        <span className="queue__code">{code ?? texts.event}</span>
        <span className="chip">{words}</span>
        {clipId !== openClipId && <span className="label queue__clip">{clipName}</span>}
      </button>
      <span className="queue__answer selectable">{status === 'answered' ? answer : (problem ?? '')}</span>
      {verdict ? (
        <VerdictBadge verdict={verdict} />
      ) : (
        <span className="label queue__status">{texts.targetStatuses[status]}</span>
      )}
      {status === 'failed' && (
        <Hint text={texts.retryHelp}>
          <button type="button" className="link" onClick={onRetry}>
            {texts.retry}
          </button>
        </Hint>
      )}
      {(status === 'answered' || status === 'cancelled') && (
        <IconButton icon={RotateCcw} label={texts.askAgain(words)} onPress={onRetry} />
      )}
    </li>
  );
};

/** The question of a target: of the clip that is open, else asked for once it is answered. */
function useAnswer({ trajectoryId, status }: BatchTarget): Trajectory | null {
  const { client } = useApp();
  const known = useQuestions(
    (state) => state.runs.find(({ trajectory }) => trajectory?.id === trajectoryId)?.trajectory ?? null,
  );
  const [fetched, setFetched] = useState<Trajectory | null>(null);
  const isWanted = trajectoryId !== null && status === 'answered' && known?.answer == null;
  useEffect(() => {
    if (!isWanted || trajectoryId === null) return;
    let gone = false;
    client.questions.get({ trajectoryId }).then(
      (trajectory) => {
        if (!gone) setFetched(trajectory);
      },
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [client, isWanted, trajectoryId]);
  return known?.answer == null ? fetched : known;
}
