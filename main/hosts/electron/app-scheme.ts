import type { Protocol } from 'electron';
import { withSecurityHeaders } from '../page/security-headers.ts';

const scheme = 'deepsport';

/** The page's own origin. */
const appOrigin = `${scheme}://app`;
export const appUrl = `${appOrigin}/`;

/** Has to be told to Electron before it is ready: the page is an origin of its own, and its media stream. */
export function declareAppScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

/** Serves page and media from that origin, byte ranges included. */
export function serveAppScheme(
  protocol: Pick<Protocol, 'handle'>,
  handler: (request: Request) => Promise<Response>,
): void {
  protocol.handle(scheme, async (request) => {
    if (new URL(request.url).host !== 'app') return new Response('Not found\n', { status: 404 });
    return withSecurityHeaders(await handler(request));
  });
}

export const isAppUrl = (url: string): boolean => url.startsWith(appUrl);
