import type { BrowserWindow, dialog } from 'electron';

const extensions = [
  ...['mp4', 'm4v', 'mov', 'mkv', 'webm', 'ts', 'mts', 'm2ts', 'avi', 'wmv', 'asf', 'flv', 'mxf'],
  ...['mpg', 'mpeg', 'vob', 'mod', 'dv', 'gif', '3gp', 'ogv', 'rm', 'rmvb'],
  // The small copies that cameras lay beside their recordings.
  ...['lrv', 'lrf'],
];

/** The system's dialog for a clip, over the window in front where there is one; null when it is closed. */
export async function chooseClip(electron: {
  readonly BrowserWindow: Pick<typeof BrowserWindow, 'getFocusedWindow'>;
  readonly dialog: Pick<typeof dialog, 'showOpenDialog'>;
}): Promise<string | null> {
  const options = {
    title: 'Open a clip',
    properties: ['openFile' as const],
    filters: [
      { name: 'Video', extensions },
      { name: 'All files', extensions: ['*'] },
    ],
  };
  const window = electron.BrowserWindow.getFocusedWindow();
  const { canceled, filePaths } = window
    ? await electron.dialog.showOpenDialog(window, options)
    : await electron.dialog.showOpenDialog(options);
  return canceled ? null : (filePaths[0] ?? null);
}
