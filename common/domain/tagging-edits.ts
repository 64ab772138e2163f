import { codeNamed, newCode } from './code-edits.ts';
import { changeableEvents, isSameLabel, tagEvents } from './event-edits.ts';
import { applyChanges, putItem, type RecordChange, type RecordItems } from './project-record.ts';
import type { Code, CodeButton, CodeWindow, Label, ProjectEvent } from './record-items.ts';
import type { CodeUnderWay, PressContext, TaggedCode, Tagging } from './tagging-state.ts';

/** Toggles of this exclusive group make phases, which share one row of the timeline. */
export const phaseGroup = 'Phase';

export const labelOf = ({ group, text }: CodeButton): Label => ({ group, text });

/** Labels with more of them, none twice. */
export const withLabels = (labels: readonly Label[], more: readonly Label[]): readonly Label[] =>
  [...labels, ...more].filter((label, at, all) => all.findIndex((each) => isSameLabel(each, label)) === at);

/** Codes that buttons name and that are missing: each once, in the colour of its button. */
function missingCodes(
  items: RecordItems,
  tagged: readonly TaggedCode[],
  createId: () => string,
): readonly Code[] {
  const codes: Code[] = [];
  for (const { codeName, colour, exclusiveGroup } of tagged) {
    const known = [...items.code.values(), ...codes];
    if (codeNamed(known, codeName)) continue;
    const role = exclusiveGroup === phaseGroup ? 'phase' : 'event';
    codes.push({ ...newCode(known, { id: createId(), name: codeName }), colour, role });
  }
  return codes;
}

/** The edit that puts tagged codes into the record, and the ids of the events, in the same order. */
export function tagChanges(
  tagged: readonly TaggedCode[],
  { items, clipId, createId, now }: PressContext,
): { readonly changes: readonly RecordChange[]; readonly eventIds: readonly string[] } {
  const codes = missingCodes(items, tagged, createId).map(putItem);
  const events = tagged.map(({ codeName, range, labels }) => ({
    id: createId(),
    clipId,
    codeName,
    range,
    labels,
    note: '',
    by: { kind: 'person' } as const,
    evidence: [],
    createdAt: now,
  }));
  return {
    changes: [...codes, ...tagEvents(applyChanges(items, codes), events, createId)],
    eventIds: events.map(({ id }) => id),
  };
}

/** What a label pressed now goes to. */
export type LabelTargets = {
  readonly underWay: readonly CodeUnderWay[];
  readonly events: readonly ProjectEvent[];
};

type Place = Pick<PressContext, 'clipId' | 'items' | 'selected'>;

/**
 * The latest thing in hand: what the last press began or tagged, else the selected events, else everything under
 * way on the clip. So a possession that runs for minutes does not catch the labels of a pass within it.
 */
export function labelTargets({ underWay, last }: Tagging, { clipId, items, selected }: Place): LabelTargets {
  const here = underWay.filter((each) => each.clipId === clipId);
  const latest: LabelTargets = {
    underWay: here.filter(({ buttonId }) => last.buttonIds.includes(buttonId)),
    events: changeableEvents(items, last.eventIds).filter((event) => event.clipId === clipId),
  };
  if (latest.underWay.length + latest.events.length > 0) return latest;
  const events = changeableEvents(items, selected);
  return events.length > 0 ? { underWay: [], events } : { underWay: here, events: [] };
}

const has = ({ labels }: { readonly labels: readonly Label[] }, label: Label): boolean =>
  labels.some((each) => isSameLabel(each, label));

/** Whether everything that a label would go to has it already. */
export const hasLabel = ({ underWay, events }: LabelTargets, label: Label): boolean =>
  underWay.length + events.length > 0 && [...underWay, ...events].every((each) => has(each, label));

/** Labels after the press of one: without the others of its exclusive group, of which an event has one only. */
function pressedLabel(
  labels: readonly Label[],
  window: CodeWindow,
  button: CodeButton,
  taken: boolean,
): readonly Label[] {
  const label = labelOf(button);
  if (taken) return labels.filter((each) => !isSameLabel(each, label));
  const rivals = window.buttons.filter(
    ({ kind, exclusiveGroup }) =>
      kind === 'label' && exclusiveGroup !== '' && exclusiveGroup === button.exclusiveGroup,
  );
  const kept = labels.filter((each) => !rivals.some((rival) => isSameLabel(each, labelOf(rival))));
  return withLabels(kept, [label]);
}

/** Labels pressed, given to what is in hand or taken from it where all of it has them. */
export function pressLabelButtons(
  tagging: Tagging,
  window: CodeWindow,
  buttons: readonly CodeButton[],
  place: Place,
): {
  readonly tagging: Tagging;
  readonly changes: readonly RecordChange[];
  readonly how: 'given' | 'taken' | 'nowhere';
} {
  const targets = labelTargets(tagging, place);
  const isNowhere = targets.underWay.length + targets.events.length === 0;
  const isTaken = buttons.every((button) => hasLabel(targets, labelOf(button)));
  const press = <T extends { readonly labels: readonly Label[] }>(target: T): T => {
    let { labels } = target;
    for (const button of buttons) {
      labels = pressedLabel(labels, window, button, hasLabel(targets, labelOf(button)));
    }
    return { ...target, labels };
  };
  return {
    tagging: {
      ...tagging,
      underWay: tagging.underWay.map((each) => (targets.underWay.includes(each) ? press(each) : each)),
    },
    changes: targets.events.map((event) => putItem(press(event))),
    how: isNowhere ? 'nowhere' : isTaken ? 'taken' : 'given',
  };
}
