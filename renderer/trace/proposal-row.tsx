import { Check, Pencil, X } from 'lucide-react';
import { mediaPaths } from '#common/contract/index.ts';
import type { ProjectEvent, Proposal } from '#common/domain/index.ts';
import { useReview } from '../app/state/context.tsx';
import { proposalTexts as texts } from '../texts/proposals.ts';
import { traceTexts } from '../texts/trace.ts';
import { formatRange } from '../ui/format.ts';
import { Hint } from '../ui/hint.tsx';
import { IconButton } from '../ui/icon-button.tsx';

export type ProposalRowProps = {
  readonly proposal: Proposal;
  /** Of its code; undefined while there is no such code. */
  readonly colour: string | undefined;
  /** The event it became, as it is now. */
  readonly event: ProjectEvent | undefined;
  readonly onShow: () => void;
  readonly onAccept: () => void;
  readonly onReject: () => void;
  readonly onEdit: () => void;
};

/** One proposal: code, range, doubt, the frames behind it, and what to do with it. */
export const ProposalRow = (props: ProposalRowProps) => {
  const { proposal, colour, event, onShow, onAccept, onReject, onEdit } = props;
  const { codeName, range, doubt, status, note } = proposal;
  const isOpen = status === 'open';
  return (
    <>
      <div className="proposal__line">
        <span
          className="proposal__colour"
          style={colour ? { background: colour, borderColor: colour } : undefined}
          aria-hidden="true"
        />
        <button type="button" className="proposal__name" title={note} onClick={onShow}>
          <span className="proposal__code">{codeName}</span>
          <span className="chip">{formatRange(range)}</span>
        </button>
        {isOpen ? (
          <>
            {doubt !== null && (
              <Hint text={texts.doubtHelp}>
                <button type="button" className="label proposal__doubt">
                  {texts.doubt(doubt)}
                </button>
              </Hint>
            )}
            <span className="proposal__acts">
              <IconButton
                icon={Check}
                label={texts.acceptOne(codeName, range)}
                keyName="Y"
                onPress={onAccept}
              />
              <IconButton icon={X} label={texts.rejectOne(codeName, range)} keyName="N" onPress={onReject} />
              <IconButton icon={Pencil} label={texts.editOne(codeName, range)} keyName="E" onPress={onEdit} />
            </span>
          </>
        ) : (
          <span className={`label proposal__status proposal__status--${status}`}>
            {status === 'accepted' ? <Check size={13} aria-hidden /> : <X size={13} aria-hidden />}
            {isCorrected(proposal, event) ? texts.corrected(event.range) : texts.statuses[status]}
          </span>
        )}
      </div>
      {isOpen && <Evidence proposal={proposal} />}
    </>
  );
};

const isCorrected = (proposal: Proposal, event: ProjectEvent | undefined): event is ProjectEvent =>
  event !== undefined &&
  (event.range.start !== proposal.range.start || event.range.end !== proposal.range.end);

/** As many as fit beside each other in the narrowest trace. */
const mostThumbnails = 6;

const Evidence = ({ proposal }: { proposal: Proposal }) => {
  const goTo = useReview((state) => state.goTo);
  const mark = useReview((state) => state.mark);
  const { clipId, evidence } = proposal;
  if (evidence.length === 0) return <p className="label proposal__none">{texts.noEvidence}</p>;
  return (
    <ul className="proposal__evidence" aria-label={texts.evidence}>
      {spread(evidence, mostThumbnails).map((frame) => (
        <li key={frame}>
          <button
            type="button"
            className="strip__frame"
            aria-label={traceTexts.frame(frame)}
            onClick={() => goTo(frame)}
            onPointerEnter={() => mark({ start: frame, end: frame })}
            onPointerLeave={() => mark(null)}
          >
            <img src={mediaPaths.thumbnail(clipId, frame)} alt="" loading="lazy" draggable={false} />
            <span>{frame}</span>
          </button>
        </li>
      ))}
    </ul>
  );
};

const spread = (frames: readonly number[], most: number): readonly number[] =>
  frames.length <= most
    ? frames
    : Array.from(
        { length: most },
        (_, at) => frames[Math.round((at * (frames.length - 1)) / (most - 1))] ?? 0,
      );
