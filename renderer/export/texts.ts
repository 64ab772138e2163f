import { formatCount, plural } from '../ui/format.ts';

export const exportTexts = {
  export: 'Export',
  starting: 'Starting …',
  noClip: 'Open a clip first: there is nothing to export.',
  noRange: 'Select a range first: drag on the timeline, or press I and O.',
  noReel: 'The reel is empty: select a range and add it here, or press Shift E on each.',
  tooMany: (most: number) =>
    `At most ${formatCount(most)} pictures can be exported at once: select a shorter range.`,
  lostClip: (place: number) => `Range ${place} is of a clip that is no longer in the project: remove it.`,
  what: 'What to export',
  whats: { frames: 'Frames', range: 'Range', reel: 'Reel' },
  framesOf: 'Which frames',
  thisFrame: (frame: number) => `Frame ${formatCount(frame)}`,
  allFrames: (range: string) => `Each of ${range}`,
  format: 'Format',
  formats: { png: 'PNG', jpeg: 'JPEG' },
  formatHelp: { png: 'Every pixel as decoded.', jpeg: 'Smaller files, slightly lossy.' },
  range: (range: string, frames: string, time: string) => `${range} · ${frames} · ${time}`,
  cut: 'Cut',
  cuts: { exact: 'Exact', smart: 'Smart', copy: 'Without re-encoding' },
  exactHelp: 'Begins and ends on your frames. Every picture is encoded anew.',
  burnsAll: 'Burning in draws into every picture, so all are encoded anew.',
  copyAtKey: 'No picture changes. Your range begins at a key frame, so it begins there.',
  copyEarlier: (keyFrame: number, frames: number) =>
    `No picture changes. Begins at key frame ${formatCount(keyFrame)}, ${plural(frames, 'frame')} before your range.`,
  copyUnknown: 'No picture changes. Begins at the last key frame before your range.',
  smartCopies: (frames: number, of: number) =>
    `Begins and ends on your frames. About ${formatCount(frames)} of ${plural(of, 'frame')} are copied, the ends encoded anew.`,
  smartNone:
    'Begins and ends on your frames. No group of pictures lies whole in the range: all are encoded anew.',
  sound: 'With sound',
  noSound: 'This clip has no sound',
  burnIn: 'Burn in',
  frameNumbers: 'Frame numbers',
  times: 'Times',
  options: 'Options',
  addRange: (range: string) => `Add ${range}`,
  clearReel: 'Remove all',
  earlier: (place: number) => `Move range ${place} up`,
  later: (place: number) => `Move range ${place} down`,
  remove: (place: number) => `Remove range ${place}`,
} as const;
