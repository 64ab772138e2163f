import {
  changeableEvents,
  type Edge,
  type FrameRange,
  mergeEvents,
  moveEvents,
  nudgeEvents,
  type ProjectEvent,
  type RecordChange,
  removeEvents,
  splitEvents,
  trimEvents,
} from '#common/domain/index.ts';
import { commandTexts } from '../../texts/app.ts';
import { eventsTexts as texts } from '../../texts/events.ts';
import { type Command, type CommandContext, events, layout, record, review } from './command.ts';
import { focusAfter } from './focus-after.ts';

const tell = ({ app }: CommandContext, words: string) => app.stores.notices.getState().tell('note', words);

/** The selected events, else the one under the pointer. */
function inHand(context: CommandContext): readonly string[] {
  const { selected, pointed } = events(context);
  const { event, proposal } = record(context).items;
  const there = selected.filter((id) => event.has(id) || proposal.has(id));
  return there.length > 0 || pointed === null ? there : [pointed];
}

type Change = (ids: readonly string[]) => readonly RecordChange[];

/** Changes the events in hand, or says why nothing changed. */
function change(
  context: CommandContext,
  make: Change,
  title: (count: number) => string,
  otherwise: string,
  mergeKey?: string,
): void {
  const ids = inHand(context).filter((id) => record(context).items.event.has(id));
  if (ids.length === 0) {
    tell(context, texts.noneSelected);
    return;
  }
  const changeable = changeableEvents(record(context).items, ids);
  if (changeable.length === 0) {
    tell(context, texts.locked);
    return;
  }
  const changes = make(ids);
  if (changes.length === 0) {
    tell(context, otherwise);
    return;
  }
  const key = mergeKey === undefined ? undefined : `${mergeKey} ${ids.slice(0, 4).join(' ')}`.slice(0, 200);
  record(context).edit(title(changes.length), changes, key);
}

const frameCountOf = (context: CommandContext) => review(context).clip?.frameCount ?? 1;

const codeName = (context: CommandContext): string => {
  const { event, code } = record(context).items;
  return code.get(event.get(inHand(context)[0] ?? '')?.codeId ?? '')?.name ?? '';
};

/** Puts an edge of the events to the playhead; those that lie on the other side of it stay. */
function setEdge(context: CommandContext, edge: Edge): void {
  const { target, shown, playing } = review(context);
  const frame = playing ? (shown ?? target) : target;
  const { items } = record(context);
  const fits = (event: ProjectEvent | undefined) =>
    event && (edge === 'start' ? frame <= event.range.end : frame >= event.range.start);
  change(
    context,
    (ids) => {
      const fitting = ids.filter((id) => fits(items.event.get(id)));
      return trimEvents(items, fitting, edge, frame, frameCountOf(context));
    },
    () => texts.edits.trim(codeName(context)),
    texts.notHere,
  );
}

const nudge = (edge: Edge, by: number) => (context: CommandContext) =>
  change(
    context,
    (ids) => nudgeEvents(record(context).items, ids, edge, by, frameCountOf(context)),
    () => texts.edits.trim(codeName(context)),
    texts.notHere,
    `trim ${edge}`,
  );

const move = (by: number) => (context: CommandContext) =>
  change(
    context,
    (ids) => moveEvents(record(context).items, ids, by, frameCountOf(context)),
    texts.edits.move,
    texts.notHere,
    'move',
  );

/** Events of the clip whose rows are shown, by time. */
function shownEvents(context: CommandContext): readonly ProjectEvent[] {
  const { event, code } = record(context).items;
  const clipId = review(context).clip?.id;
  return [...event.values()]
    .filter((each) => each.clipId === clipId && !code.get(each.codeId)?.hidden)
    .sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end || (a.id < b.id ? -1 : 1));
}

function goToEvent(context: CommandContext, direction: 1 | -1): void {
  const all = shownEvents(context);
  const { target, goTo } = review(context);
  const { selected, select } = events(context);
  // From the selected event while one stands on its start, so that events that begin together are all reached.
  const at = all.findIndex(({ id, range }) => id === selected.at(-1) && range.start === target);
  const next =
    at >= 0
      ? all[at + direction]
      : direction === 1
        ? all.find(({ range }) => range.start > target)
        : all.findLast(({ range }) => range.start < target);
  if (!next) {
    tell(context, direction === 1 ? texts.noNext : texts.noPrevious);
    return;
  }
  select([next.id]);
  goTo(next.range.start);
}

function selectAll(context: CommandContext): void {
  const { event } = record(context).items;
  const codes = new Set(inHand(context).flatMap((id) => event.get(id)?.codeId ?? []));
  const all = shownEvents(context).filter(({ codeId }) => codes.size === 0 || codes.has(codeId));
  events(context).select(all.map(({ id }) => id));
}

