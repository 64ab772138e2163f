import type { Job } from '#common/domain/index.ts';
import { formatBytes, formatCount } from '../ui/format.ts';

/** Every sentence of the shell and of the state behind it. */
export const stateTexts = {
  asking: (question: string) => `Asking “${question.length > 48 ? `${question.slice(0, 47)}…` : question}”`,
  noEngine: 'There is no engine to ask. Install Nano or connect a server in the settings.',
  lookTooEarly: 'The question has not begun yet. Press F again once its first turn has started.',
  stages: {
    waiting: 'Waiting',
    loading: 'Loading the model',
    extracting: 'Extracting frames',
    encoding: 'Encoding frames',
    prefill: 'Reading',
    decoding: 'Writing',
  },
  stageOfFrames: {
    extracting: (count: number) => `Extracting ${count} frames`,
    encoding: (count: number) => `Encoding ${count} frames`,
  },
  opening: (name: string) => `Opening ${name}`,
  openingCancelled: 'Opening was cancelled. Choose the clip again in the library.',
  sending: (name: string) => `Sending ${name}`,
  connectionLost: 'The connection to DeepSport was lost. It reconnects by itself; what you see stays usable.',
  connectionGone:
    'DeepSport still does not answer. If it was started again, open the address that it printed; your questions are in the project.',
  connectionBack: 'The connection is back.',
  openCancelled: (name: string) => `Opening ${name} was cancelled.`,
  clipGone: (name: string) => `${name} is no longer there. Open it again from its place.`,
} as const;

/** One sentence on how a job ended. */
export function jobEnd({ kind, title, status, failure, result }: Job): string {
  if (status === 'failed') return failure?.message ?? `${title} failed.`;
  const cancelled = status === 'cancelled';
  switch (kind) {
    case 'open':
      return cancelled ? stateTexts.openCancelled(title) : `${title} is open.`;
    case 'analyse':
      return cancelled
        ? `The analysis of ${title} was cancelled. “Go on” on the timeline finishes it.`
        : `The analysis of ${title} is done.`;
    case 'export': {
      if (cancelled || !result) return `The export of ${title} was cancelled.`;
      const where = result.downloadPath ? ' Download it from the jobs.' : '';
      return `${result.fileName}, ${formatBytes(result.sizeBytes)}, is ready.${where}`;
    }
    case 'batch':
      return cancelled
        ? `${title} waits. Go on with it in the questions.`
        : `${title}: all questions are answered.`;
    case 'handover': {
      if (cancelled || !result) return `${title} was cancelled.`;
      return `${result.fileName}, ${formatBytes(result.sizeBytes)}, is ready.${result.downloadPath ? ' Download it from the jobs.' : ''}`;
    }
    case 'import':
      return cancelled
        ? `The import of ${title} was cancelled. Nothing of it is in the project.`
        : `${title} is imported.`;
    case 'find':
      return cancelled ? 'Looking for missing clips was cancelled.' : 'All folders were looked through.';
    case 'download':
      return cancelled
        ? `The download of ${title} was stopped. Started again, it goes on from there.`
        : `${title} is ready to be asked.`;
  }
}

