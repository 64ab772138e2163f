import { codeNamed } from './code-edits.ts';
import type { FrameRange } from './frame-range.ts';
import { momentRange } from './moment-range.ts';
import type { RecordItems } from './project-record.ts';
import type { CodeButton, CodeWindow, Label } from './record-items.ts';
import { labelOf, pressLabelButtons, tagChanges, withLabels } from './tagging-edits.ts';
import type { CodeUnderWay, PressContext, Pressed, TaggedCode, Tagging } from './tagging-state.ts';

/** A button and those that it presses along with it, each once, however they are linked. */
export function pressedTogether(window: CodeWindow, buttonId: string): readonly CodeButton[] {
  const byId = new Map(window.buttons.map((button) => [button.id, button]));
  // A set walks on through what is added meanwhile, and takes nothing twice.
  const reached = new Set([buttonId]);
  for (const id of reached) for (const next of byId.get(id)?.links ?? []) reached.add(next);
  return [...reached].flatMap((id) => byId.get(id) ?? []);
}

/** From the frame of one press to that of the other, whichever way the clip went between them. */
const spanned = (start: number, frame: number): FrameRange => ({
  start: Math.min(start, frame),
  end: Math.max(start, frame),
});

/** The same without the frame of the second press; null where nothing is left. */
const spannedUpTo = (start: number, frame: number): FrameRange | null =>
  start === frame ? null : spanned(start, frame > start ? frame - 1 : frame + 1);

const isLocked = (items: RecordItems, codeName: string): boolean =>
  codeNamed(items.code.values(), codeName)?.locked ?? false;

/** One press of a button, with all that it is linked to: codes first, so that labels find them. */
export function pressButton(
  tagging: Tagging,
  window: CodeWindow,
  buttonId: string,
  context: PressContext,
): Pressed {
  const together = pressedTogether(window, buttonId);
  const labels = together.filter(({ kind }) => kind === 'label');
  const codes = together.filter(({ kind }) => kind === 'code');
  const given = labels.map(labelOf);
  if (codes.length === 0) {
    const { how, ...pressed } = pressLabelButtons(tagging, window, labels, context);
    return { ...pressed, tagged: [], begun: [], labelled: { labels: given, how }, refused: [] };
  }
  const { clipId, frame, items } = context;
  const own: TaggedCode[] = [];
  const others: TaggedCode[] = [];
  let underWay = tagging.underWay;
  const isHere = (each: CodeUnderWay) => each.clipId === clipId && each.codeWindowId === window.id;
  const running = (id: string) => underWay.find((each) => isHere(each) && each.buttonId === id);
  const end = (
    ended: CodeUnderWay,
    range: FrameRange | null,
    into: TaggedCode[],
    more: readonly Label[] = [],
  ) => {
    underWay = underWay.filter((each) => each !== ended);
    if (range) into.push({ ...ended, range, labels: withLabels(ended.labels, more) });
  };
  // Toggles linked to a toggle begin and end with it; those linked to a moment are pressed as by hand.
  const [root] = codes;
  const begins = root?.mode === 'toggle' ? running(root.id) === undefined : null;
  const begun = new Set<string>();
  for (const button of codes.filter(({ text }) => !isLocked(items, text))) {
    const { id, text: codeName, colour, exclusiveGroup } = button;
    const now = running(id);
    if (button.mode === 'moment') {
      const range = momentRange(context.times, frame, button);
      own.push({ codeName, colour, exclusiveGroup: '', labels: withLabels([], given), range });
    } else if (now && begins !== true) {
      end(now, spanned(now.start, frame), own, given);
    } else if (!now && begins !== false) {
      const rivals = underWay.filter(
        (each) => isHere(each) && exclusiveGroup !== '' && each.exclusiveGroup === exclusiveGroup,
      );
      for (const rival of rivals) end(rival, spannedUpTo(rival.start, frame), others);
      const one = { clipId, codeWindowId: window.id, buttonId: id, codeName, colour, exclusiveGroup };
      underWay = [...underWay, { ...one, start: frame, labels: withLabels([], given) }];
      begun.add(id);
    }
  }
  const { changes, eventIds } = tagChanges([...own, ...others], context);
  return {
    tagging: { underWay, last: { buttonIds: [...begun], eventIds: eventIds.slice(0, own.length) } },
    changes,
    tagged: [...own, ...others],
    begun: underWay.filter((each) => isHere(each) && begun.has(each.buttonId)),
    labelled: null,
    refused: [...codes.map(({ text }) => text), ...others.map(({ codeName }) => codeName)].filter((name) =>
      isLocked(items, name),
    ),
  };
}

/** Ends what is under way on a clip, all of it or one button's, at the frame shown. */
export function endUnderWay(
  tagging: Tagging,
  context: PressContext,
  only: (each: CodeUnderWay) => boolean = () => true,
): Pressed {
  const ended = tagging.underWay.filter((each) => each.clipId === context.clipId && only(each));
  const tagged = ended
    .filter(({ codeName }) => !isLocked(context.items, codeName))
    .map((each) => ({ ...each, range: spanned(each.start, context.frame) }));
  const { changes, eventIds } = tagChanges(tagged, context);
  return {
    tagging: {
      underWay: tagging.underWay.filter((each) => !ended.includes(each)),
      last: { buttonIds: [], eventIds },
    },
    changes,
    tagged,
    begun: [],
    labelled: null,
    refused: ended.map(({ codeName }) => codeName).filter((name) => isLocked(context.items, name)),
  };
}
