const signed = (value: number, digits: number): string =>
  `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;

/** Every sentence about two pictures. */
export const compareTexts = {
  left: 'Left',
  right: 'Right',
  inHand: 'in hand',
  pane: { left: 'Left picture', right: 'Right picture' },
  group: 'Two pictures',
  open: 'Compare with …',
  openKey: 'Ctrl F9',
  sideBySide: 'Side by side',
  overlay: 'Overlay',
  layout: 'How the two pictures lie',
  leave: 'Back to one picture',
  link: 'Link the two sides: they move together in time',
  unlink: 'Unlink the two sides, to step each by itself',
  linkZoom: 'Zoom both sides alike',
  syncHere: 'Make the two frames shown the same instant',
  nudgeBack: 'Right picture one frame back against the left',
  nudgeForward: 'Right picture one frame forward against the left',
  swap: 'Change sides',
  syncBySound: 'Sync by sound',
  opacity: 'Share of the right picture',
  share: (opacity: number) => `${Math.round(opacity * 100)} %`,
  difference: 'Difference',
  differenceHelp: 'Black where the two pictures are the same',
  apart: (seconds: number) => `${signed(seconds, 3)} s`,
  apartHelp: 'The right frame’s time less the left frame’s',
  sameInstant: 'same instant',
  earlier: (milliseconds: number) => `right ${milliseconds} ms earlier`,
  later: (milliseconds: number) => `right ${milliseconds} ms later`,
  before: 'right has not begun',
  after: 'right is over',
  beforeLeft: 'left has not begun',
  afterLeft: 'left is over',
  notLinked: 'not linked',
  notSyncedShort: 'not synced',
  loop: (range: string) => `Loop ${range}`,
  endLoop: 'End the loop',

  syncTitle: 'Set the sync point',
  nudgeTitle: 'Move the sync point',
  soundTitle: 'Sync by sound',
  synced: (left: number, right: number) =>
    `Frame ${left} on the left and frame ${right} on the right are the same instant. Both sides move together.`,
  notSynced: 'Show the same instant on both sides and press F8 first.',
  findTheInstant: 'Step each side to the same instant, then press F8.',
  selectTwo: 'Select two events first: click one, then another with Shift.',
  noClip: 'Open a clip first.',
  clipGone: 'The clip of that event is not open. Open it in the library first.',

  hearing: 'Comparing the sound of both clips',
  hearingPart: (percent: number) => `Comparing the sound of both clips · ${percent} %`,
  hearingCancelled: 'Syncing by sound was cancelled. The sync point is as it was.',
  noSound: (name: string) => `${name} has no sound. Show the same instant on both sides and press F8.`,
  noMatch:
    'The sound of the two clips has no part that clearly belongs together. Show the same instant on both sides and press F8.',
  soundFailed: 'The sound of the two clips could not be compared. Show the same instant and press F8.',
  heard: (offset: number, confidence: number, left: number, right: number) =>
    `By their sound, the right clip’s time is ${signed(offset, 3)} s against the left’s (${Math.round(confidence * 100)} % sure): frames ${left} and ${right} are the same instant.`,
  heardApart: (offset: number) =>
    `By their sound the clips lie ${signed(offset, 3)} s apart, so that no frame of one is a frame of the other.`,
} as const;

export const compareDialogTexts = {
  title: 'Compare with',
  search: 'Find a clip or an event',
  mode: 'Show them',
  empty: 'Nothing has this name.',
  thisClip: 'This clip at another moment',
  thisClipHelp: 'Both sides begin here. Step the right one to the other moment, then press F8.',
  pair: (left: string, right: string) => `Frames ${left} and ${right} of this clip`,
  pairHelp: 'Synced before',
  event: (code: string, number: number) => `${code} ${number}`,
  eventHelp: (code: string, number: number, clip: string) =>
    `Beside ${code} ${number}, synced at their starts${clip === '' ? '' : `; in ${clip}`}`,
  twoEvents: 'The two selected events',
  twoEventsHelp: 'Synced at their starts, looped over the shorter',
  synced: 'Synced',
  frames: (count: string, rate: number) => `${count} frames · ${Number(rate.toFixed(2))} fps`,
} as const;

/** Names of commands. */
export const compareCommandTexts = {
  sideBySide: 'Two pictures side by side, or one',
  overlay: 'Two pictures overlaid, or one',
  difference: 'Difference of two pictures',
  choose: 'Compare with …',
  events: 'Compare the two selected events',
  syncHere: 'Sync two pictures at the frames shown',
  link: 'Link or unlink two pictures',
  zoomLink: 'Zoom two pictures alike, or each by itself',
  nudgeForward: 'Right picture one frame forward against the left',
  nudgeBack: 'Right picture one frame back against the left',
  otherSide: 'Keys act on the other picture',
  swap: 'Change sides of two pictures',
  syncBySound: 'Sync two pictures by sound',
  leave: 'Back to one picture',
} as const;
