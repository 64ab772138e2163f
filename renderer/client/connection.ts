import { type ClientContext, type ClientLink, createORPCClient } from '@orpc/client';
import type { Client, ConnectionStatus } from './client.ts';

type Link = ClientLink<ClientContext>;

/** One way to the services: `closed` settles when it breaks. */
export type Channel = { readonly link: Link; readonly closed: Promise<void>; readonly close: () => void };

export type Connection = { readonly client: Client; readonly close: () => void };

export type ConnectionOptions = {
  readonly open: () => Promise<Channel>;
  readonly onStatus: (status: ConnectionStatus) => void;
  /** Waiting time before the n-th new try, in milliseconds. */
  readonly retryDelay?: (attempt: number) => number;
};

const defaultRetryDelay = (attempt: number): number => Math.min(5000, 250 * 2 ** attempt);

/**
 * A client that outlives its connection: when the channel breaks, calls in flight fail, a new channel is
 * opened, and calls made meanwhile wait for it.
 */
export function connect({ open, onStatus, retryDelay = defaultRetryDelay }: ConnectionOptions): Connection {
  let channel: Channel | undefined;
  let stopped = false;
  let waiting = Promise.withResolvers<Link>();

  const run = async () => {
    onStatus('connecting');
    for (let attempt = 0; !stopped; attempt += 1) {
      try {
        channel = await open();
        waiting.resolve(channel.link);
        onStatus('open');
        attempt = 0;
        await channel.closed;
        waiting = Promise.withResolvers<Link>();
      } catch {
        // A failed try is told by the status; the next one follows.
      }
      if (stopped) return;
      onStatus('lost');
      await new Promise((resolve) => setTimeout(resolve, retryDelay(attempt)));
    }
  };
  void run();

  const link: Link = {
    call: async (path, input, options) => (await waiting.promise).call(path, input, options),
  };
  return {
    client: createORPCClient<Client>(link),
    close: () => {
      stopped = true;
      channel?.close();
    },
  };
}
