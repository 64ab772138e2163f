import {
  type Author,
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

/** Changes of the codes that a file describes, its events use, and the project has not: in the file's colours. */
export function importedCodes(
  used: ReadonlySet<string>,
  found: readonly FoundCode[],
  { items, createId }: Pick<ImportTarget, 'items' | 'createId'>,
): readonly RecordChange[] {
  const codes: Code[] = [...items.code.values()];
  const added: Code[] = [];
  for (const { name, colour, role = 'event' } of found) {
    const wanted = name.trim();
    if (!used.has(wanted) || codeNamed(codes, wanted)) continue;
    const code = { ...newCode(codes, { id: createId(), name: wanted }), colour, role };
    codes.push(code);
    added.push(code);
  }
  return added.map(putItem);
}

/** Changes that put placed events into the record, with the codes that are missing still. */
export function importedEvents(
  placed: readonly PlacedFoundEvent[],
  { items, clipId, now, createId }: ImportTarget,
): readonly RecordChange[] {
  const events = placed.flatMap(({ codeName, range, found: event }) =>
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
  return tagEvents(items, events, createId);
}
