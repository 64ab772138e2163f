import type { BrowserWindow, dialog } from 'electron';

/** The system's dialog for a project's file, over the window in front where there is one; null when it is closed. */
export async function chooseProject(electron: {
  readonly BrowserWindow: Pick<typeof BrowserWindow, 'getFocusedWindow'>;
  readonly dialog: Pick<typeof dialog, 'showOpenDialog'>;
}): Promise<string | null> {
  const options = {
    title: 'Open a project',
    properties: ['openFile' as const],
    filters: [{ name: 'DeepSport project', extensions: ['deepsport'] }],
  };
  const window = electron.BrowserWindow.getFocusedWindow();
  const { canceled, filePaths } = window
    ? await electron.dialog.showOpenDialog(window, options)
    : await electron.dialog.showOpenDialog(options);
  return canceled ? null : (filePaths[0] ?? null);
}
