import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { mediaPaths } from '#common/contract/index.ts';
import { startWebServer, type WebServer } from '#main/hosts/web/web-server.ts';
import type { ContractClient } from '../rpc/contract-suite.ts';
import { clip, createFakeServices } from '../rpc/fake-services.ts';

const log = () => {};
let folder = '';
let server: WebServer;
const fake = createFakeServices();
const services = {
  ...fake,
  clips: { ...fake.clips, playablePathOf: async () => join(folder, 'dive.mp4') },
};

const start = (port = 0) =>
  startWebServer(services, {
    rendererFolder: join(folder, 'renderer'),
    uploadFolder: join(folder, 'uploads'),
    port,
    log,
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deepsport-web-'));
  await mkdir(join(folder, 'renderer', 'assets'), { recursive: true });
  await writeFile(join(folder, 'renderer', 'index.html'), '<title>the page</title>');
  await writeFile(join(folder, 'renderer', 'assets', 'page-1a2b.js'), 'export {};');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(folder, 'dive.mp4'), 'abcdefghij');
  server = await start();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const origin = () => `http://127.0.0.1:${server.port}`;
const token = () => new URL(server.url).searchParams.get('token') ?? '';
const cookie = () => `deepsport_${server.port}=${token()}`;
const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${origin()}${path}`, { headers: { cookie: cookie(), ...headers }, redirect: 'manual' });

/** A request exactly as written, for what fetch would tidy up. */
const raw = (path: string, headers: Record<string, string>) =>
  new Promise<{ status: number; body: string }>((resolve, reject) => {
    request({ host: '127.0.0.1', port: server.port, path, headers }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    })
      .on('error', reject)
      .end();
  });

describe('The web host', () => {
  it('exchanges the token of the printed address for a cookie and leaves it out of the address', async () => {
    const first = await fetch(server.url, { redirect: 'manual' });
    expect(first.status).toBe(303);
    expect(first.headers.get('location')).toBe('/');
    expect(first.headers.get('set-cookie')).toBe(`${cookie()}; Path=/; HttpOnly; SameSite=Strict`);
    expect(token().length).toBeGreaterThanOrEqual(32);
  });

  it('says in a sentence what to do when the token is missing, on every path', async () => {
    for (const path of ['/', '/assets/page-1a2b.js', mediaPaths.file(clip.id), '/rpc']) {
      const response = await fetch(`${origin()}${path}`);
      expect(response.status).toBe(401);
      expect(await response.text()).toBe(
        'This server needs its token: open the whole address that `deepsport serve` printed.\n',
      );
    }
  });

  it('serves the page, also for places inside the page', async () => {
    for (const path of ['/', '/settings', '/clips/7']) {
      const response = await get(path);
      expect(response.status).toBe(200);
      expect(await response.text()).toContain('the page');
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    }
    const asset = await get('/assets/page-1a2b.js');
    expect(asset.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect((await get('/assets/gone.js')).status).toBe(404);
  });

  it('sends a strict policy with every answer and no permission for other origins', async () => {
    for (const path of ['/', '/assets/page-1a2b.js', mediaPaths.file(clip.id)]) {
      const { headers } = await get(path);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self';");
      expect(headers.get('content-security-policy')).toContain(
        `connect-src 'self' ws://127.0.0.1:${server.port};`,
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/../../secret.txt',
    '/%00.txt',
  ])('never leaves its folder for %s', async (path) => {
    const { status, body } = await raw(path, { host: `127.0.0.1:${server.port}`, cookie: cookie() });
    expect(body).not.toBe('secret');
    expect([200, 404]).toContain(status);
  });

  it('refuses a foreign host name, as a rebound domain name would send it', async () => {
    const { status, body } = await raw('/', { host: `evil.example:${server.port}`, cookie: cookie() });
    expect([status, body]).toEqual([403, 'This server answers only under the names of this machine.\n']);
  });

  it('answers byte ranges of a clip', async () => {
    const whole = await get(mediaPaths.file(clip.id));
    expect([whole.status, await whole.text()]).toEqual([200, 'abcdefghij']);
    const part = await get(mediaPaths.file(clip.id), { range: 'bytes=2-4' });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
      206,
      'bytes 2-4/10',
      'cde',
    ]);
    expect((await get(mediaPaths.file(clip.id), { range: 'bytes=99-' })).status).toBe(416);
  });

  it('takes an upload from its own page only', async () => {
    const put = (from: string) =>
      fetch(`${origin()}${mediaPaths.upload('new.mp4')}`, {
        method: 'PUT',
        body: 'some bytes',
        headers: { cookie: cookie(), origin: from },
      });
    expect((await put('http://localhost:1')).status).toBe(403);
    const taken = await put(origin());
    expect([taken.status, await taken.json()]).toEqual([201, clip]);
  });

  it('answers a method it does not know with a sentence', async () => {
    const response = await fetch(`${origin()}/`, {
      method: 'DELETE',
      headers: { cookie: cookie(), origin: origin() },
    });
    expect([response.status, await response.text()]).toEqual([405, 'This address can only be read.\n']);
  });

  it('speaks the contract over its WebSocket, for its own page', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, {
      headers: { cookie: cookie(), origin: origin() },
    });
    const client: ContractClient = createORPCClient(
      new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }),
    );
    expect(await client.clips.list()).toEqual([clip]);
    socket.close();
    await once(socket, 'close');
  });

  it.each([
    ['without the cookie', { origin: true, cookie: false, path: '/rpc' }, 401],
    ['from another origin', { origin: false, cookie: true, path: '/rpc' }, 403],
    ['elsewhere', { origin: true, cookie: true, path: '/other' }, 404],
  ])('refuses a WebSocket %s', async (_title, how, status) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${how.path}`, {
      headers: {
        ...(how.cookie ? { cookie: cookie() } : {}),
        origin: how.origin ? origin() : 'http://evil.example',
      },
    });
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toContain(String(status));
  });

  it('listens on this machine alone', () => {
    expect(new URL(server.url).hostname).toBe('127.0.0.1');
  });

  it('takes the next free port when the wished one is busy', async () => {
    const occupied = createServer();
    occupied.listen(0, '127.0.0.1');
    await once(occupied, 'listening');
    const busy = (occupied.address() as { port: number }).port;
    const other = await start(busy);
    expect(other.port).toBeGreaterThan(busy);
    await other[Symbol.asyncDispose]();
    occupied.close();
  });

  it('closes everything, also with a page connected', async () => {
    const other = await start();
    const otherCookie = `deepsport_${other.port}=${new URL(other.url).searchParams.get('token')}`;
    const socket = new WebSocket(`ws://127.0.0.1:${other.port}/rpc`, {
      headers: { cookie: otherCookie, origin: `http://127.0.0.1:${other.port}` },
    });
    await once(socket, 'open');
    const closed = once(socket, 'close');
    await other[Symbol.asyncDispose]();
    await closed;
    await expect(fetch(other.url)).rejects.toThrow();
  });
});
