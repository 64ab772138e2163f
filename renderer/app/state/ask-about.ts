import {
  type ClipInfo,
  codesInOrder,
  type FrameRange,
  type ProjectEvent,
  type RecordItems,
} from '#common/domain/index.ts';

/** One thing that a question is asked about: a range, or all of the clip. */
export type AskTarget = {
  readonly range: FrameRange | null;
  readonly eventId: string | null;
  /** Where it is not, or need not be, the open one. */
  readonly clipId?: string;
};

/** What a question can be about, as the form offers it. */
export type AskAbout = {
  /** `clip`, `range`, `events`, or `code:` and the code's id. */
  readonly id: string;
  readonly kind: 'clip' | 'range' | 'events' | 'code';
  /** Of the code that all the events are counted under; empty where they differ and where there is none. */
  readonly code: string;
  readonly targets: readonly AskTarget[];
};

export type AskAboutParts = {
  readonly clip: Pick<ClipInfo, 'id'> | null;
  readonly selection: FrameRange | null;
  /** Ids of what is selected; what is no event of the clip does not count. */
  readonly selected: readonly string[];
  readonly items: RecordItems;
};

/** Everything that can be asked about now: the clip, the range, the selected events, the events of each code. */
export function askChoices({ clip, selection, selected, items }: AskAboutParts): readonly AskAbout[] {
  if (!clip) return [];
  const events = [...items.event.values()]
    .filter(({ clipId }) => clipId === clip.id)
    .sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  const wanted = new Set(selected);
  const chosen = events.filter(({ id }) => wanted.has(id));
  const byCode = Map.groupBy(events, ({ codeId }) => codeId);
  const nameOf = (codeId: string | undefined) => items.code.get(codeId ?? '')?.name ?? '';
  const sameCode = new Set(chosen.map(({ codeId }) => codeId)).size === 1 ? chosen[0]?.codeId : undefined;
  return [
    { id: 'clip', kind: 'clip', code: '', targets: [{ range: null, eventId: null }] },
    ...(selection
      ? [{ id: 'range', kind: 'range', code: '', targets: [{ range: selection, eventId: null }] } as const]
      : []),
    ...(chosen.length > 0
      ? [{ id: 'events', kind: 'events', code: nameOf(sameCode), targets: chosen.map(targetOf) } as const]
      : []),
    ...codesInOrder(items.code.values()).flatMap(({ id, name }): readonly AskAbout[] => {
      const own = byCode.get(id) ?? [];
      return own.length === 0
        ? []
        : [{ id: `code:${id}`, kind: 'code', code: name, targets: own.map(targetOf) }];
    }),
  ];
}

const targetOf = ({ id, range }: ProjectEvent): AskTarget => ({ range, eventId: id });

/** The choice in force: the one made, else what was selected last, else the clip. */
export const askChoice = (
  choices: readonly AskAbout[],
  made: string | null,
  selectedLast: 'range' | 'events',
): AskAbout | undefined => {
  const order = [made, ...(selectedLast === 'range' ? ['range', 'events'] : ['events', 'range']), 'clip'];
  return order.flatMap((id) => choices.find((choice) => choice.id === id) ?? [])[0];
};
