import { RPCHandler as PortHandler } from '@orpc/server/message-port';
import { RPCHandler as SocketHandler } from '@orpc/server/ws';
import type { WebSocket } from 'ws';
import type { ServedRouter } from './router.ts';

type ServedPort = Parameters<PortHandler<Record<never, never>>['upgrade']>[0];

/** Serves the contract on message ports; a port that closes cancels what it had under way. */
export function servePort(router: ServedRouter): (port: ServedPort) => void {
  const handler = new PortHandler(router);
  return (port) => handler.upgrade(port);
}

/** Serves the contract on WebSockets; a socket that closes cancels what it had under way. */
export function serveSocket(router: ServedRouter): (socket: WebSocket) => void {
  const handler = new SocketHandler(router);
  return (socket) => {
    void handler.upgrade(socket);
  };
}
