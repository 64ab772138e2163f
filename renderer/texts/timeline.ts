import type { Mode, Transition } from '#common/domain/index.ts';
import { formatCount, plural } from '../ui/format.ts';

const modeNames: Readonly<Record<Mode, string>> = {
  passive: 'Passive',
  single: 'Single look',
  iterative: 'Iterative',
};

/** Rows that can be hidden, from the top. */
export const timelineRowNames = [
  'film',
  'phases',
  'events',
  'proposals',
  'looks',
  'coverage',
  'sound',
  'motion',
  'shots',
] as const;
export type RowName = (typeof timelineRowNames)[number];

export const timelineTexts = {
  timeline: 'Timeline',
  rows: {
    ruler: 'Frame',
    film: 'Film',
    phases: 'Phases',
    events: 'Events',
    proposals: 'Proposals',
    sound: 'Sound',
    motion: 'Motion',
    shots: 'Shots',
    looks: 'Looks',
    coverage: 'Coverage',
  },
  chooseRows: 'Rows',
  seenOf: (mode: Mode) => modeNames[mode],
  looksBy: (by: 'model' | 'analyst', turn: number, range: string) =>
    by === 'analyst' ? `You looked at ${range}` : `Turn ${turn} looked at ${range}`,
  waitingLook: (range: string) => `Your look at ${range} is shown at the next turn`,
  you: 'you',
  selection: (range: string, frames: string) => `${range} · ${frames}`,
  noSelection: 'Drag below the ruler to select a range, or press I and O.',
  lookHere: 'Look here',
  export: 'Export',
  clearSelection: 'Clear the range',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  wholeClip: 'Whole clip',
  playhead: 'Playhead',
  empty: 'Open a clip to see its frames here.',
  noLooks: 'No question yet: ask one, and the looks stand here.',
  coverage: {
    help: 'Amber: seen by a person. Cyan: sent to a model. Hatched: seen by nobody.',
    counts: (person: string, model: number, nobody: string) =>
      `A person saw ${person} of the frames, a model ${plural(model, 'frame')}; nobody saw ${nobody}.`,
  },
  motion: (frame: number) => `Motion along the clip, strongest at frame ${formatCount(frame)}.`,
  noMotion: 'Motion along the clip: not analysed yet.',
  sound: 'Sound along the clip, as lowest and highest samples.',
  noSoundYet: 'Sound along the clip: not analysed yet.',
  shots: (count: number, lasting: readonly Transition[]) => {
    if (count === 0) return 'Shots of the clip: not analysed yet.';
    const kinds = (['fade', 'dissolve', 'wipe'] as const)
      .map((kind) => ({ kind, count: lasting.filter((each) => each.kind === kind).length }))
      .filter((each) => each.count > 0)
      .map((each) => plural(each.count, each.kind));
    return `${[plural(count, 'shot'), ...kinds].join(', ')}. Alt with the arrows up and down goes from cut to cut.`;
  },
  shot: (place: number, range: string) => `Shot ${formatCount(place)} · frames ${range}`,
  transition: (kind: Transition['kind'], range: string) => `${kind} ${range}`,
  analysing: (percent: number) => `Analysing ${percent} %`,
  analysedUpTo: (percent: number) => `Analysed up to ${percent} %`,
  notAnalysed: 'Not analysed',
  analyse: 'Analyse',
  goOn: 'Go on',
  cancel: 'Cancel',
  eventRows: 'Events',
  noEvents: 'No events yet: press the key of a button in the code window.',
  noEventsShown: 'All codes are hidden: choose some in the rows menu.',
  /** After a code's name, for screen readers. */
  codeLabel: (events: number, locked: boolean) => `${plural(events, 'event')}${locked ? ', locked' : ''}`,
  code: {
    name: 'Name',
    taken: 'There is a code of this name already.',
    colour: 'Colour',
    colourOf: (place: number) => `Colour ${place}`,
    hide: 'Hide the row',
    show: 'Show the row',
    lock: 'Lock its events',
    unlock: 'Unlock its events',
    phase: 'Make it a phase',
    event: 'Give it a row of its own',
    up: 'Move up',
    down: 'Move down',
    selectAll: 'Select its events',
    reel: 'Make a reel of them',
    remove: (events: number) =>
      events === 0 ? 'Remove the code' : `Remove it with ${plural(events, 'event')}`,
  },
  codesShown: 'Codes',
  eventsSelected: (count: number) => `${plural(count, 'event')} selected`,
  eventSelected: (code: string, range: string, frames: string) => `${code} · ${range} · ${frames}`,
  details: 'Details',
  detailsKey: 'Enter',
} as const;
