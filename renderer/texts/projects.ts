import type { ProjectSummary } from '#common/domain/index.ts';
import { plural } from '../ui/format.ts';

export const projectsTexts = {
  title: 'Projects',
  search: 'Find a project',
  list: 'Projects, the one opened last first',
  loading: 'Looking for projects',
  none: 'No project has this name. Press Alt N to make it.',
  open: (name: string) => `Open ${name}`,
  openNow: 'Open now',
  counts: ({ clipCount, eventCount }: ProjectSummary) =>
    `${plural(clipCount, 'clip')} · ${plural(eventCount, 'event')}`,
  opened: (when: string) => `opened ${when}`,
  neverOpened: 'never opened here',
  create: 'New project',
  createKey: 'Alt N',
  createNamed: 'Make it',
  name: 'Name of the new project',
  namePlaceholder: 'Name, such as Cup final',
  choose: 'Open a file',
  rename: (name: string) => `Rename ${name}`,
  renameTo: 'Rename',
  renameKey: 'F2',
  renameField: (name: string) => `New name of ${name}`,
  forget: (name: string) => `Take ${name} off the list; its file stays`,
  forgetKey: 'Del',
  forgotten: (name: string) => `${name} is off the list. Its file stays where it is.`,
  openAfterAll: 'Open it after all',
  cancel: 'Cancel',
  close: 'Close',
  switched: (name: string) => `${name} is open.`,
  readOnly: 'Look only',
  notHere: (fileName: string) =>
    `${fileName} is a project: a browser cannot open it by its file. Choose it in Projects (Ctrl Shift O), or start DeepSport with “deepsport serve --project ${fileName}”.`,
} as const;
