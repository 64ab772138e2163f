import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { cancelled, DeepSportError, throwIfCancelled } from '#common/domain/index.ts';

/** A file of a model on the hub, with what its content must hash to. */
export type HubFile = {
  readonly path: string;
  readonly sizeBytes: number;
  /** SHA-256 of the content for large files; the git blob's SHA-1 (over `blob <size>\0` and the content) else. */
  readonly hash: { readonly kind: 'sha256' | 'git-sha1'; readonly hex: string };
};

export type HubModel = {
  readonly revision: string;
  readonly licence: string | null;
  readonly gated: boolean;
  readonly files: readonly HubFile[];
};

export type HubClientOptions = {
  /** `https://huggingface.co`, or a mirror of it; asked at each request. */
  readonly hubUrl: () => string;
  /** Asked at each request, so that a token entered meanwhile counts. */
  readonly token: () => Promise<string | undefined>;
  readonly fetch: typeof fetch;
  /** Waits before the n-th try after a refusal that may pass. */
  readonly retryDelay?: (attempt: number) => number;
};

export interface HubClient {
  /** What the hub holds of a model, at its newest commit. */
  model(hubId: string, signal: AbortSignal | undefined): Promise<HubModel>;
  /** The bytes of a file from `from` on; `from` of the answer is 0 where the server gives all of it again. */
  open(
    hubId: string,
    revision: string,
    path: string,
    from: number,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly from: number; readonly bytes: AsyncIterable<Uint8Array> }>;
}

const modelSchema = z.object({
  sha: z.string(),
  gated: z.union([z.boolean(), z.string()]).optional(),
  cardData: z.object({ license: z.union([z.string(), z.array(z.string())]).optional() }).nullish(),
  siblings: z.array(
    z.object({
      rfilename: z.string(),
      size: z.number().optional(),
      blobId: z.string().optional(),
      lfs: z.object({ sha256: z.string(), size: z.number() }).nullish(),
    }),
  ),
});

const hubIdForm = /^[\w.-]+\/[\w.-]+$/;
/** A hub that answers “later” is asked for half a minute; one that cannot be reached says so in seconds. */
const mostTries = { busy: 6, unreachable: 3 } as const;
const defaultRetryDelay = (attempt: number) => Math.min(30_000, 1000 * 2 ** attempt);

/** The few requests of the Hugging Face Hub's HTTP interface that a download needs. */
export function createHubClient(options: HubClientOptions): HubClient {
  const { retryDelay = defaultRetryDelay } = options;

  /** An answer of 2xx; what may pass (429, 5xx, no connection) is tried again, what is final is said. */
  const request = async (
    hubId: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<Response> => {
    if (!hubIdForm.test(hubId)) {
      throw new DeepSportError('BAD_INPUT', `“${hubId}” is no model of a hub. Write owner/name.`, { hubId });
    }
    for (let attempt = 0; ; attempt += 1) {
      throwIfCancelled(signal);
      const token = await options.token();
      const authorization = token ? { authorization: `Bearer ${token}` } : {};
      const base = options.hubUrl().replace(/\/+$/, '');
      const init = { headers: { ...headers, ...authorization }, signal: signal ?? null };
      const response = await options.fetch(`${base}${path}`, init).catch((error: unknown) => {
        if (signal?.aborted) throw cancelled();
        return error;
      });
      if (response instanceof Response && response.ok) return response;
      const mayPass = !(response instanceof Response) || response.status === 429 || response.status >= 500;
      if (response instanceof Response) await response.body?.cancel();
      if (!mayPass && response instanceof Response) throw refusal(hubId, response, token !== undefined);
      const tries = response instanceof Response ? mostTries.busy : mostTries.unreachable;
      if (attempt + 1 >= tries) throw unreachable(hubId, response);
      const wished = response instanceof Response ? retryAfter(response) : undefined;
      await delay(wished ?? retryDelay(attempt), undefined, { signal }).catch(() => {
        throw cancelled();
      });
    }
  };

  return {
    async model(hubId, signal) {
      const response = await request(hubId, `/api/models/${hubId}?blobs=true`, {}, signal);
      const read = modelSchema.safeParse(await response.json().catch(() => undefined));
      if (!read.success) {
        throw new DeepSportError(
          'DOWNLOAD_FAILED',
          'The hub answered in a form that this version does not know. Check its address in the settings.',
          { hubId },
          { cause: read.error },
        );
      }
      const { sha, gated, cardData, siblings } = read.data;
      const licence = cardData?.license;
      return {
        revision: sha,
        licence: (Array.isArray(licence) ? licence[0] : licence) ?? null,
        gated: gated !== undefined && gated !== false,
        files: siblings.flatMap(({ rfilename, size, blobId, lfs }): readonly HubFile[] => {
          if (lfs)
            return [{ path: rfilename, sizeBytes: lfs.size, hash: { kind: 'sha256', hex: lfs.sha256 } }];
          if (size === undefined || blobId === undefined) return [];
          return [{ path: rfilename, sizeBytes: size, hash: { kind: 'git-sha1', hex: blobId } }];
        }),
      };
    },
    async open(hubId, revision, path, from, signal) {
      const address = path.split('/').map(encodeURIComponent).join('/');
      const headers: Record<string, string> = from > 0 ? { range: `bytes=${from}-` } : {};
      const response = await request(hubId, `/${hubId}/resolve/${revision}/${address}`, headers, signal);
      if (!response.body) throw unreachable(hubId, response);
      return { from: response.status === 206 ? startOf(response) : 0, bytes: response.body };
    },
  };
}

function startOf(response: Response): number {
  const start = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1];
  return start === undefined ? 0 : Number(start);
}

/** Milliseconds that a server asks to be left alone, at most a minute. */
function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(60, seconds) * 1000 : undefined;
}

function refusal(hubId: string, response: Response, hasToken: boolean): DeepSportError {
  const facts = { hubId, status: response.status };
  const gated = response.headers.get('x-error-code') === 'GatedRepo';
  if (gated || response.status === 403) {
    return new DeepSportError(
      'ACCESS_DENIED',
      hasToken
        ? `The owner of ${hubId} has not let you in yet: accept the terms on the model's page, then download again.`
        : `${hubId} is given out only to people who accepted its terms: accept them on its page, then enter your access token in the settings.`,
      facts,
    );
  }
  if (response.status === 401) {
    return new DeepSportError(
      'ACCESS_DENIED',
      hasToken
        ? 'The hub does not accept the access token. Enter a valid one in the settings.'
        : `There is no public model ${hubId} on the hub. Check its name, or enter an access token if it is private.`,
      facts,
    );
  }
  if (response.status === 404) {
    return new DeepSportError('NOT_FOUND', `There is no model ${hubId} on the hub. Check its name.`, facts);
  }
  return new DeepSportError(
    'DOWNLOAD_FAILED',
    `The hub refused the request for ${hubId} (${response.status}). Try again later.`,
    facts,
  );
}

function unreachable(hubId: string, cause: unknown): DeepSportError {
  const status = cause instanceof Response ? cause.status : null;
  const sentence =
    status === null
      ? 'The hub cannot be reached. Check the network and the proxy; the download goes on where it stopped.'
      : `The hub is busy or out of order (${status}). Try again later; the download goes on where it stopped.`;
  return new DeepSportError('DOWNLOAD_FAILED', sentence, { hubId, status }, { cause });
}
