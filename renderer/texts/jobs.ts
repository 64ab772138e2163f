import type { JobKind } from '#common/domain/index.ts';
import { formatCount, plural } from '../ui/format.ts';

export const jobsTexts = {
  jobs: 'Jobs',
  none: 'No job is running.',
  running: (count: number) => plural(count, 'job'),
  ready: (count: number) => `${formatCount(count)} ready`,
  failed: (count: number) => `${formatCount(count)} failed`,
  kinds: {
    open: 'Opening',
    analyse: 'Analysis',
    export: 'Export',
    download: 'Download',
    batch: 'Questions',
    handover: 'Handover',
    import: 'Import',
    find: 'Missing clips',
  } satisfies Record<JobKind, string>,
  left: (time: string) => `${time} left`,
  cancelled: 'Cancelled',
  dismiss: (title: string) => `Take ${title} off the list`,
  download: 'Download',
  downloadFile: (name: string) => `Download ${name}`,
  frames: (count: number) => plural(count, 'frame'),
} as const;
