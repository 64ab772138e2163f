/**
 * What the page may load and do: only what this host serves. `blob:` is for pictures and workers that the page
 * makes itself, inline styles for the component library's own.
 */
const contentSecurityPolicy = (extraConnections: readonly string[] = []): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    `connect-src ${["'self'", ...extraConnections].join(' ')}`,
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Headers of every answer to the page, whichever host gives it. */
export const securityHeaders = (
  extraConnections: readonly string[] = [],
): Readonly<Record<string, string>> => ({
  'content-security-policy': contentSecurityPolicy(extraConnections),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
});

/** The answer with those headers added. */
export function withSecurityHeaders(response: Response, extraConnections: readonly string[] = []): Response {
  for (const [name, value] of Object.entries(securityHeaders(extraConnections))) {
    response.headers.set(name, value);
  }
  return response;
}
