import { join } from 'node:path';
import type * as Electron from 'electron';
import { toDeepSportError } from '#common/domain/index.ts';
import type { Log } from '#main/platform/index.ts';
import { createMediaHandler } from '#main/rpc/media.ts';
import { createRouter } from '#main/rpc/router.ts';
import type { Services } from '#main/rpc/services.ts';
import { servePort } from '#main/rpc/transports.ts';
import { createPageHandler } from '../page/page-handler.ts';
import { appUrl, serveAppScheme } from './app-scheme.ts';
import { menuTemplate } from './application-menu.ts';
import { scaleWindow, scalingSettings } from './interface-scale.ts';
import { confineToPage, refusePermissions, windowOptions } from './main-window.ts';
import { acceptPorts } from './port-handshake.ts';
import { projectArgument } from './project-argument.ts';

/** The part of Electron that the host uses; tests hand in their own. */
export type ElectronApi = Pick<
  typeof Electron,
  'app' | 'BrowserWindow' | 'dialog' | 'ipcMain' | 'Menu' | 'protocol' | 'session'
>;

export type ElectronHostOptions = {
  /** `out`, with `preload` and `renderer` in it. */
  readonly outFolder: string;
  readonly platform: NodeJS.Platform;
  readonly log: Log;
};

/** After that long a person who quits is not kept waiting: every edit is in the project already. */
const closingMilliseconds = 5000;

export type ElectronHost = { readonly openWindow: () => void };

/** Serves the page in windows of its own. To be called when Electron is ready. */
export function createElectronHost(
  electron: ElectronApi,
  services: Services,
  { outFolder, platform, log }: ElectronHostOptions,
): ElectronHost {
  const { app, BrowserWindow, dialog, ipcMain, Menu, protocol, session } = electron;
  const developer = !app.isPackaged;

  refusePermissions(session.defaultSession);
  app.on('web-contents-created', (_event, contents) => confineToPage(contents));
  serveAppScheme(
    protocol,
    createPageHandler(join(outFolder, 'renderer'), createMediaHandler(services, { log })),
  );
  const settings = scalingSettings(services.settings, () => BrowserWindow.getAllWindows());
  acceptPorts(ipcMain, servePort(createRouter({ ...services, settings }, log)));
  Menu.setApplicationMenu(Menu.buildFromTemplate([...menuTemplate(platform, developer)]));

  const openWindow = () => {
    const window = new BrowserWindow(windowOptions(join(outFolder, 'preload', 'index.cjs'), developer));
    scaleWindow(window, settings);
    window.once('ready-to-show', () => window.show());
    void window.loadURL(appUrl);
  };

  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow();
  });
  const comeToFront = () => {
    const [window] = BrowserWindow.getAllWindows();
    if (!window) return openWindow();
    if (window.isMinimized()) window.restore();
    window.focus();
  };
  const openProject = async (path: string) => {
    comeToFront();
    try {
      await services.projects.openFile(path);
    } catch (error) {
      const { message } = toDeepSportError(error);
      log('warn', message);
      dialog.showErrorBox('This project cannot be opened', message);
    }
  };
  app.on('second-instance', (_event, argv, workingFolder) => {
    const path = projectArgument(argv, workingFolder);
    if (path === undefined) comeToFront();
    else void openProject(path);
  });
  // A double click on a project where the system tells the running application, and not a second one.
  app.on('open-file', (event, path) => {
    event.preventDefault();
    void openProject(path);
  });
  app.on('window-all-closed', () => {
    if (platform !== 'darwin') app.quit();
  });

  let quitting: 'no' | 'closing' | 'closed' = 'no';
  app.on('will-quit', (event) => {
    if (quitting === 'closed') return;
    event.preventDefault();
    if (quitting === 'closing') return;
    quitting = 'closing';
    const late = new Error('closing took too long');
    const timer = setTimeout(() => closed(late), closingMilliseconds);
    const closed = (error?: unknown) => {
      if (quitting === 'closed') return;
      clearTimeout(timer);
      if (error) log('error', 'the services did not close', { error: String(error) });
      quitting = 'closed';
      app.quit();
    };
    services[Symbol.asyncDispose]().then(() => closed(), closed);
  });

  return { openWindow };
}
