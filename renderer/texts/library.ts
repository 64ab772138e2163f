import type { ClipInfo } from '#common/domain/index.ts';
import { plural } from '../ui/format.ts';

export const libraryTexts = {
  library: 'Library',
  open: 'Open a clip',
  openKey: 'Ctrl O',
  projects: 'All projects',
  projectsKey: 'Ctrl Shift O',
  search: 'Find a clip',
  searchHint: 'Name, codec, size',
  clips: 'Clips, the newest first',
  empty: 'No clip yet. Press Ctrl O, or drop a file on the window.',
  none: 'No clip fits this search.',
  loading: 'Reading the project',
  remove: (name: string) => `Take ${name} off the list; the file stays`,
  removeKey: 'Del',
  removed: (name: string) => `${name} is off the list. Ctrl Z brings it back.`,
  facts: ({ frameCount, codec, convertedFrom }: ClipInfo) =>
    `${plural(frameCount, 'frame')} · ${convertedFrom?.codec ?? codec}`,
  /** What belongs to the clip; nothing where there is nothing. */
  counts: (events: number, proposals: number) => [
    ...(events > 0 ? [plural(events, 'event')] : []),
    ...(proposals > 0 ? [plural(proposals, 'proposal')] : []),
  ],
  /** What tells the clip from others, in a word each. */
  marks: ({ variableFrameRate, videoTracks, videoTrack, captureRate, truncated }: ClipInfo) => [
    ...(variableFrameRate ? ['VFR'] : []),
    ...(videoTracks.length > 1 ? [`track ${videoTrack + 1} of ${videoTracks.length}`] : []),
    ...(captureRate ? [`shot at ${captureRate}`] : []),
    ...(truncated ? ['cut off'] : []),
  ],
  /** Everything of a clip that a search finds. */
  words: ({ name, codec, container, width, height, averageFrameRate, convertedFrom }: ClipInfo) =>
    [
      name,
      codec,
      container,
      convertedFrom?.codec ?? '',
      convertedFrom?.container ?? '',
      `${width}x${height}`,
      `${width}×${height}`,
      `${height}p`,
      `${Math.round(averageFrameRate)} fps`,
    ].join(' '),
  missing: (count: number) => (count === 1 ? 'A clip is missing' : `${count} clips are missing`),
  find: 'Find',
  finding: 'Looking for them',
  chooseFile: 'Choose its file',
  chooseFileOf: (name: string) => `Choose its file: ${name}`,
  dropHere: 'Drop its file here',
  found: (count: number) =>
    count === 1 ? 'A missing clip was found again.' : `${count} missing clips were found again.`,
  notFound: 'None of the missing clips was found near the project. Choose its file, or drop it on the clip.',
  another: (fileName: string, name: string) =>
    `${fileName} does not hold what ${name} did, so ${name} is still missing.`,
  same: (fileName: string, name: string) => `${fileName} holds the same as ${name}, which is open now.`,
  relinked: (name: string) => `${name} is there again.`,
} as const;
