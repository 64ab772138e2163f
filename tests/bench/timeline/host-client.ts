import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { WebSocket } from 'ws';
import type { Client } from '#renderer/client/client.ts';

/** The contract of a running web host, by the address that it printed. */
export async function connectToHost(address: string): Promise<Client & Disposable> {
  const { origin, host } = new URL(address);
  const page = await fetch(address, { redirect: 'manual' });
  const cookie = page.headers.getSetCookie().map((each) => each.split(';')[0]).join('; ');
  const socket = new WebSocket(`ws://${host}/rpc`, { headers: { cookie, origin } });
  const client: Client = createORPCClient(
    new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }),
  );
  return new Proxy(client, {
    get: (target, name) => (name === Symbol.dispose ? () => socket.close() : Reflect.get(target, name)),
  }) as Client & Disposable;
}
