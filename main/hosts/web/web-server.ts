import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { DeepSportError } from '#common/domain/index.ts';
import type { Log } from '#main/platform/index.ts';
import { createMediaHandler } from '#main/rpc/media.ts';
import { createRouter } from '#main/rpc/router.ts';
import type { Services } from '#main/rpc/services.ts';
import { serveSocket } from '#main/rpc/transports.ts';
import { createPageHandler } from '../page/page-handler.ts';
import { securityHeaders, withSecurityHeaders } from '../page/security-headers.ts';
import { createAccessGuard } from './access-guard.ts';
import { sendResponse, toRequest } from './node-http.ts';

export type WebServerOptions = {
  readonly rendererFolder: string;
  readonly uploadFolder: string;
  /** 0 lets the system choose. When busy, the next free one of twenty is taken. */
  readonly port: number;
  readonly log: Log;
  readonly token?: string | undefined;
};

export type WebServer = AsyncDisposable & {
  readonly port: number;
  /** The address to open, with the token. */
  readonly url: string;
};

const portsTried = 20;

/** The interface, its media and the contract on this machine's loopback address, for holders of the token only. */
export async function startWebServer(services: Services, options: WebServerOptions): Promise<WebServer> {
  const { log, token = randomBytes(24).toString('base64url') } = options;
  const media = createMediaHandler(services, { log, uploadFolder: options.uploadFolder });
  const handle = createPageHandler(options.rendererFolder, media);
  const serve = serveSocket(createRouter(services, log));
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 8 * 1024 * 1024 });

  // A long upload is no attack: only the head of a request has a time limit.
  const server = createServer({ requestTimeout: 0 });
  const port = await listen(server, options.port);
  const guard = createAccessGuard(token, port);

  server.on('request', async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const connections = [`ws://${incoming.headers.host}`];
    try {
      const access = guard({
        method: incoming.method ?? 'GET',
        target: incoming.url ?? '/',
        headers: incoming.headers,
      });
      if (access.kind === 'allowed') {
        const response = await handle(toRequest(incoming, outgoing));
        await sendResponse(withSecurityHeaders(response, connections), outgoing);
      } else if (access.kind === 'enter') {
        outgoing.writeHead(303, {
          ...securityHeaders(),
          location: '/',
          'set-cookie': access.cookie,
          'cache-control': 'no-store',
        });
        outgoing.end();
      } else {
        outgoing.writeHead(access.status, {
          ...securityHeaders(),
          'content-type': 'text/plain; charset=utf-8',
          'cache-control': 'no-store',
        });
        outgoing.end(`${access.sentence}\n`);
      }
    } catch (error) {
      if (!outgoing.headersSent) outgoing.writeHead(500);
      outgoing.destroy();
      if (!incoming.destroyed) log('warn', 'an answer could not be sent', { error: String(error) });
    }
  });

  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const target = incoming.url ?? '/';
    const access = guard({ method: 'GET', target, headers: incoming.headers, upgrade: true });
    if (access.kind !== 'allowed' || !/^\/rpc(\?|$)/.test(target)) {
      const status = access.kind === 'refused' ? access.status : 404;
      socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(incoming, socket, head, serve);
  });

  return {
    port,
    url: `http://127.0.0.1:${port}/?token=${token}`,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

/** Listens on the first free port from the wished one on, and gives it. */
async function listen(server: Server, wished: number): Promise<number> {
  const last = wished === 0 ? 0 : Math.min(65_535, wished + portsTried - 1);
  for (let port = wished; port <= last; port += 1) {
    if (await tryListen(server, port)) return (server.address() as AddressInfo).port;
  }
  throw new DeepSportError(
    'BAD_INPUT',
    `The ports ${wished} to ${last} are all in use: choose another with --port.`,
    { port: wished },
  );
}

function tryListen(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      server.off('listening', listening);
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    };
    const listening = () => {
      server.off('error', failed);
      resolve(true);
    };
    server.once('error', failed).once('listening', listening).listen(port, '127.0.0.1');
  });
}
