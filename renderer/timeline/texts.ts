import type { Mode } from '#common/domain/index.ts';

const modeNames: Readonly<Record<Mode, string>> = {
  passive: 'Passive',
  single: 'Single look',
  iterative: 'Iterative',
};

export const timelineTexts = {
  timeline: 'Timeline',
  rows: { ruler: 'Frame', filmstrip: 'Film', looks: 'Looks', seen: 'Coverage' },
  seenOf: (mode: Mode) => modeNames[mode],
  looksBy: (by: 'model' | 'analyst', turn: number, range: string) =>
    by === 'analyst' ? `You looked at ${range}` : `Turn ${turn} looked at ${range}`,
  waitingLook: (range: string) => `Your look at ${range} is shown at the next turn`,
  you: 'you',
  unlooked: (range: string) => `Nobody looked at ${range}`,
  seenFrame: (frame: number, by: 'start' | 'model' | 'analyst') =>
    `Frame ${frame}, ${{ start: 'sent at the start', model: 'sent after a look', analyst: 'sent after your look' }[by]}`,
  selection: (range: string, frames: string) => `${range} · ${frames}`,
  noSelection: 'Drag below the ruler to select a range, or press I and O.',
  lookHere: 'Look here',
  clearSelection: 'Clear the range',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  wholeClip: 'Whole clip',
  playhead: 'Playhead',
  empty: 'Open a clip to see its frames here.',
  noLooks: 'No question yet: ask one, and the looks stand here.',
  hatchHelp: 'Hatched: nobody looked here. Ticks: frames the model was sent.',
} as const;
