import { type ClipInfo, codesInOrder, type RecordItems } from '#common/domain/index.ts';
import type { AskAbout } from './ask-about.ts';

/** The events of each code on every clip that is at hand, clip after clip. */
export function askEverywhere(
  items: RecordItems,
  clips: readonly Pick<ClipInfo, 'id'>[],
): readonly AskAbout[] {
  const places = new Map(clips.map(({ id }, place) => [id, place]));
  const events = [...items.event.values()]
    .filter(({ clipId }) => places.has(clipId))
    .sort(
      (a, b) =>
        (places.get(a.clipId) ?? 0) - (places.get(b.clipId) ?? 0) ||
        a.range.start - b.range.start ||
        a.range.end - b.range.end,
    );
  const byCode = Map.groupBy(events, ({ codeId }) => codeId);
  return codesInOrder(items.code.values()).flatMap(({ id, name }): readonly AskAbout[] => {
    const own = byCode.get(id) ?? [];
    const targets = own.map(({ clipId, range, id: eventId }) => ({ clipId, range, eventId }));
    return targets.length === 0 ? [] : [{ id: `code:${id}`, kind: 'code', code: name, targets }];
  });
}
