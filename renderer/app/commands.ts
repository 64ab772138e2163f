import { zoomView } from '../timeline/scale.ts';
import { neighbouringShot } from '../timeline/shots.ts';
import type { KeyBinding } from './keys.ts';
import type { AppState } from './state/app-state.ts';
import type { DialogName } from './state/dialog-store.ts';
import { type shellTexts, commandTexts as texts } from './texts.ts';

/** What commands act on. */
export type CommandContext = { readonly app: AppState; readonly openDialog: (dialog: DialogName) => void };

export type CommandGroup = keyof typeof shellTexts.groups;

export type Command = {
  readonly id: string;
  readonly name: string;
  readonly group: CommandGroup;
  readonly keys: readonly KeyBinding[];
  readonly run: (context: CommandContext) => void;
  /** Held down it runs again and again. */
  readonly repeats?: boolean;
};

const review = ({ app }: CommandContext) => app.stores.review.getState();
const questions = ({ app }: CommandContext) => app.stores.questions.getState();
const layout = ({ app }: CommandContext) => app.stores.layout.getState();

function zoom(context: CommandContext, factor: number): void {
  const { view, target, clip, setView } = review(context);
  if (!clip) return;
  // About the playhead, as if it were under the pointer; the width only sets how close one can get.
  const width = 1000;
  const x = (Math.max(0, Math.min(1, (target - view.start) / (view.end - view.start))) || 0) * width;
  setView(zoomView({ ...view, width }, x, factor, clip.frameCount));
}

function lookHere(context: CommandContext): void {
  const { selection } = review(context);
  if (selection) context.app.actions.lookHere(selection);
  else context.app.stores.notices.getState().tell('note', texts.noRange);
}

function goToShot(context: CommandContext, direction: 1 | -1): void {
  const { target, goTo } = review(context);
  const shots = context.app.stores.analysis.getState().analysis?.shots ?? [];
  const shot = neighbouringShot(shots, target, direction);
  if (shot) goTo(shot.start);
  else context.app.stores.notices.getState().tell('note', texts.noShot[direction]);
}

function leave(context: CommandContext): void {
  const focused = document.activeElement;
  if (focused instanceof HTMLElement && focused !== document.body) {
    focused.blur();
    return;
  }
  const running = questions(context).runs.some((run) => run.running);
  if (running) questions(context).cancelAll();
  else if (review(context).selection) review(context).select(null);
  else context.app.stores.notices.getState().dismiss();
}

/** Starts the system's file dialog, or the browser's by the hidden field of the page. */
function openFile({ app }: CommandContext): void {
  if (app.stores.host.getState().info?.canChooseFiles) void app.actions.chooseClip();
  else document.querySelector<HTMLInputElement>('#open-clip')?.click();
}

