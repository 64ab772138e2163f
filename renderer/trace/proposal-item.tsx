import { memo, useRef } from 'react';
import type { ProjectEvent, Proposal } from '#common/domain/index.ts';
import { useApp } from '../app/state/context.tsx';
import { ProposalFields } from './proposal-fields.tsx';
import { ProposalRow } from './proposal-row.tsx';

export type ProposalItemProps = {
  readonly proposal: Proposal;
  /** Of its code; undefined while there is no such code. */
  readonly colour: string | undefined;
  /** The event it became, as it is now. */
  readonly event: ProjectEvent | undefined;
  readonly isCurrent: boolean;
  readonly isEditing: boolean;
};

/** A proposal in the list, with its fields where they are open. Drawn again only when something of it changes. */
export const ProposalItem = memo(function ProposalItem(props: ProposalItemProps) {
  const { proposal, colour, event, isCurrent, isEditing } = props;
  const { stores } = useApp();
  const item = useRef<HTMLLIElement>(null);
  const { accept, reject, edit, show } = stores.proposals.getState();
  const { id, status } = proposal;

  /** A row that goes takes the focus with it: the one shown next gets it. */
  const andFocusNext = (act: () => void) => () => {
    const list = item.current?.closest('.proposals');
    act();
    requestAnimationFrame(() =>
      list?.querySelector<HTMLElement>('.proposal[aria-current] .proposal__name')?.focus(),
    );
  };
  return (
    <li ref={item} className="proposal" aria-current={isCurrent || undefined} data-status={status}>
      <ProposalRow
        proposal={proposal}
        colour={colour}
        event={event}
        onShow={() => show(id)}
        onAccept={andFocusNext(() => accept(id))}
        onReject={andFocusNext(() => reject(id))}
        onEdit={() => edit(isEditing ? null : id)}
      />
      {isEditing && status === 'open' && (
        <ProposalFields
          proposal={proposal}
          onAccept={(correction) => andFocusNext(() => accept(id, correction))()}
          onLeave={andFocusNext(() => edit(null))}
        />
      )}
    </li>
  );
});
