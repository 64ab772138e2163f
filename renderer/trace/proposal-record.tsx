import { memo, useMemo, useState } from 'react';
import { type ProposalFate, type ProposalSum, proposalRecord, sumOfProposals } from '#common/domain/index.ts';
import { useRecord } from '../app/state/context.tsx';
import { proposalTexts as texts } from '../texts/proposals.ts';
import { formatCount } from '../ui/format.ts';

/** What became of all that an engine has proposed in this project: how much of its work a person kept, code by code. */
export const ProposalRecord = memo(function ProposalRecord({ engine }: { engine: string }) {
  const proposals = useRecord((state) => state.items.proposal);
  const event = useRecord((state) => state.items.event);
  const code = useRecord((state) => state.items.code);
  const [open, setOpen] = useState(false);
  const own = useMemo(
    () => [...proposals.values()].filter((proposal) => proposal.engine === engine),
    [proposals, engine],
  );
  const sum = useMemo(() => sumOfProposals(own, { event, code }), [own, event, code]);
  if (sum.open === own.length) return null;
  return (
    <details className="proposal-record" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="label">{recordWords(engine, sum)}</summary>
      {open && <ByCode fates={proposalRecord(own, { event, code })} />}
    </details>
  );
});

function recordWords(engine: string, sum: ProposalSum): string {
  const { asProposed, corrected, medianFrames, rejected, removed } = sum;
  const parts = [
    texts.record.asProposed(asProposed),
    texts.record.corrected(corrected, medianFrames),
    texts.record.rejected(rejected),
    ...(removed > 0 ? [texts.record.removed(removed)] : []),
  ];
  return texts.record.line(engine, parts);
}

const ByCode = ({ fates }: { fates: readonly ProposalFate[] }) => (
  <table className="proposal-record__table">
    <thead>
      <tr>
        {texts.record.heads.map((head) => (
          <th key={head} scope="col">
            {head}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {fates.map(({ codeName, asProposed, corrected, medianFrames, rejected, removed, open }) => (
        <tr key={codeName}>
          <th scope="row">{codeName}</th>
          <td>{formatCount(asProposed)}</td>
          <td>{formatCount(corrected)}</td>
          <td>{medianFrames === null ? '–' : formatCount(medianFrames)}</td>
          <td>{formatCount(rejected + removed)}</td>
          <td>{formatCount(open)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