/** Every action of the page with its keys (product §3). The palette and the list of keys are made from this. */
export const commands: readonly Command[] = [
  { id: 'play', name: texts.play, group: 'playback', keys: ['Space'], run: (c) => review(c).togglePlay() },
  { id: 'back', name: texts.back, group: 'playback', keys: ['KeyJ'], run: (c) => review(c).shuttle(-1) },
  { id: 'stop', name: texts.stop, group: 'playback', keys: ['KeyK'], run: (c) => review(c).pause() },
  { id: 'forward', name: texts.forward, group: 'playback', keys: ['KeyL'], run: (c) => review(c).shuttle(1) },
  {
    id: 'faster',
    name: texts.faster,
    group: 'playback',
    keys: ['ArrowUp'],
    run: (c) => review(c).changeSpeed(1),
  },
  {
    id: 'slower',
    name: texts.slower,
    group: 'playback',
    keys: ['ArrowDown'],
    run: (c) => review(c).changeSpeed(-1),
  },
  {
    id: 'mute',
    name: texts.mute,
    group: 'playback',
    keys: ['KeyM'],
    run: (c) => layout(c).change({ muted: !layout(c).muted }),
  },
  {
    id: 'next-frame',
    name: texts.nextFrame,
    group: 'frames',
    keys: ['ArrowRight', 'Period', 'KeyK+KeyL'],
    repeats: true,
    run: (c) => review(c).step(1),
  },
  {
    id: 'previous-frame',
    name: texts.previousFrame,
    group: 'frames',
    keys: ['ArrowLeft', 'Comma', 'KeyK+KeyJ'],
    repeats: true,
    run: (c) => review(c).step(-1),
  },
  {
    id: 'ten-forward',
    name: texts.tenForward,
    group: 'frames',
    keys: ['Shift+ArrowRight', 'Shift+Period'],
    repeats: true,
    run: (c) => review(c).step(10),
  },
  {
    id: 'ten-back',
    name: texts.tenBack,
    group: 'frames',
    keys: ['Shift+ArrowLeft', 'Shift+Comma'],
    repeats: true,
    run: (c) => review(c).step(-10),
  },
  { id: 'first', name: texts.first, group: 'frames', keys: ['Home'], run: (c) => review(c).goTo(0) },
  {
    id: 'last',
    name: texts.last,
    group: 'frames',
    keys: ['End'],
    run: (c) => review(c).goTo(Number.MAX_SAFE_INTEGER),
  },
  {
    id: 'next-shot',
    name: texts.nextShot,
    group: 'frames',
    keys: ['Alt+ArrowDown'],
    repeats: true,
    run: (c) => goToShot(c, 1),
  },
  {
    id: 'previous-shot',
    name: texts.previousShot,
    group: 'frames',
    keys: ['Alt+ArrowUp'],
    repeats: true,
    run: (c) => goToShot(c, -1),
  },
  { id: 'go-to', name: texts.goTo, group: 'frames', keys: ['KeyG'], run: (c) => review(c).askForFrame() },
  {
    id: 'verify',
    name: texts.verify,
    group: 'frames',
    keys: ['KeyV'],
    run: (c) => review(c).askForVerification(),
  },
  {
    id: 'main-pictures',
    name: texts.mainPictures,
    group: 'frames',
    keys: ['Shift+KeyV'],
    run: (c) => review(c).toggleMainPictures(),
  },
  {
    id: 'picture-larger',
    name: texts.pictureLarger,
    group: 'picture',
    keys: ['Shift+Equal'],
    repeats: true,
    run: (c) => review(c).zoomBy(2),
  },
  {
    id: 'picture-smaller',
    name: texts.pictureSmaller,
    group: 'picture',
    keys: ['Shift+Minus'],
    repeats: true,
    run: (c) => review(c).zoomBy(0.5),
  },
  {
    id: 'picture-actual',
    name: texts.pictureActual,
    group: 'picture',
    keys: ['KeyZ'],
    run: (c) => review(c).toggleActualSize(),
  },
  {
    id: 'fit',
    name: texts.pictureFit,
    group: 'picture',
    keys: ['Digit0'],
    run: (c) => review(c).setZoom(null),
  },
  {
    id: 'sharp-pixels',
    name: texts.sharpPixels,
    group: 'picture',
    keys: ['KeyP'],
    run: (c) => layout(c).change({ sharpPixels: !layout(c).sharpPixels }),
  },
  { id: 'in', name: texts.setIn, group: 'range', keys: ['KeyI'], run: (c) => review(c).setIn() },
  { id: 'out', name: texts.setOut, group: 'range', keys: ['KeyO'], run: (c) => review(c).setOut() },
  { id: 'look', name: texts.lookHere, group: 'range', keys: ['KeyF'], run: lookHere },
  { id: 'clear', name: texts.clearRange, group: 'range', keys: ['KeyX'], run: (c) => review(c).select(null) },
  { id: 'export', name: texts.export, group: 'range', keys: ['KeyE'], run: (c) => c.openDialog('export') },
  {
    id: 'add-to-reel',
    name: texts.addToReel,
    group: 'range',
    keys: ['Shift+KeyE'],
    run: (c) => c.app.actions.addToReel(),
  },
  { id: 'ask', name: texts.ask, group: 'ask', keys: ['KeyQ'], run: (c) => questions(c).focusBox() },
  {
    id: 'mode-passive',
    name: texts.passive,
    group: 'ask',
    keys: [],
    run: (c) => questions(c).chooseMode('passive'),
  },
  {
    id: 'mode-single',
    name: texts.single,
    group: 'ask',
    keys: [],
    run: (c) => questions(c).chooseMode('single'),
  },
  {
    id: 'mode-iterative',
    name: texts.iterative,
    group: 'ask',
    keys: [],
    run: (c) => questions(c).chooseMode('iterative'),
  },
  {
    id: 'mode-compare',
    name: texts.compare,
    group: 'ask',
    keys: [],
    run: (c) => questions(c).chooseMode('compare'),
  },
  { id: 'cancel', name: texts.cancel, group: 'ask', keys: ['Escape'], run: leave },
  { id: 'open', name: texts.open, group: 'window', keys: ['Mod+KeyO'], run: openFile },
  {
    id: 'review',
    name: texts.review,
    group: 'window',
    keys: ['Alt+Digit1'],
    run: (c) => layout(c).change({ view: 'review' }),
  },
  {
    id: 'library',
    name: texts.library,
    group: 'window',
    keys: ['Alt+Digit2'],
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

/** The command of a key; the first one wins, and a test keeps keys from being given twice. */
export const commandFor = (binding: KeyBinding): Command | undefined =>
  commands.find((command) => command.keys.includes(binding));
