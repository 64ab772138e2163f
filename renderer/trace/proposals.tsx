import { memo, useEffect, useMemo, useRef } from 'react';
import { byDoubt, type Proposal } from '#common/domain/index.ts';
import { useApp, useEvents, useProposals, useRecord } from '../app/state/context.tsx';
import { proposalTexts as texts } from '../texts/proposals.ts';
import { ProposalItem } from './proposal-item.tsx';
import { ProposalRecord } from './proposal-record.tsx';
import './proposals.css';

/** What an answer proposes: the open ones by doubt, then what became of the others. */
export const Proposals = memo(function Proposals({ trajectoryId }: { trajectoryId: string }) {
  const { stores } = useApp();
  const items = useRecord((state) => state.items.proposal);
  const codes = useRecord((state) => state.items.code);
  const events = useRecord((state) => state.items.event);
  const selected = useEvents((state) => state.selected);
  const editing = useProposals((state) => state.editing);
  const list = useRef<HTMLElement>(null);
  const own = useMemo(
    () => byDoubt([...items.values()].filter((proposal) => proposal.trajectoryId === trajectoryId)),
    [items, trajectoryId],
  );
  const colours = useMemo(
    () => new Map([...codes.values()].map(({ name, colour }) => [name, colour])),
    [codes],
  );
  const current = own.find(({ id }) => selected.includes(id))?.id;
  // A row reached by key or from the timeline comes into sight, with its fields where they are open.
  useEffect(() => {
    if (current === undefined && editing === null) return;
    list.current?.querySelector('.proposal[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [current, editing]);
  if (own.length === 0) return null;
  const open = own.filter(({ status }) => status === 'open');
  const done = own.filter(({ status }) => status !== 'open');
  const { acceptAll, rejectAll } = stores.proposals.getState();
  const itemOf = (proposal: Proposal) => (
    <ProposalItem
      key={proposal.id}
      proposal={proposal}
      colour={colours.get(proposal.codeName.trim())}
      event={events.get(proposal.eventId ?? '')}
      isCurrent={proposal.id === current}
      isEditing={proposal.id === editing}
    />
  );
  return (
    <section ref={list} className="proposals" aria-label={texts.proposals}>
      <div className="proposals__head">
        <h3 className="label">{texts.proposals}</h3>
        <span className="label" role="status">
          {texts.progress(open.length, own.length)}
        </span>
        {open.length > 1 && (
          <span className="proposals__all">
            <button type="button" className="link" onClick={() => acceptAll(trajectoryId)}>
              {texts.acceptAll}
            </button>
            <button type="button" className="link" onClick={() => rejectAll(trajectoryId)}>
              {texts.rejectAll}
            </button>
          </span>
        )}
      </div>
      <ul>{open.map(itemOf)}</ul>
      {done.length > 0 && <ul className="proposals__done">{done.map(itemOf)}</ul>}
      <ProposalRecord engine={own[0]?.engine ?? ''} />
    </section>
  );
});
