import { EventEmitter, once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort as NodePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { MenuItemConstructorOptions } from 'electron';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mediaPaths } from '#common/contract/index.ts';
import { DeepSportError } from '#common/domain/index.ts';
import { declareAppScheme } from '#main/hosts/electron/app-scheme.ts';
import { menuTemplate } from '#main/hosts/electron/application-menu.ts';
import { chooseClip } from '#main/hosts/electron/choose-clip.ts';
import { chooseProject } from '#main/hosts/electron/choose-project.ts';
import { createElectronHost } from '#main/hosts/electron/electron-host.ts';
import { utilityWorker } from '#main/hosts/electron/utility-worker.ts';
import type { ContractClient } from '../rpc/contract-suite.ts';
import { clip, createFakeServices } from '../rpc/fake-services.ts';
import { createFakeElectron, FakeContents, FakeWindow } from './fake-electron.ts';

let outFolder = '';
let fake: ReturnType<typeof createFakeElectron>;
let disposed = 0;

beforeEach(() => {
  outFolder = mkdtempSync(join(tmpdir(), 'deepsport-electron-'));
  mkdirSync(join(outFolder, 'renderer'));
  writeFileSync(join(outFolder, 'renderer', 'index.html'), '<title>the page</title>');
  writeFileSync(join(outFolder, 'dive.mp4'), 'abcdefghij');
  fake = createFakeElectron();
  disposed = 0;
});
afterEach(() => rmSync(outFolder, { recursive: true, force: true }));

function startHost(
  platform: NodeJS.Platform = 'linux',
  openFile?: ReturnType<typeof createFakeServices>['projects']['openFile'],
) {
  const services = createFakeServices({
    async [Symbol.asyncDispose]() {
      disposed += 1;
    },
  });
  const clips = { ...services.clips, playablePathOf: async () => join(outFolder, 'dive.mp4') };
  const host = createElectronHost(
    fake.electron,
    { ...services, clips, projects: { ...services.projects, ...(openFile ? { openFile } : {}) } },
    { outFolder, platform, log: () => {} },
  );
  host.openWindow();
  const request = (url: string, headers: Record<string, string> = {}) =>
    fake.told.handler?.(new Request(url, { headers })) ?? Promise.reject(new Error('no handler'));
  return { host, services, request };
}

