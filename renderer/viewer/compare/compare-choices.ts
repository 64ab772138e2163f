import type { ClipInfo, ProjectEvent } from '#common/domain/index.ts';
import type { AppState } from '../../app/state/app-state.ts';
import type { Comparison } from '../../app/state/compare-state.ts';
import { compareTexts, compareDialogTexts as texts } from '../../texts/compare.ts';
import { formatCount } from '../../ui/format.ts';

type Mode = Comparison['mode'];

/** Something to compare with. */
export type Choice = {
  readonly key: string;
  readonly name: string;
  readonly help: string;
  /** Its picture. */
  readonly clipId: string;
  readonly frame: number;
  readonly choose: (mode: Mode) => void;
};

/** What the clip under review can be compared with, the likeliest first. */
export function compareChoices(app: AppState): readonly Choice[] {
  const { review, compare, host, record } = app.stores;
  const { clip, target } = review.getState();
  if (!clip) return [];
  const open = (comparison: Omit<Comparison, 'mode'>) => (mode: Mode) =>
    void compare.getState().open({ ...comparison, mode });
  const syncs = [...record.getState().items.sync.values()].reverse();
  const isOfBoth = (other: ClipInfo) =>
    syncs.some(({ left, right }) => {
      const ids = [left.clipId, right.clipId];
      return ids.includes(clip.id) && ids.includes(other.id);
    });

  const clips = (host.getState().clips ?? []).filter(({ id }) => id !== clip.id);
  return [
    ...eventChoices(app),
    {
      key: 'this-clip',
      name: texts.thisClip,
      help: texts.thisClipHelp,
      clipId: clip.id,
      frame: target,
      choose: open({ clip, frame: target }),
    },
    ...clips.map((other) => {
      const facts = texts.frames(formatCount(other.frameCount), other.averageFrameRate);
      return {
        key: other.id,
        name: other.name,
        help: isOfBoth(other) ? `${texts.synced} · ${facts}` : facts,
        clipId: other.id,
        frame: Math.floor(other.frameCount / 2),
        choose: open({ clip: other }),
      };
    }),
    ...syncs
      .filter(({ left, right }) => left.clipId === clip.id && right.clipId === clip.id)
      .map(({ id, left, right }) => ({
        key: id,
        name: texts.pair(formatCount(left.frame), formatCount(right.frame)),
        help: texts.pairHelp,
        clipId: clip.id,
        frame: right.frame,
        choose: open({ clip, syncId: id }),
      })),
  ];
}

/** With two events selected, those two; with one, the others of its code beside it. */
function eventChoices(app: AppState): readonly Choice[] {
  const { review, host, record } = app.stores;
  const [first, second] = selectedEvents(app);
  if (!first) return [];
  const nameOf = (event: ProjectEvent) => nameOfEvent(app, event);
  const choice = (event: ProjectEvent, words: { name: string; help: string }): Choice => ({
    key: event.id,
    ...words,
    clipId: event.clipId,
    frame: event.range.start,
    choose: (mode) => void compareEvents(app, first, event, mode),
  });
  if (second) return [choice(second, { name: texts.twoEvents, help: texts.twoEventsHelp })];
  const clipName = (id: string) => host.getState().clips?.find((clip) => clip.id === id)?.name ?? '';
  return [...record.getState().items.event.values()]
    .filter(({ id, codeId }) => id !== first.id && codeId === first.codeId)
    .sort((a, b) => a.clipId.localeCompare(b.clipId) || a.range.start - b.range.start)
    .map((event) => {
      const [code, number] = nameOf(first);
      const clip = event.clipId === review.getState().clip?.id ? '' : clipName(event.clipId);
      return choice(event, {
        name: texts.event(...nameOf(event)),
        help: texts.eventHelp(code, number, clip),
      });
    });
}

/** An event's code and its number among those of the code in its clip, counted from 1. */
function nameOfEvent({ stores }: AppState, event: ProjectEvent): readonly [code: string, number: number] {
  const { code, event: events } = stores.record.getState().items;
  const before = [...events.values()].filter(
    ({ clipId, codeId, range }) =>
      clipId === event.clipId && codeId === event.codeId && range.start < event.range.start,
  );
  return [code.get(event.codeId)?.name ?? '', before.length + 1];
}

/** Events in hand, in the order of selecting. */
export function selectedEvents({ stores }: AppState): readonly ProjectEvent[] {
  const { event } = stores.record.getState().items;
  return stores.events.getState().selected.flatMap((id) => event.get(id) ?? []);
}

/** Shows two events beside each other, synced at their starts and looped over the shorter. */
export async function compareEvents(
  { stores, actions }: AppState,
  first: ProjectEvent,
  second: ProjectEvent,
  mode: Mode,
): Promise<void> {
  const { review, host, notices, compare } = stores;
  const clips = host.getState().clips ?? [];
  const left = clips.find(({ id }) => id === first.clipId);
  const right = clips.find(({ id }) => id === second.clipId);
  if (!left || !right) return notices.getState().tell('note', compareTexts.clipGone);
  if (review.getState().clip?.id !== left.id) await actions.openClip(left);
  await compare.getState().open({ clip: right, mode, events: { left: first.range, right: second.range } });
}
