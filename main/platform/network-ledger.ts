import { AsyncLocalStorage } from 'node:async_hooks';
import type { LedgerLine, SentBytes } from '#common/domain/index.ts';
import type { Clock } from './ports.ts';

/** Counts what leaves this machine, so that the interface can show it. Loopback is this machine and does not count. */
type NetworkLedger = {
  readonly bytesSent: () => number;
  /** What went where since the start, in the order of its first byte. */
  readonly lines: () => readonly LedgerLine[];
  /** The given fetch, with what it sends elsewhere counted: address, headers as given, and body. */
  readonly fetch: typeof fetch;
};

type Course = { readonly trajectoryId: string; readonly count: (host: string, bytes: number) => void };

/** In the course of which question something is sent, however deep below it. */
const courses = new AsyncLocalStorage<Course>();

export function createNetworkLedger(send: typeof fetch = fetch, clock: Clock = Date.now): NetworkLedger {
  let total = 0;
  const lines = new Map<string, LedgerLine>();
  const note = (host: string, bytes: number) => {
    total += bytes;
    const course = courses.getStore();
    course?.count(host, bytes);
    const trajectoryId = course?.trajectoryId ?? null;
    const key = `${host} ${trajectoryId ?? ''}`;
    const now = new Date(clock()).toISOString();
    const before = lines.get(key) ?? { host, trajectoryId, bytes: 0, firstAt: now };
    lines.set(key, { ...before, bytes: before.bytes + bytes, lastAt: now });
  };
  return {
    bytesSent: () => total,
    lines: () => [...lines.values()],
    fetch: (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      if (!isLoopback(url.hostname))
        note(url.host, url.href.length + headerBytes(input, init) + bodyBytes(init?.body));
      return send(input, init);
    },
  };
}

/** Counts apart what a ledger sees while work of a trajectory runs. */
export function countSent(trajectoryId: string) {
  const hosts = new Map<string, number>();
  const count = (host: string, bytes: number) => void hosts.set(host, (hosts.get(host) ?? 0) + bytes);
  return {
    during: <T>(work: () => Promise<T>): Promise<T> => courses.run({ trajectoryId, count }, work),
    list: (): SentBytes[] => [...hosts].map(([host, bytes]) => ({ host, bytes })),
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