describe('The window', () => {
  it('is dark, large enough, isolated and sandboxed, and shown when its page is ready', () => {
    startHost();
    const [window] = FakeWindow.all;
    expect(window?.options).toMatchObject({
      width: 1440,
      height: 900,
      minWidth: 1280,
      minHeight: 800,
      show: false,
      title: 'DeepSport Workstation',
    });
    expect(window?.options.backgroundColor).toMatch(/^#[01]/);
    expect(window?.options.webPreferences).toMatchObject({
      preload: join(outFolder, 'preload', 'index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      devTools: false,
    });
    expect(window?.url).toBe('deepsport://app/');
    expect(window?.calls).toEqual([]);
    window?.emit('ready-to-show');
    expect(window?.calls).toEqual(['show']);
  });

  it('goes nowhere, opens nothing and embeds nothing', () => {
    startHost();
    const contents = new FakeContents();
    fake.app.emit('web-contents-created', {}, contents);
    expect(contents.windowOpenHandler?.({ url: 'https://example.org' })).toEqual({ action: 'deny' });
    for (const name of ['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview']) {
      let prevented = false;
      const preventDefault = () => {
        prevented = true;
      };
      contents.emit(name, { preventDefault, url: 'https://example.org' });
      expect([name, prevented]).toEqual([name, true]);
    }
  });

  it('gets no permission for anything', () => {
    startHost();
    for (const permission of ['media', 'geolocation', 'notifications', 'usb', 'clipboard-read']) {
      let answer: boolean | undefined;
      fake.told.requestHandler?.({}, permission, (allowed) => {
        answer = allowed;
      });
      expect([permission, answer]).toEqual([permission, false]);
    }
    expect([fake.told.checkHandler?.(), fake.told.deviceHandler?.()]).toEqual([false, false]);
  });

  it('comes to the front when the application is started a second time', () => {
    startHost();
    fake.app.emit('second-instance', {}, ['deepsport'], '/');
    expect(FakeWindow.all[0]?.calls).toEqual(['restore', 'focus']);
    expect(FakeWindow.all).toHaveLength(1);
  });
});

describe('A project opened from outside', () => {
  const opened: string[] = [];
  const openFile = async (path: string) => {
    if (path.includes('gone')) throw new DeepSportError('NOT_FOUND', 'The file of the project gone is gone.');
    opened.push(path);
    return { id: 'project-2', name: 'match', readOnly: null, notice: null };
  };
  const start = () => startHost('linux', openFile);
  beforeEach(() => {
    opened.length = 0;
  });

  it('is opened in the running application when it is started a second time with its file', () => {
    start();
    const file = join(outFolder, 'match.deepsport');
    fake.app.emit('second-instance', {}, ['deepsport', '--flag', 'match.deepsport'], outFolder);
    expect(opened).toEqual([file]);
    expect(FakeWindow.all[0]?.calls).toEqual(['restore', 'focus']);
  });

  it('is opened by a double click where the system tells the running application', () => {
    start();
    let prevented = false;
    const event = {
      preventDefault: () => {
        prevented = true;
      },
    };
    fake.app.emit('open-file', event, join(outFolder, 'match.deepsport'));
    expect([opened, prevented]).toEqual([[join(outFolder, 'match.deepsport')], true]);
  });

  it('says in a dialog why it cannot be', async () => {
    start();
    fake.app.emit('second-instance', {}, ['deepsport', 'gone.deepsport'], outFolder);
    await expect.poll(() => fake.told.errorBoxes).toEqual(['The file of the project gone is gone.']);
  });

  it('is chosen by the system’s dialog among project files, and null where that is closed', async () => {
    const asked: unknown[] = [];
    const choose = (filePaths: string[]) =>
      chooseProject({
        BrowserWindow: { getFocusedWindow: () => null },
        dialog: {
          showOpenDialog: async (options: unknown) => {
            asked.push(options);
            return { canceled: filePaths.length === 0, filePaths };
          },
        },
      } as never);
    expect(await choose(['/a/match.deepsport'])).toBe('/a/match.deepsport');
    expect(await choose([])).toBeNull();
    expect(asked[0]).toMatchObject({ filters: [{ extensions: ['deepsport'] }] });
  });
});

describe('The scheme of the application', () => {
  it('is declared as a secure origin of its own that streams', () => {
    const declared: unknown[] = [];
    declareAppScheme({ registerSchemesAsPrivileged: (schemes) => declared.push(...schemes) });
    expect(declared).toEqual([
      {
        scheme: 'deepsport',
        privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
      },
    ]);
  });

  it('serves the page under a strict policy', async () => {
    const { request } = startHost();
    expect(fake.told.scheme).toBe('deepsport');
    const response = await request('deepsport://app/');
    expect([response.status, await response.text()]).toEqual([200, '<title>the page</title>']);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).toContain("connect-src 'self';");
    expect(policy).not.toMatch(/unsafe-eval|https?:|ws:|\*/);
  });

  it('answers byte ranges of a clip: 200, 206, 416', async () => {
    const { request } = startHost();
    const url = `deepsport://app${mediaPaths.file(clip.id)}`;
    const whole = await request(url);
    expect([whole.status, await whole.text()]).toEqual([200, 'abcdefghij']);
    const part = await request(url, { range: 'bytes=2-4' });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
      206,
      'bytes 2-4/10',
      'cde',
    ]);
    const outside = await request(url, { range: 'bytes=10-' });
    expect([outside.status, outside.headers.get('content-range')]).toEqual([416, 'bytes */10']);
  });

  it('serves nothing under another host and never leaves its folder', async () => {
    const { request } = startHost();
    expect((await request('deepsport://other/')).status).toBe(404);
    expect((await request('deepsport://app/..%2fdive.mp4')).status).toBe(404);
    expect((await request('deepsport://app/%2e%2e/dive.mp4')).status).toBe(404);
  });

  it('takes no uploads: files are opened where they lie', async () => {
    startHost();
    const put = new Request(`deepsport://app${mediaPaths.upload('a.mp4')}`, { method: 'PUT', body: 'x' });
    expect((await fake.told.handler?.(put))?.status).toBe(404);
  });
});

describe('The port handed over by the page', () => {
  /** Node's port as Electron's main process has it: an emitter of `{ data }`. */
  class MainPort extends EventEmitter {
    closed = false;
    private readonly port: NodePort;
    constructor(port: NodePort) {
      super();
      this.port = port;
    }
    start() {
      this.port.on('message', (data) => this.emit('message', { data }));
      this.port.on('close', () => this.emit('close'));
    }
    postMessage(data: unknown) {
      this.port.postMessage(data);
    }
    close() {
      this.closed = true;
      this.port.close();
    }
  }

  function handOver(senderFrame: object | null, sender: FakeContents) {
    const { port1, port2 } = new MessageChannel();
    const port = new MainPort(port1);
    fake.ipcMain.emit('deepsport:connect', { ports: [port], senderFrame, sender });
    return { port, mine: port2 };
  }

  it('carries the contract', async () => {
    startHost();
    const contents = new FakeContents();
    const { mine } = handOver(contents.mainFrame, contents);
    const client: ContractClient = createORPCClient(new RPCLink({ port: mine as unknown as MessagePort }));
    mine.start();
    expect(await client.clips.list()).toEqual([clip]);
    mine.close();
  });

  it('cancels what runs when its page is gone', async () => {
    const { services } = startHost();
    const contents = new FakeContents();
    const { port, mine } = handOver(contents.mainFrame, contents);
    const client: ContractClient = createORPCClient(new RPCLink({ port: mine as unknown as MessagePort }));
    mine.start();
    await client.questions.ask({ clipId: clip.id, question: 'wait' });
    const closed = once(port, 'close');
    mine.close();
    await closed;
    for (let wait = 0; wait < 100 && services.seen.aborted === 0; wait += 1) {
      await new Promise((done) => setTimeout(done, 5));
    }
    expect(services.seen.ended).toEqual(['cancelled']);
  });

  it.each([
    ['a frame inside the page', { url: 'deepsport://app/frame' }],
    ['a frame that is gone', null],
  ])('is closed when it comes from %s', (_title, frame) => {
    startHost();
    expect(handOver(frame, new FakeContents()).port.closed).toBe(true);
  });

  it.each(['https://example.org/', 'deepsport://other/', 'file:///x.html', 'deepsport://app.example/'])(
    'is closed when the window shows %s',
    (url) => {
      startHost();
      const contents = new FakeContents();
      contents.mainFrame = { url };
      expect(handOver(contents.mainFrame, contents).port.closed).toBe(true);
    },
  );

  it('is ignored when there is none', () => {
    startHost();
    expect(() => fake.ipcMain.emit('deepsport:connect', { ports: [] })).not.toThrow();
  });
});

