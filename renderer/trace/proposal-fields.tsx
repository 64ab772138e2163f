import { useId, useState } from 'react';
import {
  codeNamed,
  codesInOrder,
  labelsOfText,
  labelsText,
  type Proposal,
  type ProposalCorrection,
} from '#common/domain/index.ts';
import { useRecord, useReview } from '../app/state/context.tsx';
import { proposalTexts as texts } from '../texts/proposals.ts';
import { entryOfRange, rangeOfEntry } from './range-entry.ts';
import { RangeFields } from './range-fields.tsx';

export type ProposalFieldsProps = {
  readonly proposal: Proposal;
  readonly onAccept: (correction: ProposalCorrection) => void;
  readonly onLeave: () => void;
};

/** Range, code and labels of a proposal, to be put right before it is accepted. */
export const ProposalFields = ({ proposal, onAccept, onLeave }: ProposalFieldsProps) => {
  const codes = useRecord((state) => state.items.code);
  const frameCount = useReview((state) => state.clip?.frameCount ?? 0);
  const [entry, setEntry] = useState(entryOfRange(proposal.range));
  const [codeName, setCodeName] = useState(proposal.codeName);
  const [labels, setLabels] = useState(labelsText(proposal.labels));
  const list = useId();
  const range = rangeOfEntry(entry, frameCount);
  const isLocked = codeNamed(codes.values(), codeName)?.locked ?? false;
  const problem = !range
    ? texts.outside(Math.max(0, frameCount - 1))
    : codeName.trim() === ''
      ? texts.noCode
      : isLocked
        ? texts.locked(codeName.trim())
        : null;
  return (
    <form
      className="proposal__fields"
      onSubmit={(event) => {
        event.preventDefault();
        if (range && problem === null)
          onAccept({ range, codeName: codeName.trim(), labels: labelsOfText(labels) });
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onLeave();
      }}
    >
      <RangeFields entry={entry} onChange={setEntry} autoFocus />
      <input
        className="field"
        aria-label={texts.code}
        placeholder={texts.code}
        list={list}
        maxLength={120}
        value={codeName}
        onChange={({ target }) => setCodeName(target.value)}
      />
      <datalist id={list}>
        {codesInOrder(codes.values()).map(({ id, name }) => (
          <option key={id} value={name} />
        ))}
      </datalist>
      <input
        className="field"
        aria-label={texts.labels}
        placeholder={texts.labelsHint}
        maxLength={400}
        value={labels}
        onChange={({ target }) => setLabels(target.value)}
      />
      {problem && (
        <p className="turn__warning" role="alert">
          {problem}
        </p>
      )}
      <span className="look-change__ends">
        <button type="submit" className="button button--person" disabled={problem !== null}>
          {texts.acceptChanged}
        </button>
        <button type="button" className="button button--plain" onClick={onLeave}>
          {texts.leave}
        </button>
      </span>
    </form>
  );
};
