import type { BrowserWindowConstructorOptions, Session, WebContents } from 'electron';

/** The window before its page is there: dark, so that nothing flashes. */
export const windowOptions = (preload: string, developer: boolean): BrowserWindowConstructorOptions => ({
  width: 1440,
  height: 900,
  minWidth: 1280,
  minHeight: 800,
  show: false,
  title: 'DeepSport Workstation',
  backgroundColor: '#0d1014',
  webPreferences: {
    preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
    devTools: developer,
  },
});

type GuardedContents = Pick<WebContents, 'on' | 'setWindowOpenHandler'>;

/** The page stays where it is: it opens no windows, goes nowhere else and embeds nothing. */
export function confineToPage(contents: GuardedContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

type GuardedSession = Pick<
  Session,
  'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
>;

/** The page needs no camera, no microphone, no place and no device, so every request is refused. */
export function refusePermissions(session: GuardedSession): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}
