import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { goThroughProxy } from '#main/platform/index.ts';

const servers: Server[] = [];
let back = () => {};
afterEach(() => {
  back();
  back = () => {};
  for (const server of servers.splice(0)) server.close();
});

/** A proxy of the oldest kind: it answers for everybody, and tells who was asked for. */
async function startProxy(): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end('by proxy');
  });
  server.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

it('A proxy of the settings is asked for what lies elsewhere, never for this machine', async () => {
  const [proxy, own] = [await startProxy(), await startProxy()];
  back = goThroughProxy(proxy.url, {});
  await fetch('http://hub.invalid/api').catch(() => {});
  expect(proxy.asked.join(' ')).toContain('hub.invalid');
  expect(await (await fetch(own.url)).text()).toBe('by proxy');
  expect(own.asked).toHaveLength(1);
});

it('A proxy of the environment counts where the settings name none, except where it says not to', async () => {
  const proxy = await startProxy();
  back = goThroughProxy('', { HTTP_PROXY: proxy.url, no_proxy: 'near.invalid' });
  await fetch('http://hub.invalid/').catch(() => {});
  await fetch('http://near.invalid/').catch(() => {});
  expect(proxy.asked).toHaveLength(1);
});

it('Without a proxy nothing changes', async () => {
  back = goThroughProxy('', {});
  await expect(fetch('http://hub.invalid/')).rejects.toThrow();
});
