import { createStore } from 'zustand/vanilla';
import {
  type Code,
  type CodeUnderWay,
  type CodeWindow,
  codeNamed,
  endUnderWay,
  forgetLast,
  newCode,
  noTagging,
  type PressContext,
  type Pressed,
  pressButton,
  putItem,
  type Tagging,
} from '#common/domain/index.ts';
import { codeWindowTexts as texts } from '../../texts/code-window.ts';
import { recordTexts } from '../../texts/record.ts';
import { freeName, layoutInUse, newButton } from './code-window-edits.ts';
import { readCodeWindowMemory, writeCodeWindowMemory } from './code-window-memory.ts';
import type { EventsStore } from './events-store.ts';
import type { LayoutStorage, LayoutStore } from './layout-store.ts';
import type { NoticesStore } from './notices-store.ts';
import type { RecordStore } from './record-store.ts';
import type { ReviewStore } from './review-store.ts';

export type CodeWindowState = {
  /** Layouts chosen, by id, the last one first: see `layoutInUse`. */
  readonly chosen: readonly string[];
  readonly tagging: Tagging;
  /** What the last press did, in words; `count` grows with each, so that the same words are heard again. */
  readonly said: { readonly words: string; readonly count: number };
  /** The button pressed last, for a moment of light; `count` grows with each press. */
  readonly flash: { readonly buttonId: string; readonly count: number };

  readonly choose: (codeWindowId: string) => void;
  /** Copies a layout into the project and uses it; gives the copy's id, or null where nothing can be changed. */
  readonly copyLayout: (layout: CodeWindow, editTitle: string) => string | null;
  /** Makes a code and a button for it, in a layout of its own where there is none. */
  readonly addCode: (name: string) => void;
  readonly press: (buttonId: string) => void;
  /** Whether a key presses a button now: only while the code window is shown. */
  readonly hasKey: (key: string) => boolean;
  /** Presses the button of a key while the code window is shown; false where the key is none of its. */
  readonly pressKey: (key: string) => boolean;
  /** Ends what is under way on the clip shown: one, or all. */
  readonly end: (one?: CodeUnderWay) => void;
  /** Forgets what is under way on the clip shown, without events. */
  readonly discard: () => void;
};

export type CodeWindowStoreParts = {
  readonly record: RecordStore;
  readonly review: ReviewStore;
  readonly events: EventsStore;
  readonly layout: LayoutStore;
  readonly notices: NoticesStore;
  readonly storage: LayoutStorage | undefined;
  readonly createId?: () => string;
  readonly now?: () => Date;
};

const namesOf = (underWay: readonly CodeUnderWay[]) => underWay.map(({ codeName }) => codeName).join(', ');

