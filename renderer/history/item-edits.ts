import type { ItemEdit, ProjectEvent, Proposal, RecordItems } from '#common/domain/index.ts';
import type { Client } from '../client/client.ts';

/** An event with the proposal that it came from, or a proposal with the event that it became. */
export type Traced = { readonly event: ProjectEvent | undefined; readonly proposal: Proposal | undefined };

/** Of the first selected id that is one of either. */
export function tracedItem(selected: readonly string[], { event, proposal }: RecordItems): Traced {
  for (const id of selected) {
    const found = event.get(id);
    if (found)
      return { event: found, proposal: [...proposal.values()].find(({ eventId }) => eventId === id) };
    const proposed = proposal.get(id);
    if (proposed) {
      return { event: proposed.eventId ? event.get(proposed.eventId) : undefined, proposal: proposed };
    }
  }
  return { event: undefined, proposal: undefined };
}

/** One step of the history, with what it did to the event and to its proposal. */
export type TracedEdit = Pick<ItemEdit, 'editId' | 'title' | 'by' | 'happenedAt' | 'undone'> & {
  readonly edits: readonly ItemEdit[];
};

/** Every edit that touched either, oldest first; what one edit did to both is one step. */
export async function fetchTracedEdits(
  client: Client,
  { event, proposal }: Traced,
): Promise<readonly TracedEdit[]> {
  const asked = [proposal, event].flatMap((item) => (item ? [{ kind: item.kind, id: item.id }] : []));
  const found = (await Promise.all(asked.map((item) => client.record.historyOf(item)))).flat();
  const steps = new Map<string, TracedEdit>();
  for (const edit of found) {
    const { editId, title, by, happenedAt, undone } = edit;
    const key = `${editId} ${happenedAt}`;
    const edits = [...(steps.get(key)?.edits ?? []), edit];
    steps.set(key, { editId, title, by, happenedAt, undone, edits });
  }
  return [...steps.values()].sort((a, b) => a.happenedAt.localeCompare(b.happenedAt));
}
