import { formatCount, formatRange, plural } from '../ui/format.ts';

const selectRange = 'Select a range first: drag on the timeline, press I and O, or select an event.';

export const stillsTexts = {
  commands: {
    keep: 'Keep the frame shown as a key image',
    next: 'Next key image',
    previous: 'Previous key image',
    list: 'Key images',
    stroboscope: 'Stroboscopic picture',
  },
  noClip: 'Open a clip first.',
  noneFurther: { 1: 'No later key image.', '-1': 'No earlier key image.' },
  kept: (frame: number) => `Frame ${formatCount(frame)} is kept as a key image. Alt I lists them.`,
  isKept: (frame: number) => `Frame ${formatCount(frame)} is a key image already.`,
  edits: {
    keep: (frame: number) => `Keep frame ${frame} as a key image`,
    note: (frame: number) => `Note on key image ${frame}`,
    remove: (frame: number) => `Remove key image ${frame}`,
  },
  mark: (frame: number, note: string) =>
    note === ''
      ? `Key image, frame ${formatCount(frame)}`
      : `Key image, frame ${formatCount(frame)}: ${note}`,
  list: {
    title: 'Key images',
    count: (count: number) => plural(count, 'key image'),
    empty: 'Frames worth finding again are kept here. On the frame shown, press',
    keepKey: 'Shift I',
    keep: (frame: number) => `Keep frame ${formatCount(frame)}`,
    goTo: 'Go to frame',
    note: (frame: number) => `Note on frame ${formatCount(frame)}`,
    notePlaceholder: 'Note',
    remove: (frame: number) => `Remove key image ${formatCount(frame)}`,
    format: 'Format',
    formats: { png: 'PNG', jpeg: 'JPEG' },
    numbers: 'Frame numbers',
    drawings: (any: boolean) => (any ? 'Drawings' : 'Drawings (none here)'),
    export: (count: number) => `Export ${plural(count, 'picture')}`,
    starting: 'Starting …',
  },
  stroboscope: {
    title: 'Stroboscopic picture',
    selectRange,
    tooShort: (range: string, least: number) =>
      `${range} is too short: a stroboscopic picture needs a range of at least ${least} frames.`,
    range: (range: { readonly start: number; readonly end: number }, frames: number) =>
      `${formatRange(range)} · ${plural(frames, 'frame')}`,
    moments: 'Moments',
    ways: { even: 'Evenly in time', chosen: 'Chosen frames' },
    count: 'Number of moments',
    frames: 'Frames of the moments',
    framesHelp: 'Frame numbers, parted by spaces',
    takeKeyImages: (count: number) => `Take ${plural(count, 'key image')}`,
    onTop: 'On top',
    tops: { latest: 'Latest', earliest: 'Earliest' },
    numbers: 'Frame numbers',
    working: 'Making the picture …',
    cancel: 'Cancel',
    cancelled: 'Cancelled.',
    again: 'Make it',
    picture: (frames: readonly number[]) => `Stroboscopic picture of frames ${frames.join(', ')}`,
    badFrames: (least: number, most: number, range: string) =>
      `Write ${least} to ${most} different frames of ${range}.`,
    failed: 'The picture could not be fetched. Change something or open this again.',
    export: 'Export PNG',
    starting: 'Starting …',
  },
} as const;
