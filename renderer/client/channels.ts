import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { Channel } from './connection.ts';

/** The web host: a WebSocket of the page's own origin. */
export function openSocketChannel(location: Location): Promise<Channel> {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const socket = new WebSocket(`${scheme}://${location.host}/rpc${location.search}`);
  return new Promise((resolve, reject) => {
    const closed = new Promise<void>((done) =>
      socket.addEventListener('close', () => done(), { once: true }),
    );
    socket.addEventListener('close', () => reject(new Error('The WebSocket is closed.')), { once: true });
    socket.addEventListener(
      'open',
      () => resolve({ link: new SocketLink({ websocket: socket }), closed, close: () => socket.close() }),
      { once: true },
    );
  });
}

/** Electron: one end of a message channel goes through the preload script to the main process. */
export async function openPortChannel(window: Window): Promise<Channel> {
  const { port1, port2 } = new MessageChannel();
  window.postMessage('deepsport:connect', '*', [port2]);
  const closed = new Promise<void>((done) => port1.addEventListener('close', () => done(), { once: true }));
  port1.start();
  return { link: new PortLink({ port: port1 }), closed, close: () => port1.close() };
}
