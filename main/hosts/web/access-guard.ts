import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from '#main/platform/index.ts';

export type Access =
  | { readonly kind: 'allowed' }
  /** The address with the right token: remember it in a cookie and go on without it. */
  | { readonly kind: 'enter'; readonly cookie: string }
  | { readonly kind: 'refused'; readonly status: 401 | 403; readonly sentence: string };

export type Visit = {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly upgrade?: boolean;
};

const refused = (status: 401 | 403, sentence: string): Access => ({ kind: 'refused', status, sentence });

/**
 * Who may talk to a server that any program and any page of this machine can reach: only a browser that was
 * given the token, under this machine's own names (a foreign name means DNS rebinding), from the server's own page.
 */
export function createAccessGuard(token: string, port: number): (visit: Visit) => Access {
  // A browser shares cookies among the ports of a host, so the port is in the name.
  const cookieName = `deepsport_${port}`;

  return ({ method, target, headers, upgrade = false }) => {
    if (!isOwnHost(headers.host, port)) {
      return refused(403, 'This server answers only under the names of this machine.');
    }
    const { pathname, searchParams } = new URL(target, 'http://local');
    const offered = searchParams.get('token');
    if (pathname === '/' && offered !== null && method === 'GET' && !upgrade) {
      if (!sameText(offered, token)) {
        return refused(403, 'The token of this address is not the right one: open the address just printed.');
      }
      return {
        kind: 'enter',
        cookie: `${cookieName}=${token}; Path=/; HttpOnly; SameSite=Strict`,
      };
    }
    const site = headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none') {
      return refused(403, 'Other pages may not use this server.');
    }
    const changes = upgrade || (method !== 'GET' && method !== 'HEAD');
    if (headers.origin !== undefined ? headers.origin !== `http://${headers.host}` : changes) {
      return refused(403, 'Other pages may not use this server.');
    }
    if (!sameText(cookieOf(headers.cookie, cookieName), token)) {
      return refused(
        401,
        'This server needs its token: open the whole address that `deepsport serve` printed.',
      );
    }
    return { kind: 'allowed' };
  };
}

function isOwnHost(host: string | undefined, port: number): boolean {
  const match = /^(\[[0-9a-f:]+\]|[^:]+):(\d+)$/i.exec(host ?? '');
  return match?.[1] !== undefined && isLoopback(match[1]) && Number(match[2]) === port;
}

const cookieOf = (header: string | undefined, name: string): string =>
  header
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(name.length + 1) ?? '';

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.byteLength === right.byteLength && timingSafeEqual(left, right);
}