export const shellTexts = {
  product: 'DeepSport',
  project: 'Project',
  projectNow: (name: string) => `${name}, all projects`,
  noClip: 'No clip open',
  frames: (count: number) => `${formatCount(count)} frames`,
  viewList: 'Views',
  views: { review: 'Review', numbers: 'Numbers', library: 'Library' },
  openFile: 'Open a clip',
  commands: 'Commands',
  commandsHint: 'Find an action',
  noCommand: 'No action has this name.',
  keys: 'Keys',
  settings: 'Settings',
  notices: 'Notices',
  noNotices: 'Nothing has happened yet.',
  cancel: 'Cancel',
  close: 'Close',
  dismiss: 'Dismiss',
  networkSent: (bytes: string) => `network: ${bytes} sent`,
  networkHelp: 'Bytes sent to other machines since the start. An engine on this machine sends none.',
  engine: (name: string, device: string) => `engine: ${name} · ${device}`,
  busy: 'busy',
  local: 'local',
  remote: 'frames leave this machine',
  noEngine: 'No engine',
  connecting: 'Connecting',
  reconnecting: 'Reconnecting',
  drop: 'Drop the clip to open it',
  resizeLeft: 'Resize the left panel',
  resizeTrace: 'Resize the trace',
  resizeTimeline: 'Resize the timeline',
  showCodes: 'Show the code window',
  hideLeft: 'Hide the left panel',
  showTrace: 'Show the trace',
  hideTrace: 'Hide the trace',
  showTimeline: 'Show the timeline',
  hideTimeline: 'Hide the timeline',
  groups: {
    playback: 'Playback',
    frames: 'Frames',
    picture: 'Picture',
    range: 'Range',
    events: 'Events',
    playlists: 'Playlists',
    compare: 'Two pictures',
    drawing: 'Drawing',
    ask: 'Ask',
    window: 'Window',
  },
} as const;

export const keysTexts = {
  help: 'Press a key’s button and then the key it shall be. Backspace gives the first one back.',
  press: 'Press a key',
  none: 'no key',
  change: (name: string, keys: string) => `${name}: ${keys || 'no key'}. Change`,
  changed: (name: string, key: string, before: string | null) =>
    before === null ? `${key}: ${name}.` : `${key}: ${name}. “${before}” had it before.`,
  reset: (name: string) => `“${name}” has its first keys again.`,
  resetAll: 'First keys for all',
} as const;

export const commandTexts = {
  play: 'Play or pause',
  back: 'Play backwards; again: faster',
  stop: 'Stop',
  forward: 'Play forwards; again: faster',
  faster: 'Faster',
  slower: 'Slower',
  nextFrame: 'Next frame',
  previousFrame: 'Previous frame',
  longStepForward: 'Ten frames forward, or as set',
  longStepBack: 'Ten frames back, or as set',
  first: 'First frame',
  last: 'Last frame',
  goTo: 'Go to a frame',
  mute: 'Mute or unmute the sound',
  verify: 'Verify this frame',
  mainPictures: 'Show main’s pictures, or those of this window',
  pictureLarger: 'Enlarge the picture',
  pictureSmaller: 'Shrink the picture',
  pictureActual: 'Picture at 100 %, or all of it',
  pictureFit: 'Show the whole picture',
  sharpPixels: 'Enlarged pixels as squares, or smooth',
  nextShot: 'To the following cut',
  previousShot: 'To the cut before',
  noShot: { 1: 'No later cut is known.', '-1': 'No earlier cut is known.' },
  setIn: 'Set the start of the range',
  setOut: 'Set the end of the range',
  lookHere: 'Look here',
  noRange: 'Select a range first: drag on the timeline, or press I and O.',
  clearRange: 'Clear the range',
  export: 'Export …',
  ask: 'Write a question',
  passive: 'Mode: passive',
  single: 'Mode: single look',
  iterative: 'Mode: iterative',
  compare: 'Mode: compare passive and iterative',
  cancel: 'Leave, or cancel the running question',
  open: 'Open a clip',
  review: 'Review',
  numbers: 'Numbers',
  library: 'Library',
  codesPanel: 'Show or hide the code window',
  eventsPanel: 'Show or hide the list of events',
  undo: 'Undo',
  redo: 'Redo',
  history: 'Show the history of edits',
  tour: 'Take the tour',
  drawing: 'Draw on the picture, or stop drawing',
  drawWith: (tool: string) => `Draw: ${tool.toLowerCase()}`,
  projects: 'Projects',
  zoomIn: 'Zoom the timeline in',
  zoomOut: 'Zoom the timeline out',
  wholeClip: 'Show the whole clip on the timeline',
  toggleTrace: 'Show or hide the trace',
  toggleTimeline: 'Show or hide the timeline',
  toggleTheme: 'Change between dark and light',
  settings: 'Settings',
  notices: 'Notices',
  jobs: 'Show the jobs',
  commands: 'Find an action',
  keys: 'Show all keys',
} as const;
