import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { WebSocket } from 'ws';
import type { Client } from '#renderer/client/client.ts';

export type HostClient = { readonly client: Client; readonly close: () => void };

/** The contract of a running web host, by the address that it printed. */
export async function connectToHost(address: string): Promise<HostClient> {
  const page = await fetch(address, { redirect: 'manual' });
  const cookie = page.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  return connectWith(new URL(address).origin, cookie);
}

/** The same with the cookie of a page that is open. */
export function connectWith(origin: string, cookie: string): HostClient {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers: { cookie, origin } });
  const client: Client = createORPCClient(
    new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }),
  );
  return { client, close: () => socket.close() };
}
