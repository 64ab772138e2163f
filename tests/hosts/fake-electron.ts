import { EventEmitter } from 'node:events';
import type { ElectronApi } from '#main/hosts/electron/electron-host.ts';

type Handler = (request: Request) => Promise<Response>;
type Refusal = (contents: unknown, permission: string, answer: (allowed: boolean) => void) => void;

/** The contents of a window, with what was set on it. */
export class FakeContents extends EventEmitter {
  mainFrame = { url: 'deepsport://app/' };
  windowOpenHandler: ((details: object) => { action: string }) | undefined;
  setWindowOpenHandler(handler: (details: object) => { action: string }): void {
    this.windowOpenHandler = handler;
  }
}

export class FakeWindow extends EventEmitter {
  static all: FakeWindow[] = [];
  readonly calls: string[] = [];
  readonly webContents = Object.assign(new EventEmitter(), {
    setZoomFactor: (factor: number) => this.calls.push(`zoom ${factor}`),
  });
  url = '';
  readonly options: { webPreferences: Record<string, unknown> } & Record<string, unknown>;
  constructor(options: FakeWindow['options']) {
    super();
    this.options = options;
    FakeWindow.all.push(this);
  }
  static getAllWindows(): FakeWindow[] {
    return FakeWindow.all;
  }
  async loadURL(url: string): Promise<void> {
    this.url = url;
  }
  show(): void {
    this.calls.push('show');
  }
  focus(): void {
    this.calls.push('focus');
  }
  restore(): void {
    this.calls.push('restore');
  }
  isMinimized(): boolean {
    return true;
  }
}

/** As much of Electron as the host touches, with everything it was told kept for tests to see. */
export function createFakeElectron() {
  FakeWindow.all = [];
  const app = Object.assign(new EventEmitter(), {
    isPackaged: true,
    quits: 0,
    quit() {
      this.quits += 1;
      const event = { prevented: false, preventDefault: () => {} };
      event.preventDefault = () => {
        event.prevented = true;
      };
      app.emit('will-quit', event);
      if (!event.prevented) app.emit('gone');
    },
  });
  const told = {
    errorBoxes: [] as string[],
    scheme: '',
    handler: undefined as Handler | undefined,
    menu: undefined as unknown,
    requestHandler: undefined as Refusal | undefined,
    checkHandler: undefined as (() => boolean) | undefined,
    deviceHandler: undefined as (() => boolean) | undefined,
  };
  const ipcMain = new EventEmitter();
  const api = {
    app,
    BrowserWindow: FakeWindow,
    dialog: {
      showErrorBox: (_title: string, sentence: string) => told.errorBoxes.push(sentence),
    },
    ipcMain,
    Menu: {
      buildFromTemplate: (template: unknown) => template,
      setApplicationMenu: (menu: unknown) => {
        told.menu = menu;
      },
    },
    protocol: {
      handle: (scheme: string, handler: Handler) => {
        told.scheme = scheme;
        told.handler = handler;
      },
    },
    session: {
      defaultSession: {
        setPermissionRequestHandler: (handler: Refusal) => {
          told.requestHandler = handler;
        },
        setPermissionCheckHandler: (handler: () => boolean) => {
          told.checkHandler = handler;
        },
        setDevicePermissionHandler: (handler: () => boolean) => {
          told.deviceHandler = handler;
        },
      },
    },
  };
  return { electron: api as unknown as ElectronApi, app, ipcMain, told };
}
