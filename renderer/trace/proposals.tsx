import { useEffect, useMemo, useRef } from 'react';
import { byDoubt, type Proposal } from '#common/domain/index.ts';
import { useApp, useEvents, useProposals, useRecord } from '../app/state/context.tsx';
import { proposalTexts as texts } from '../texts/proposals.ts';
import { ProposalFields } from './proposal-fields.tsx';
import { ProposalRow } from './proposal-row.tsx';
import './proposals.css';

/** What an answer proposes: the open ones by doubt, then what became of the others. */
export const Proposals = ({ trajectoryId }: { trajectoryId: string }) => {
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
  const current = own.find(({ id }) => selected.includes(id))?.id;
  // A row reached by key or from the timeline comes into sight, with its fields where they are open.
  useEffect(() => {
    if (current === undefined && editing === null) return;
    list.current?.querySelector('.proposal[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [current, editing]);
  if (own.length === 0) return null;
  const open = own.filter(({ status }) => status === 'open');
  const done = own.filter(({ status }) => status !== 'open');
  const { accept, reject, edit, show, acceptAll, rejectAll } = stores.proposals.getState();

  /** A row that goes takes the focus with it: the one shown next gets it. */
  const andFocusNext = (act: () => void) => () => {
    act();
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>('.proposal[aria-current] .proposal__name')?.focus(),
    );
  };
  const rowOf = (proposal: Proposal) => {
    const code = [...codes.values()].find(({ name }) => name === proposal.codeName.trim());
    const event = events.get(proposal.eventId ?? '');
    return (
      <li
        key={proposal.id}
        className="proposal"
        aria-current={proposal.id === current || undefined}
        data-status={proposal.status}
      >
        <ProposalRow
          proposal={proposal}
          colour={code?.colour}
          event={event}
          onShow={() => show(proposal.id)}
          onAccept={andFocusNext(() => accept(proposal.id))}
          onReject={andFocusNext(() => reject(proposal.id))}
          onEdit={() => edit(editing === proposal.id ? null : proposal.id)}
        />
        {editing === proposal.id && proposal.status === 'open' && (
          <ProposalFields
            proposal={proposal}
            onAccept={(correction) => andFocusNext(() => accept(proposal.id, correction))()}
            onLeave={andFocusNext(() => edit(null))}
          />
        )}
      </li>
    );
  };
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
      <ul>{open.map(rowOf)}</ul>
      {done.length > 0 && <ul className="proposals__done">{done.map(rowOf)}</ul>}
    </section>
  );
};
