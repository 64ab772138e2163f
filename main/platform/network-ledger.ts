/** Counts what leaves this machine, so that the interface can show it. Loopback is this machine and does not count. */
type NetworkLedger = {
  readonly bytesSent: () => number;
  /** The given fetch, with what it sends elsewhere counted: address, headers as given, and body. */
  readonly fetch: typeof fetch;
};

export function createNetworkLedger(send: typeof fetch = fetch): NetworkLedger {
  let total = 0;
  return {
    bytesSent: () => total,
    fetch: (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      if (!isLoopback(url.hostname))
        total += url.href.length + headerBytes(input, init) + bodyBytes(init?.body);
      return send(input, init);
    },
  };
}

/** Whether a host name of a URL means this machine. */
export const isLoopback = (hostname: string): boolean =>
  /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/i.test(hostname);

function headerBytes(input: string | URL | Request, init: RequestInit | undefined): number {
  const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
  return [...headers].reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
}

function bodyBytes(body: RequestInit['body']): number {
  if (typeof body === 'string') return Buffer.byteLength(body);
  if (body instanceof URLSearchParams) return Buffer.byteLength(body.toString());
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return body.byteLength;
  if (body instanceof Blob) return body.size;
  return 0;
}
