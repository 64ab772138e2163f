const number = (value: number): string => String(Number(value.toFixed(2)));

export const viewerTexts = {
  viewer: 'Viewer',
  stage: 'Picture',
  picture: (frame: number) => `Frame ${frame}`,
  noPicture: 'No picture yet',
  noClip: 'Open a clip or drop one here.',
  noClipKey: 'O',
  indexing: (name: string) => `Indexing ${name}`,
  firstHint: ['Select a range, then', ': the model looks there.'],
  takeTour: 'Take the tour',
  gotIt: 'Got it',
  copyFrame: 'Copy the frame number',
  copied: 'Copied',
  frameWord: 'Frame',
  frameBox: 'Frame number',
  frameBoxHelp: (last: string) => `A whole number from 0 to ${last}, then Enter`,
  copyTime: 'Copy the time',
  time: (time: string) => `Time ${time}. Copy the time`,
  play: 'Play',
  pause: 'Pause',
  stepBack: 'One frame back',
  stepForward: 'One frame forward',
  speedHelp: 'Playing speed: ↑ faster, ↓ slower',
  mute: 'Mute the sound',
  unmute: 'Let the sound be heard',
  noSound: 'This clip has no sound',
  volume: 'Volume',
} as const;

export const zoomTexts = {
  group: 'Size of the picture',
  smaller: 'Smaller',
  larger: 'Larger',
  percent: (scale: number) => `${Math.round(scale * 100)} %`,
  actualSize: 'One pixel of the picture on one of the screen',
  fit: 'Show the whole picture',
  sharp: 'Show each pixel as a square',
} as const;

export const verificationTexts = {
  ask: 'Verify this frame: compare it with main’s picture',
  running: (frame: number) => `Comparing frame ${frame} with the picture that main decodes …`,
  same: (frame: number, sha256: string) =>
    `Frame ${frame} is bit for bit the picture that main decodes (sha256 ${sha256}${sha256.length < 64 ? '…' : ''}).`,
  alike: (frame: number, difference: number) =>
    `Frame ${frame} is alike: mean difference ${difference.toFixed(1)} of 255 from the picture that main decodes.`,
  different: (frame: number, difference: number, viaMain: boolean) =>
    `Frame ${frame} differs: mean difference ${difference.toFixed(1)} of 255 from the picture that main decodes. ${
      viaMain
        ? 'Open the clip again before you judge by it.'
        : 'Press Shift V to see main’s pictures, and judge by those.'
    }`,
  failed: (frame: number, reason: string) => `Frame ${frame} could not be compared. ${reason}`,
  details: (words: string, clip: string, sha256: string) => `${clip}: ${words} Main’s RGB: sha256 ${sha256}.`,
  unreadable: (frame: number) => `Frame ${frame} could not be decoded.`,
  copy: 'Copy the result',
  close: 'Close',
} as const;

export const badgeTexts = {
  variable: 'VFR',
  variableHelp: 'Variable frame rate: every frame keeps its own time from the file.',
  viaMain: (codec: string) => `${codec} via main`,
  viaMainHelp: 'The pictures come from DeepSport’s own decoder. The frame numbers are the same.',
  cannotDecodeHelp:
    'This browser cannot decode the codec, so the pictures come from DeepSport’s own decoder. The frame numbers are the same.',
  codecHelp: 'Decoded in this window.',
  interlaced: 'interlaced',
  interlacedHelp: 'Interlaced: shown deinterlaced, one frame for each stored frame.',
  hdr: 'HDR tone-mapped',
  hdrHelp: 'High dynamic range: its colours are mapped to what every screen can show.',
  bits: (depth: number) => `${depth} bit`,
  bitsHelp: (depth: number) =>
    `The file holds ${depth} bits for each colour value; the picture shows 8 of them.`,
  truncated: 'cut off',
  truncatedHelp: 'The file ends before its own index says so: the frames that are there can be used.',
  converted: (container: string) => `${container}, converted`,
  remuxedHelp: (container: string) =>
    `${container} cannot be read frame by frame, so its pictures were moved once, unchanged, to a container that can.`,
  reencodedHelp: (container: string, codec: string) =>
    `${codec} in ${container} cannot be read frame by frame, so it was converted once, visually lossless. Every frame kept its number.`,
  track: (at: number, count: number) => `track ${at} of ${count}`,
  trackHelp: 'The file holds several picture tracks; the details of the clip change between them.',
  captured: (capture: number, stored: number) => `${number(capture)}→${number(stored)}`,
  capturedHelp: (capture: number, stored: number) =>
    `Captured at ${number(capture)} and stored at ${number(stored)} frames per second. All times are real seconds.`,
} as const;

export const detailTexts = {
  open: (width: number, height: number, rate: number) => `${width}×${height} · ${number(rate)} fps`,
  title: 'Details of the clip',
  tracks: 'Picture track',
  track: (at: number, count: number, width: number, height: number, codec: string) =>
    `Picture track ${at} of ${count}: ${width}×${height} ${codec}`,
  captureRate: 'Captured at',
  captureRateHelp: 'Frames per second at which the camera ran. Times, speeds and durations follow.',
  asStored: (rate: number) => `as stored (${number(rate)})`,
  otherRate: 'Another rate, frames per second',
  set: 'Set',
  rateInvalid: 'A rate is a number from 1 to 100 000.',
  stored: (width: number, height: number, codec: string, container: string) =>
    `${codec} in ${container}, ${width}×${height}`,
} as const;
