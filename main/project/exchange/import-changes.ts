import {
  type Author,
  applyChanges,
  type Code,
  codeNamed,
  newCode,
  putItem,
  type RecordChange,
  type RecordItems,
  tagEvents,
} from '#common/domain/index.ts';
import type { FoundCode } from './found-event.ts';
import type { PlacedFoundEvent } from './place-found-events.ts';

export type ImportTarget = {
  readonly items: RecordItems;
  readonly clipId: string;
  /** ISO 8601, UTC. */
  readonly now: string;
  readonly createId: () => string;
};

const person: Author = { kind: 'person' };

/** One edit's changes: the codes that are missing, in the file's colours where it gives them, and the events. */
export function importChanges(
  placed: readonly PlacedFoundEvent[],
  found: readonly FoundCode[],
  { items, clipId, now, createId }: ImportTarget,
): readonly RecordChange[] {
  const usable = placed.filter(({ range }) => range !== null);
  const used = new Set(usable.map(({ codeName }) => codeName));
  const codes: Code[] = [...items.code.values()];
  const added: Code[] = [];
  for (const { name, colour, role = 'event' } of found) {
    const wanted = name.trim();
    if (!used.has(wanted) || codeNamed(codes, wanted)) continue;
    const code = { ...newCode(codes, { id: createId(), name: wanted }), colour, role };
    codes.push(code);
    added.push(code);
  }
  const withCodes = added.map(putItem);
  const events = usable.flatMap(({ codeName, range, found: event }) =>
    range === null
      ? []
      : [
          {
            id: createId(),
            clipId,
            codeName,
            range,
            labels: event.labels,
            note: event.note,
            by: event.by ?? person,
            evidence: event.evidence,
            createdAt: now,
          },
        ],
  );
  return [...withCodes, ...tagEvents(applyChanges(items, withCodes), events, createId)];
}