/** Tagging by buttons: which layout is in use, what is under way, and what a press does to the record. */
export function createCodeWindowStore({
  record,
  review,
  events,
  layout,
  notices,
  storage,
  createId = () => crypto.randomUUID(),
  now = () => new Date(),
}: CodeWindowStoreParts) {
  const { tell } = notices.getState();
  const memory = readCodeWindowMemory(storage);

  const store = createStore<CodeWindowState>()((set, get) => {
    const inUse = () => layoutInUse(record.getState().items['code-window'], get().chosen);

    const buttonOf = (key: string) => {
      const { view, leftPanel } = layout.getState();
      const isShown = view === 'review' && leftPanel === 'codes';
      return isShown ? inUse()?.buttons.find((each) => each.key === key) : undefined;
    };

    /** Where a press happens now; says what is missing where nothing can be tagged. */
    const here = (): PressContext | null => {
      const { clip, times, playing, shown, target } = review.getState();
      const { items, readOnly } = record.getState();
      if (!clip) tell('note', texts.noClip);
      else if (!times) tell('note', texts.notIndexed);
      else if (readOnly !== null) tell('problem', readOnly);
      else {
        // While playing, the picture on the screen is what a person reacts to.
        const frame = playing ? (shown ?? target) : target;
        const { selected } = events.getState();
        return { clipId: clip.id, times, frame, items, selected, createId, now: now().toISOString() };
      }
      return null;
    };

    const keep = (pressed: Pressed, buttonId: string, { frame }: PressContext): void => {
      const { tagging, changes, tagged, begun, labelled, refused } = pressed;
      const labels = labelled?.labels.map(({ text }) => text).join(', ') ?? '';
      const codes = [...new Set(tagged.map(({ codeName }) => codeName))].join(', ');
      const title = labelled ? texts.edits[labelled.how](labels) : recordTexts.edits.tag(codes);
      if (refused.length > 0) tell('problem', texts.locked([...new Set(refused)].join(', ')));
      if (labelled?.how === 'nowhere') tell('note', texts.nothingToLabel(labels));
      if (changes.length > 0 && !record.getState().edit(title, changes)) return;
      const words = [
        ...begun.map(({ codeName }) => texts.begun(codeName, frame)),
        ...tagged.map(({ codeName, range }) => texts.tagged(codeName, range)),
        ...(labelled ? [texts.labelled[labelled.how](labels)] : []),
      ].join(', ');
      set(({ said, flash }) => ({
        tagging,
        said: words === '' ? said : { words, count: said.count + 1 },
        flash: { buttonId, count: flash.count + 1 },
      }));
    };

    const use = (window: CodeWindow, title: string, codes: readonly Code[] = []): boolean => {
      const done = record.getState().edit(title, [...codes, window].map(putItem));
      if (done) get().choose(window.id);
      return done;
    };

    return {
      chosen: memory.chosen,
      tagging: { ...noTagging, underWay: memory.underWay },
      said: { words: '', count: 0 },
      flash: { buttonId: '', count: 0 },

      choose: (id) => set(({ chosen }) => ({ chosen: [id, ...chosen.filter((each) => each !== id)] })),
      copyLayout: (original, title) => {
        const windows = record.getState().items['code-window'].values();
        const copy = { ...original, id: createId(), name: freeName(windows, original.name) };
        return use(copy, title) ? copy.id : null;
      },
      addCode: (typed) => {
        const name = typed.trim().slice(0, 120);
        if (name === '') return;
        const { items } = record.getState();
        const empty = { name: texts.ownLayout, sport: '', columns: 2, buttons: [] };
        const window: CodeWindow = inUse() ?? { kind: 'code-window', id: createId(), ...empty };
        if (window.buttons.some(({ kind, text }) => kind === 'code' && text === name)) {
          tell('note', texts.hasButton(name));
          return;
        }
        const known = codeNamed(items.code.values(), name);
        const code = known ?? newCode(items.code.values(), { id: createId(), name });
        const button = newButton(window, { id: createId(), text: name, colour: code.colour });
        const changed = { ...window, buttons: [...window.buttons, button] };
        use(changed, texts.edits.addCode(name), known ? [] : [code]);
      },
      press: (buttonId) => {
        const window = inUse();
        const context = window && here();
        if (context) keep(pressButton(get().tagging, window, buttonId, context), buttonId, context);
      },
      hasKey: (key) => buttonOf(key) !== undefined,
      pressKey: (key) => {
        const button = buttonOf(key);
        if (button) get().press(button.id);
        return button !== undefined;
      },
      end: (one) => {
        const context = here();
        if (!context) return;
        const ended = endUnderWay(get().tagging, context, (each) => !one || each === one);
        if (ended.tagged.length + ended.refused.length === 0) tell('note', texts.nothingUnderWay);
        else keep(ended, one?.buttonId ?? '', context);
      },
      discard: () => {
        const clipId = review.getState().clip?.id;
        const { tagging } = get();
        const gone = tagging.underWay.filter((each) => each.clipId === clipId);
        tell('note', gone.length === 0 ? texts.nothingUnderWay : texts.discarded(namesOf(gone)));
        const underWay = tagging.underWay.filter((each) => !gone.includes(each));
        if (gone.length > 0) set({ tagging: { ...tagging, underWay } });
      },
    };
  });

  store.subscribe(({ chosen, tagging }, before) => {
    if (chosen === before.chosen && tagging.underWay === before.tagging.underWay) return;
    writeCodeWindowMemory(storage, { chosen, underWay: tagging.underWay });
  });
  events.subscribe(({ selected }, before) => {
    if (selected === before.selected || selected.length === 0) return;
    store.setState(({ tagging }) => ({ tagging: forgetLast(tagging) }));
  });
  // What is under way stays with its clip.
  review.subscribe(({ clip }, { clip: before }) => {
    if (clip?.id === before?.id) return;
    const { underWay } = store.getState().tagging;
    const left = underWay.filter(({ clipId }) => clipId === before?.id);
    const waiting = underWay.filter(({ clipId }) => clipId === clip?.id);
    if (before && left.length > 0) tell('note', texts.parked(namesOf(left), before.name));
    const [first] = waiting;
    if (first) tell('note', texts.goesOn(namesOf(waiting), first.start));
  });
  return store;
}
