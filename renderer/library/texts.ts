import { plural } from '../ui/format.ts';

export const libraryTexts = {
  library: 'Library',
  open: 'Open a clip',
  openKey: 'Ctrl O',
  empty: 'No clip yet. Open one, or drop a file on the window.',
  loading: 'Reading the project',
  remove: (name: string) => `Take ${name} off the list; the file stays`,
  facts: (frames: number, codec: string) => `${plural(frames, 'frame')} · ${codec}`,
  variable: 'VFR',
} as const;
