import { Columns2, Trash2 } from 'lucide-react';
import { memo } from 'react';
import { useApp } from '../app/state/context.tsx';
import type { Run } from '../app/state/run.ts';
import { useIsVeiled } from '../app/state/veiled.ts';
import { agreementTexts } from '../texts/agreement.ts';
import { modeNames, traceTexts as texts } from '../texts/trace.ts';
import { formatRange } from '../ui/format.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { statusOf } from './find-runs.ts';

export type HistoryItemProps = {
  readonly run: Run;
  readonly isShown: boolean;
  /** The run that went the other way, to be shown beside this one. */
  readonly counterpart: Run | undefined;
};

/** One earlier question; drawn again only when something of it changes. */
export const HistoryItem = memo(function HistoryItem({ run, isShown, counterpart }: HistoryItemProps) {
  const { stores } = useApp();
  const veiled = useIsVeiled(run.trajectory);
  const { show, remove } = stores.questions.getState();
  const { question, mode, scope } = run.request;
  return (
    <li className="earlier__item" data-shown={isShown || undefined}>
      <button type="button" className="earlier__open" onClick={() => show([run.key])}>
        <span className="earlier__line">{question}</span>
        <span className="label earlier__line">
          {modeNames[mode]} · {scope && `${formatRange(scope)} · `}
          {veiled ? agreementTexts.veiledAnswer : (run.trajectory?.answer ?? texts.statuses[statusOf(run)])}
        </span>
      </button>
      {counterpart && (
        <IconButton
          icon={Columns2}
          label={texts.beside(modeNames[counterpart.request.mode])}
          onPress={() => show(mode === 'passive' ? [run.key, counterpart.key] : [counterpart.key, run.key])}
        />
      )}
      <IconButton icon={Trash2} label={texts.remove} onPress={() => void remove(run.key)} />
    </li>
  );
});
