import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { MediaHandler } from '#main/rpc/media.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

const plain = (status: number, sentence: string): Response =>
  new Response(`${sentence}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });

/**
 * Answers every request of the page: its own files from `rendererFolder`, and media. An address without a file
 * ending is one of the page's own places and gets the page.
 */
export function createPageHandler(rendererFolder: string, media: MediaHandler): MediaHandler {
  const root = normalize(rendererFolder + sep);

  const sendPageFile = async (request: Request, pathname: string): Promise<Response> => {
    let relative: string;
    try {
      relative = decodeURIComponent(pathname);
    } catch {
      return plain(404, 'There is nothing at this address.');
    }
    const ending = extname(relative);
    const path = normalize(join(root, ending === '' ? 'index.html' : relative));
    if (!path.startsWith(root) || relative.includes('\0'))
      return plain(404, 'There is nothing at this address.');
    try {
      const bytes = await readFile(path);
      const headers = {
        'content-type': types[ending === '' ? '.html' : ending] ?? 'application/octet-stream',
        'content-length': String(bytes.byteLength),
        // The build names its assets by their content, so they never change; the page itself does.
        'cache-control': /[\\/]assets[\\/]/.test(path) ? 'private, max-age=31536000, immutable' : 'no-cache',
      };
      return new Response(request.method === 'HEAD' ? null : bytes, { headers });
    } catch {
      return ending === ''
        ? plain(404, 'The interface is not built: run `npm run build` and load this page again.')
        : plain(404, 'There is nothing at this address.');
    }
  };

  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/media' || pathname.startsWith('/media/')) return media(request);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return plain(405, 'This address can only be read.');
    }
    return sendPageFile(request, pathname);
  };
}
