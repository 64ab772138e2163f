import type { ClipInfo } from '#common/domain/index.ts';
import { plural } from '../ui/format.ts';

export const libraryTexts = {
  library: 'Library',
  open: 'Open a clip',
  openKey: 'Ctrl O',
  empty: 'No clip yet. Open one, or drop a file on the window.',
  loading: 'Reading the project',
  remove: (name: string) => `Take ${name} off the list; the file stays`,
  facts: ({ frameCount, codec, convertedFrom }: ClipInfo) =>
    `${plural(frameCount, 'frame')} · ${convertedFrom?.codec ?? codec}`,
  /** What tells the clip from others, in a word each. */
  marks: ({ variableFrameRate, videoTracks, videoTrack, captureRate, truncated }: ClipInfo) => [
    ...(variableFrameRate ? ['VFR'] : []),
    ...(videoTracks.length > 1 ? [`track ${videoTrack + 1} of ${videoTracks.length}`] : []),
    ...(captureRate ? [`shot at ${captureRate}`] : []),
    ...(truncated ? ['cut off'] : []),
  ],
} as const;
