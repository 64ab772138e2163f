import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type HubServerOptions = {
  readonly hubId: string;
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly gated?: boolean;
  readonly licence?: string;
  /** The token that opens a gated model. */
  readonly token?: string;
};

/** How the next requests go wrong, one after the other; then they go right again. */
export type Fault =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** The connection breaks after so many bytes of a file. */
  | { readonly breakAfter: number }
  /** Bytes of the right number but other content. */
  | { readonly spoil: true }
  /** The range asked for is ignored. */
  | { readonly whole: true };

export type HubServer = AsyncDisposable & {
  readonly url: string;
  /** Requests for files as they came, with their range. */
  readonly asked: { path: string; range: string | undefined; authorization: string | undefined }[];
  readonly apiFaults: Fault[];
  /** By path of the file. */
  readonly fileFaults: Record<string, Fault[]>;
  /** The commit; changed when somebody publishes anew. */
  revision: string;
};

const lfsFrom = 1000;
const gitSha1 = (bytes: Uint8Array) =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A server that behaves like the hub: an API with hashes, and files that redirect to another address with ranges. */
export async function startHubServer(options: HubServerOptions): Promise<HubServer> {
  const { hubId, files, gated = false, licence = 'apache-2.0', token } = options;
  const asked: HubServer['asked'] = [];
  const apiFaults: Fault[] = [];
  const fileFaults: Record<string, Fault[]> = {};
  const state = { revision: 'c0ffee' };

  const api = (response: ServerResponse) => {
    const fault = apiFaults.shift();
    if (fault && 'status' in fault) return response.writeHead(fault.status, { ...fault.headers }).end('{}');
    const siblings = Object.entries(files).map(([rfilename, bytes]) => ({
      rfilename,
      size: bytes.length,
      blobId: gitSha1(bytes),
      ...(bytes.length >= lfsFrom
        ? { lfs: { sha256: sha256(bytes), size: bytes.length, pointerSize: 130 } }
        : {}),
    }));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ sha: state.revision, gated, cardData: { license: licence }, siblings }));
  };

  const file = (request: IncomingMessage, response: ServerResponse, path: string) => {
    const bytes = files[path];
    if (!bytes) return response.writeHead(404).end();
    const { range, authorization } = request.headers;
    asked.push({ path, range, authorization });
    const fault = fileFaults[path]?.shift();
    if (fault && 'status' in fault) return response.writeHead(fault.status, { ...fault.headers }).end();
    const ignoresRange = fault !== undefined && 'whole' in fault;
    const from = ignoresRange ? 0 : Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
    const rest = Uint8Array.from(bytes.subarray(from));
    const body = fault && 'spoil' in fault ? rest.fill(0) : rest;
    if (from > 0) {
      response.writeHead(206, {
        'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}`,
        'content-length': body.length,
      });
    } else response.writeHead(200, { 'content-length': body.length });
    if (fault && 'breakAfter' in fault) {
      response.write(body.slice(0, fault.breakAfter), () => setTimeout(() => response.destroy(), 20));
    } else response.end(body);
  };

  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://hub').pathname);
    const refused = gated && request.headers.authorization !== `Bearer ${token}`;
    if (path === `/api/models/${hubId}`) return void api(response);
    const resolve = `/${hubId}/resolve/${state.revision}/`;
    if (path.startsWith(resolve)) {
      if (refused) {
        return void response
          .writeHead(401, { 'x-error-code': 'GatedRepo', 'x-error-message': 'Access is restricted.' })
          .end();
      }
      return void response.writeHead(302, { location: `/storage/${path.slice(resolve.length)}` }).end();
    }
    if (path.startsWith('/storage/')) return void file(request, response, path.slice('/storage/'.length));
    // As the hub does, so that nobody learns which private models there are.
    response.writeHead(path.startsWith('/api/') ? 401 : 404).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    apiFaults,
    fileFaults,
    get revision() {
      return state.revision;
    },
    set revision(revision) {
      state.revision = revision;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
