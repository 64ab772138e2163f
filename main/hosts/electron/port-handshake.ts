import type { IpcMain, IpcMainEvent } from 'electron';
import type { servePort } from '#main/rpc/transports.ts';
import { isAppUrl } from './app-scheme.ts';

const connect = 'deepsport:connect';

/** Takes the port that the page hands over and serves the contract on it; ports of anybody else are closed. */
export function acceptPorts(ipcMain: Pick<IpcMain, 'on'>, serve: ReturnType<typeof servePort>): void {
  ipcMain.on(connect, (event) => {
    const [port] = event.ports;
    if (!port) return;
    if (!isFromPage(event)) {
      port.close();
      return;
    }
    serve(port);
    port.start();
  });
}

/** The main frame of a window, showing our own page: no frame inside it and no other address. */
function isFromPage({ senderFrame, sender }: IpcMainEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isAppUrl(senderFrame.url);
}
