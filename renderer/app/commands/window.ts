import { commandTexts as texts } from '../../texts/app.ts';
import { zoomView } from '../../timeline/scale.ts';
import { type Command, type CommandContext, layout, review } from './command.ts';

function zoom(context: CommandContext, factor: number): void {
  const { view, target, clip, setView } = review(context);
  if (!clip) return;
  // About the playhead, as if it were under the pointer; the width only sets how close one can get.
  const width = 1000;
  const x = (Math.max(0, Math.min(1, (target - view.start) / (view.end - view.start))) || 0) * width;
  setView(zoomView({ ...view, width }, x, factor, clip.frameCount));
}

/** Starts the system's file dialog, or the browser's by the hidden field of the page. */
function openFile({ app }: CommandContext): void {
  if (app.stores.host.getState().info?.canChooseFiles) void app.actions.chooseClip();
  else document.querySelector<HTMLInputElement>('#open-clip')?.click();
}

function toggleLeft(context: CommandContext, panel: 'codes' | 'events'): void {
  const { leftPanel, view, change } = layout(context);
  const isShown = view === 'review' && leftPanel === panel;
  change({ view: 'review', leftPanel: isShown ? 'none' : panel });
}

export const windowCommands: readonly Command[] = [
  { id: 'open', name: texts.open, group: 'window', keys: ['Mod+KeyO'], run: openFile },
  {
    id: 'review',
    name: texts.review,
    group: 'window',
    keys: ['Alt+Digit1'],
    run: (c) => layout(c).change({ view: 'review' }),
  },
  {
    id: 'numbers',
    name: texts.numbers,
    group: 'window',
    keys: ['Alt+Digit2'],
    run: (c) => layout(c).change({ view: 'numbers' }),
  },
  {
    id: 'codes-panel',
    name: texts.codesPanel,
    group: 'window',
    keys: ['Shift+KeyC'],
    run: (c) => toggleLeft(c, 'codes'),
  },
  {
    id: 'events-panel',
    name: texts.eventsPanel,
    group: 'window',
    keys: ['Shift+KeyL'],
    run: (c) => toggleLeft(c, 'events'),
  },
  {
    id: 'projects',
    name: texts.projects,
    group: 'window',
    keys: ['Mod+Shift+KeyO'],
    run: (c) => c.openDialog('projects'),
  },
  {
    id: 'library',
    name: texts.library,
    group: 'window',
    keys: ['Alt+Digit3'],
    run: (c) => layout(c).change({ view: 'library' }),
  },
  {
    id: 'zoom-in',
    name: texts.zoomIn,
    group: 'window',
    keys: ['Equal', 'NumpadAdd'],
    repeats: true,
    run: (c) => zoom(c, 0.5),
  },
  {
    id: 'zoom-out',
    name: texts.zoomOut,
    group: 'window',
    keys: ['Minus', 'NumpadSubtract'],
    repeats: true,
    run: (c) => zoom(c, 2),
  },
  {
    id: 'whole-clip',
    name: texts.wholeClip,
    group: 'window',
    keys: ['Shift+Digit0'],
    run: (c) => review(c).setView({ start: 0, end: Math.max(1, review(c).clip?.frameCount ?? 1) }),
  },
  {
    id: 'trace',
    name: texts.toggleTrace,
    group: 'window',
    keys: ['KeyT'],
    run: (c) => layout(c).change({ traceOpen: !layout(c).traceOpen }),
  },
  {
    id: 'timeline',
    name: texts.toggleTimeline,
    group: 'window',
    keys: ['Shift+KeyT'],
    run: (c) => layout(c).change({ timelineOpen: !layout(c).timelineOpen }),
  },
  {
    id: 'theme',
    name: texts.toggleTheme,
    group: 'window',
    keys: [],
    run: (c) => c.app.actions.setTheme(layout(c).theme === 'light' ? 'dark' : 'light'),
  },
  {
    id: 'settings',
    name: texts.settings,
    group: 'window',
    keys: ['Mod+Comma'],
    run: (c) => c.openDialog('settings'),
  },
  {
    id: 'tour',
    name: texts.tour,
    group: 'window',
    keys: [],
    run: (c) => c.app.stores.tour.getState().goTo(0),
  },
  { id: 'notices', name: texts.notices, group: 'window', keys: [], run: (c) => c.openDialog('notices') },
  {
    id: 'jobs',
    name: texts.jobs,
    group: 'window',
    keys: ['Shift+KeyJ'],
    run: (c) => c.openDialog('jobs'),
  },
  {
    id: 'commands',
    name: texts.commands,
    group: 'window',
    keys: ['Mod+KeyK'],
    run: (c) => c.openDialog('commands'),
  },
  { id: 'keys', name: texts.keys, group: 'window', keys: ['Shift+Slash'], run: (c) => c.openDialog('keys') },
];
