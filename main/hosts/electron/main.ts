import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  protocol,
  safeStorage,
  session,
  utilityProcess,
} from 'electron';
import { toDeepSportError } from '#common/domain/index.ts';
import { composeServices } from '#main/composition.ts';
import { createLogFile, dataFolder, goThroughProxy, openSettingsFile } from '#main/platform/index.ts';
import { logStrayFailures } from '../log-stray-failures.ts';
import { declareAppScheme } from './app-scheme.ts';
import { chooseClip } from './choose-clip.ts';
import { chooseProject } from './choose-project.ts';
import { chooseTarget } from './choose-target.ts';
import { createElectronHost } from './electron-host.ts';
import { createWindowPrinter } from './print-pdf.ts';
import { projectArgument } from './project-argument.ts';
import { createSystemSecrets } from './system-secrets.ts';
import { utilityWorker } from './utility-worker.ts';

const entryFolder = import.meta.dirname;
const outFolder = join(entryFolder, '..');
const folder = dataFolder({ platform: process.platform, env: process.env, home: app.getPath('home') });

/** The project that the application was started with, by a double click: macOS tells it in its own way. */
let startedWith = projectArgument(process.argv, process.cwd());
const takeFile = (event: { preventDefault(): void }, path: string) => {
  event.preventDefault();
  startedWith = path;
};

function start(): void {
  app.off('open-file', takeFile);
  const log = createLogFile(join(folder, 'deepsport.log'), Date.now);
  logStrayFailures(log);
  const settings = openSettingsFile({ file: join(folder, 'settings.json'), env: process.env });
  for (const problem of settings.problems) log('warn', problem);
  goThroughProxy(settings.current().proxy, process.env);
  const compose = (openProjectFile: string | undefined) =>
    composeServices({
      host: 'electron',
      version: app.getVersion(),
      // A package keeps models and samples beside the archive, for the engines read them as plain files.
      resourceFolder: app.isPackaged ? process.resourcesPath : join(outFolder, '..', 'resources'),
      projectFile: join(folder, 'project.deepsport'),
      openProjectFile,
      dataFolder: folder,
      settings,
      secrets: createSystemSecrets({
        safeStorage,
        file: join(folder, 'secrets.json'),
        env: process.env,
      }),
      startWorker: (name) =>
        utilityWorker(utilityProcess, join(entryFolder, `${name}.js`), `DeepSport ${name}`),
      log,
      env: process.env,
      chooseFile: () => chooseClip({ BrowserWindow, dialog }),
      chooseProject: () => chooseProject({ BrowserWindow, dialog }),
      printer: createWindowPrinter({ BrowserWindow }),
      chooseTarget: (suggestedName) => chooseTarget({ BrowserWindow, dialog, app }, suggestedName),
    });
  const composeOnStartedWith = () => {
    if (startedWith === undefined) return compose(undefined);
    try {
      return compose(startedWith);
    } catch (error) {
      const { message } = toDeepSportError(error);
      log('warn', message);
      dialog.showErrorBox('This project cannot be opened', message);
      return compose(undefined);
    }
  };
  try {
    const services = composeOnStartedWith();
    const electron = { app, BrowserWindow, dialog, ipcMain, Menu, protocol, session };
    createElectronHost(electron, services, { outFolder, platform: process.platform, log }).openWindow();
  } catch (error) {
    const { message } = toDeepSportError(error);
    log('error', message);
    dialog.showErrorBox('DeepSport cannot start', message);
    app.exit(1);
  }
}

// One data folder for every host; what the browser engine keeps lies below it. The lock holds for that folder.
app.setPath('userData', join(folder, 'desktop'));
if (app.requestSingleInstanceLock()) {
  // Before Electron is ready, or not at all.
  declareAppScheme(protocol);
  app.enableSandbox();
  app.on('open-file', takeFile);
  void app.whenReady().then(start);
} else {
  app.quit();
}