function split(context: CommandContext): void {
  const { target, shown, playing } = review(context);
  const frame = playing ? (shown ?? target) : target;
  change(
    context,
    (ids) => splitEvents(record(context).items, ids, frame, () => crypto.randomUUID()),
    (changes) => texts.edits.split(changes / 2),
    texts.notInside,
  );
}

function remove(context: CommandContext): void {
  change(context, (ids) => removeEvents(record(context).items, ids), texts.edits.remove, texts.locked);
  const { event, proposal } = record(context).items;
  const { selected, select, point } = events(context);
  select(selected.filter((id) => event.has(id) || proposal.has(id)));
  point(null);
}

/** Loops the event in hand, else the selected range; ends a loop of the same. */
function loop(context: CommandContext): void {
  const { event, proposal } = record(context).items;
  const [id = ''] = inHand(context);
  const { selection, loop: now, setLoop, goTo, togglePlay } = review(context);
  const range = event.get(id)?.range ?? proposal.get(id)?.range ?? selection;
  if (now && (!range || isSame(now, range))) {
    setLoop(null);
    return;
  }
  if (!range) {
    tell(context, texts.nothingToLoop);
    return;
  }
  setLoop(range);
  goTo(range.start);
  togglePlay();
}

const isSame = (a: FrameRange, b: FrameRange) => a.start === b.start && a.end === b.end;

function openDetails(context: CommandContext): void {
  const [id] = inHand(context);
  if (id === undefined || !record(context).items.event.has(id)) {
    tell(context, texts.noneSelected);
    return;
  }
  if (!events(context).selected.includes(id)) events(context).select([id]);
  context.openDialog('event');
}

function focusRows(context: CommandContext): void {
  focusAfter(() => layout(context).change({ timelineOpen: true }), '.row--events');
}

function focusList(context: CommandContext): void {
  focusAfter(() => layout(context).change({ view: 'review', leftPanel: 'events' }), '.event-list__rows');
}

const command = (
  id: string,
  name: string,
  keys: Command['keys'],
  run: Command['run'],
  repeats = false,
): Command => ({ id, name, group: 'events', keys, run, ...(repeats ? { repeats } : {}) });

/** Events, proposals and the history of edits. */
export const eventsCommands: readonly Command[] = [
  command('undo', commandTexts.undo, ['Mod+KeyZ'], (c) => void record(c).undo(), true),
  command('redo', commandTexts.redo, ['Mod+Shift+KeyZ', 'Mod+KeyY'], (c) => void record(c).redo(), true),
  command('history', commandTexts.history, ['Mod+KeyH'], (c) => c.openDialog('history')),
  command('next-event', texts.commands.next, ['Mod+ArrowRight'], (c) => goToEvent(c, 1), true),
  command('previous-event', texts.commands.previous, ['Mod+ArrowLeft'], (c) => goToEvent(c, -1), true),
  command('event-details', texts.commands.details, ['Enter', 'NumpadEnter'], openDetails),
  command('remove-events', texts.commands.remove, ['Delete', 'Backspace'], remove),
  command('event-start-here', texts.commands.setStart, ['BracketLeft'], (c) => setEdge(c, 'start')),
  command('event-end-here', texts.commands.setEnd, ['BracketRight'], (c) => setEdge(c, 'end')),
  command(
    'event-start-earlier',
    texts.commands.startEarlier,
    ['Shift+BracketLeft'],
    nudge('start', -1),
    true,
  ),
  command('event-start-later', texts.commands.startLater, ['Alt+BracketLeft'], nudge('start', 1), true),
  command('event-end-later', texts.commands.endLater, ['Shift+BracketRight'], nudge('end', 1), true),
  command('event-end-earlier', texts.commands.endEarlier, ['Alt+BracketRight'], nudge('end', -1), true),
  command('event-earlier', texts.commands.moveEarlier, ['Alt+ArrowLeft'], move(-1), true),
  command('event-later', texts.commands.moveLater, ['Alt+ArrowRight'], move(1), true),
  command('all-events', texts.commands.all, ['Mod+KeyA'], selectAll),
  command('split-events', texts.commands.split, ['Shift+KeyS'], split),
  command('merge-events', texts.commands.merge, ['Shift+KeyM'], (c) =>
    change(
      c,
      (ids) => mergeEvents(record(c).items, ids),
      () => texts.edits.merge,
      texts.notToMerge,
    ),
  ),
  command('loop', texts.commands.loop, ['Shift+KeyU'], loop),
  command('event-rows', texts.commands.rows, ['Shift+KeyR'], focusRows),
  command('event-list', texts.commands.list, [], focusList),
];
