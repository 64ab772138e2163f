import { join } from 'node:path';
import type { app, BrowserWindow, dialog } from 'electron';

/**
 * The system's dialog for where an export goes, over the window in front where there is one; null when it is
 * closed. The dialog itself asks before something that exists is replaced.
 */
export async function chooseTarget(
  electron: {
    readonly BrowserWindow: Pick<typeof BrowserWindow, 'getFocusedWindow'>;
    readonly dialog: Pick<typeof dialog, 'showSaveDialog'>;
    readonly app: Pick<typeof app, 'getPath'>;
  },
  suggestedName: string,
): Promise<string | null> {
  const options = {
    title: 'Export',
    buttonLabel: 'Export',
    defaultPath: join(electron.app.getPath('videos'), suggestedName),
  };
  const window = electron.BrowserWindow.getFocusedWindow();
  const { canceled, filePath } = window
    ? await electron.dialog.showSaveDialog(window, options)
    : await electron.dialog.showSaveDialog(options);
  return canceled || filePath === '' ? null : filePath;
}