describe('Quitting', () => {
  it('closes the services once before the application is gone', async () => {
    startHost();
    const gone = once(fake.app, 'gone');
    fake.app.emit('window-all-closed');
    fake.app.quit();
    await gone;
    expect(disposed).toBe(1);
  });

  it('keeps the application on macOS without windows, and opens one again', () => {
    startHost('darwin');
    fake.app.emit('window-all-closed');
    expect(fake.app.quits).toBe(0);
    FakeWindow.all = [];
    fake.app.emit('activate');
    expect(FakeWindow.all).toHaveLength(1);
  });
});

describe('The application menu', () => {
  const roles = (template: readonly MenuItemConstructorOptions[]): string[] =>
    template.flatMap(({ role, submenu }) => [
      ...(role ? [role] : []),
      ...(Array.isArray(submenu) ? roles(submenu) : []),
    ]);

  it('has what people expect of each system, and leaves undo to the page', () => {
    startHost();
    expect(fake.told.menu).toEqual([...menuTemplate('linux', false)]);
    expect(roles(menuTemplate('linux', false))).toEqual(
      expect.arrayContaining(['quit', 'copy', 'togglefullscreen']),
    );
    expect(roles(menuTemplate('darwin', false))).toEqual(expect.arrayContaining(['appMenu', 'close']));
    expect(roles(menuTemplate('linux', false))).not.toContain('undo');
  });

  it('offers developer tools only outside a package', () => {
    expect(roles(menuTemplate('linux', false))).not.toContain('toggleDevTools');
    expect(roles(menuTemplate('linux', true))).toContain('toggleDevTools');
  });
});

describe('The file dialog', () => {
  const dialogThat = (result: { canceled: boolean; filePaths: string[] }) => ({
    BrowserWindow: { getFocusedWindow: () => null },
    dialog: { showOpenDialog: async () => result } as never,
  });

  it('gives the chosen file, or null when it is closed', async () => {
    expect(await chooseClip(dialogThat({ canceled: false, filePaths: ['/a.mp4'] }))).toBe('/a.mp4');
    expect(await chooseClip(dialogThat({ canceled: true, filePaths: [] }))).toBeNull();
  });
});

describe('A worker as a utility process', () => {
  function startWorker() {
    const child = Object.assign(new EventEmitter(), {
      pid: 7,
      stderr: new EventEmitter(),
      sent: [] as unknown[],
      killed: 0,
      postMessage(message: unknown) {
        this.sent.push(message);
      },
      kill() {
        this.killed += 1;
        return true;
      },
    });
    const forked: unknown[] = [];
    const fork = (...given: unknown[]) => {
      forked.push(given);
      return child;
    };
    return { child, forked, worker: utilityWorker({ fork } as never, 'video-worker.js', 'DeepSport video') };
  }

  it('is started with its output kept from sight, and passes messages', () => {
    const { child, forked, worker } = startWorker();
    expect(forked).toEqual([
      ['video-worker.js', [], { serviceName: 'DeepSport video', stdio: ['ignore', 'ignore', 'pipe'] }],
    ]);
    const received: unknown[] = [];
    worker.onMessage((message) => received.push(message));
    child.emit('message', { kind: 'ready' });
    worker.post({ kind: 'cancel', id: 1 });
    expect([worker.pid, received, child.sent]).toEqual([7, [{ kind: 'ready' }], [{ kind: 'cancel', id: 1 }]]);
  });

  it('tells its end once, with its last error line, also to those who ask later', () => {
    const { child, worker } = startWorker();
    const reasons: string[] = [];
    worker.onExit((reason) => reasons.push(reason));
    child.stderr.emit('data', Buffer.from('noise\nError: out of memory\n'));
    child.emit('exit', 134);
    child.emit('exit', 134);
    worker.onExit((reason) => reasons.push(reason));
    expect(reasons).toEqual(Array(2).fill('exit code 134: Error: out of memory'));
    worker.kill();
    worker.post({ kind: 'cancel', id: 2 });
    expect([child.killed, child.sent]).toEqual([0, []]);
  });
});
