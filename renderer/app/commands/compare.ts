import { compareTexts, compareCommandTexts as texts } from '../../texts/compare.ts';
import { compareEvents, selectedEvents } from '../../viewer/compare/compare-choices.ts';
import { syncBySound } from '../../viewer/compare/sync-by-sound.ts';
import { type Command, type CommandContext, review } from './command.ts';

const compare = ({ app }: CommandContext) => app.stores.compare.getState();
const tell = ({ app }: CommandContext, words: string) => app.stores.notices.getState().tell('note', words);

function toggle(context: CommandContext, mode: 'side' | 'overlay'): void {
  if (!compare(context).toggle(mode)) choose(context);
}

function choose(context: CommandContext): void {
  if (review(context).clip) context.openDialog('compare');
  else tell(context, compareTexts.noClip);
}

function compareSelected(context: CommandContext): void {
  const [first, second] = selectedEvents(context.app);
  if (first && second) void compareEvents(context.app, first, second, 'side');
  else tell(context, compareTexts.selectTwo);
}

/** Two pictures. */
export const compareCommands: readonly Command[] = [
  {
    id: 'compare-overlay',
    name: texts.overlay,
    group: 'compare',
    keys: ['F9'],
    run: (c) => toggle(c, 'overlay'),
  },
  {
    id: 'compare-side',
    name: texts.sideBySide,
    group: 'compare',
    keys: ['Shift+F9'],
    run: (c) => toggle(c, 'side'),
  },
  {
    id: 'compare-difference',
    name: texts.difference,
    group: 'compare',
    keys: ['Alt+F9'],
    run: (c) => compare(c).toggleDifference(),
  },
  { id: 'compare-choose', name: texts.choose, group: 'compare', keys: ['Mod+F9'], run: choose },
  { id: 'compare-events', name: texts.events, group: 'compare', keys: [], run: compareSelected },
  {
    id: 'compare-sync',
    name: texts.syncHere,
    group: 'compare',
    keys: ['F8'],
    run: (c) => compare(c).syncHere(),
  },
  {
    id: 'compare-link',
    name: texts.link,
    group: 'compare',
    keys: ['Shift+F8'],
    run: (c) => compare(c).toggleLink(),
  },
  {
    id: 'compare-zoom-link',
    name: texts.zoomLink,
    group: 'compare',
    keys: [],
    run: (c) => compare(c).toggleZoomLink(),
  },
  {
    id: 'compare-sound',
    name: texts.syncBySound,
    group: 'compare',
    keys: ['Alt+F8'],
    run: (c) => void syncBySound(c.app),
  },
  {
    id: 'compare-nudge-forward',
    name: texts.nudgeForward,
    group: 'compare',
    keys: ['Alt+Period'],
    repeats: true,
    run: (c) => compare(c).nudge(1),
  },
  {
    id: 'compare-nudge-back',
    name: texts.nudgeBack,
    group: 'compare',
    keys: ['Alt+Comma'],
    repeats: true,
    run: (c) => compare(c).nudge(-1),
  },
  {
    id: 'compare-other-side',
    name: texts.otherSide,
    group: 'compare',
    keys: ['Backquote'],
    run: (c) => compare(c).focusOn(compare(c).focus === 'left' ? 'right' : 'left'),
  },
  { id: 'compare-swap', name: texts.swap, group: 'compare', keys: [], run: (c) => compare(c).swap() },
  { id: 'compare-leave', name: texts.leave, group: 'compare', keys: [], run: (c) => compare(c).close() },
];
