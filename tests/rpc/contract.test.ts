import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { createRouterClient } from '@orpc/server';
import { WebSocket, WebSocketServer } from 'ws';
import { createRouter } from '#main/rpc/router.ts';
import { servePort, serveSocket } from '#main/rpc/transports.ts';
import { type Connect, type ContractClient, describeContract } from './contract-suite.ts';

const silent = () => {};

const inMemory: Connect = async (services) => ({
  client: createRouterClient(createRouter(services, silent)) as ContractClient,
  close: async () => {},
});

const overWebSocket: Connect = async (services) => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const serve = serveSocket(createRouter(services, silent));
  server.on('connection', serve);
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return {
    client: createORPCClient(new SocketLink({ websocket: socket as unknown as globalThis.WebSocket })),
    close: async () => {
      const closed = socket.readyState === WebSocket.CLOSED ? undefined : once(socket, 'close');
      socket.close();
      await closed;
      await new Promise((done) => server.close(done));
    },
  };
};

const overMessagePort: Connect = async (services) => {
  const { port1, port2 } = new MessageChannel();
  servePort(createRouter(services, silent))(port1 as unknown as MessagePort);
  const client: ContractClient = createORPCClient(new PortLink({ port: port2 as unknown as MessagePort }));
  port1.start();
  port2.start();
  return { client, close: async () => port2.close() };
};

describeContract('memory', inMemory);
describeContract('a WebSocket', overWebSocket);
describeContract('a message port', overMessagePort);
