import OpenAI from 'openai';
import {
  type EngineCard,
  fitWithin,
  type ServerCapabilities,
  type Size,
  throwIfCancelled,
} from '#common/domain/index.ts';
import { largestFrame } from '../default-protocol.ts';
import type { VisionLanguageModel } from '../vision-language-model.ts';
import { type Adaptation, noAdaptation } from './adaptation.ts';
import type { CapabilityStore } from './capability-store.ts';
import type { ServerConnection } from './open-reply.ts';
import { createOpenAiConversation } from './openai-conversation.ts';
import { probeServer } from './probe-server.ts';
import { defaultContextTokens, serverCard } from './server-card.ts';
import { notUnderstoodError, type ServerContext, serverError, timeoutError } from './server-errors.ts';
import { defaultServerLimits, type ServerLimits } from './server-limits.ts';
import { createServerQueue, type ServerQueue } from './server-queue.ts';
import { costOf, createTokenAccount, type TokenPrices, type UsageReport } from './token-account.ts';
import { createWatchdog } from './watchdog.ts';

export type OpenAiModelOptions = {
  readonly baseUrl: string;
  /** Null asks the server and takes the first it offers. */
  readonly model: string | null;
  readonly apiKey?: string | undefined;
  /** What the registry calls it; by default the address with the model's name. */
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly limits?: Partial<ServerLimits> | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly fetch?: typeof fetch | undefined;
  /** `never` leaves the capabilities unknown; `anew` does not believe the store. */
  readonly probe?: 'never' | 'unless-known' | 'anew' | undefined;
  readonly capabilities?: CapabilityStore | undefined;
  /** Shared by the models of one server; one of its own when left out. */
  readonly queue?: ServerQueue | undefined;
  readonly prices?: TokenPrices | undefined;
  /** Most tokens of one conversation, every prompt counted anew; no limit when left out. */
  readonly tokenBudget?: number | undefined;
  readonly onUsage?: ((report: UsageReport) => void) | undefined;
  readonly now?: (() => number) | undefined;
  readonly random?: (() => number) | undefined;
};

/**
 * A model on an OpenAI-compatible server (vLLM, SGLang, llama.cpp, Ollama, LM Studio). Asks the server what it offers
 * and tries what the model can do, unless that is known. ENGINE_UNREACHABLE, ENGINE_REFUSED or ENGINE_TIMEOUT with a
 * sentence; that the trial fails is no error.
 */
export async function createOpenAiModel(options: OpenAiModelOptions): Promise<VisionLanguageModel> {
  const limits = { ...defaultServerLimits, ...options.limits };
  const client = createClient(options);
  const offer = await askForModel(client, options, limits);
  const server: ServerContext = { baseUrl: options.baseUrl, model: offer.model };
  const key = `${options.baseUrl}#${offer.model}`;
  const { capabilities: first, adaptation, failure } = await findCapabilities(options, client, offer, limits);
  let capabilities = first;
  let known = adaptation;
  const card = (): EngineCard =>
    serverCard(
      { ...options, model: offer.model },
      { contextTokens: offer.contextTokens, capabilities, failure },
    );

  const learn = (adaptation: Adaptation) => {
    known = adaptation;
    if (!capabilities) return;
    const { maxPictures: mostPictures, maxPixels: mostPixels, unguided } = adaptation;
    const guidance = unguided ? null : capabilities.guidance;
    const changed = { ...capabilities, mostPictures, mostPixels, guidance };
    if (JSON.stringify(changed) === JSON.stringify(capabilities)) return;
    capabilities = changed;
    void options.capabilities?.set(key, capabilities);
  };
  const { random = Math.random, prices, onUsage } = options;
  const connection: ServerConnection = { client, server, limits, random, card, known: () => known, learn };
  const queue = options.queue ?? createServerQueue(limits.concurrency);
  return {
    get card() {
      return card();
    },
    frameSize: (display) => withinPixels(fitWithin(display, largestFrame), known.maxPixels),
    async startConversation(system, { signal } = {}) {
      throwIfCancelled(signal);
      return createOpenAiConversation({
        connection,
        system,
        queue,
        account: createTokenAccount(options.tokenBudget),
        settle: (usage) => {
          const cost = prices ? costOf(usage, prices) : null;
          onUsage?.({ model: offer.model, usage, cost });
          return cost === null ? usage : { ...usage, cost };
        },
      });
    },
    async [Symbol.asyncDispose]() {},
  };
}

type Found = {
  readonly capabilities: ServerCapabilities | null;
  readonly adaptation: Adaptation;
  /** Why the trial failed, in a sentence; null where it did not. */
  readonly failure: string | null;
};

async function findCapabilities(
  options: OpenAiModelOptions,
  client: OpenAI,
  offer: Offer,
  limits: ServerLimits,
): Promise<Found> {
  const { probe = 'unless-known', capabilities: store, now = Date.now, signal } = options;
  const key = `${options.baseUrl}#${offer.model}`;
  const stored = probe === 'unless-known' ? await store?.get(key) : undefined;
  if (stored) {
    const { mostPictures: maxPictures, mostPixels: maxPixels } = stored;
    return { capabilities: stored, adaptation: { ...noAdaptation, maxPictures, maxPixels }, failure: null };
  }
  if (probe === 'never') return { capabilities: null, adaptation: noAdaptation, failure: null };
  const { model, toldContext: contextTokens } = offer;
  try {
    const milliseconds = limits.probeMilliseconds;
    const found = await probeServer({ client, model, contextTokens, milliseconds, now, signal });
    await store?.set(key, found.capabilities);
    return { ...found, failure: null };
  } catch (error) {
    throwIfCancelled(signal);
    const { message } = serverError(error, { baseUrl: options.baseUrl, model });
    return { capabilities: null, adaptation: noAdaptation, failure: message };
  }
}

/** The same shape with no more pixels than that. */
function withinPixels(size: Size, mostPixels: number | null): Size {
  const pixels = size.width * size.height;
  if (mostPixels === null || pixels <= mostPixels) return size;
  const scale = Math.sqrt(mostPixels / pixels);
  const shrunk = (length: number) => Math.max(1, Math.floor(length * scale));
  return { width: shrunk(size.width), height: shrunk(size.height) };
}

/** Every setting is given here, so that none is taken from the environment, above all no key of another service. */
function createClient({ baseUrl, apiKey, fetch }: OpenAiModelOptions): OpenAI {
  return new OpenAI({
    baseURL: baseUrl,
    apiKey: apiKey || 'none',
    organization: null,
    project: null,
    maxRetries: 0,
    logLevel: 'off',
    ...(fetch && { fetch }),
  });
}

type Offer = {
  readonly model: string;
  readonly contextTokens: number;
  /** Null where the server does not tell. */
  readonly toldContext: number | null;
};

const offerOf = (model: string, toldContext: number | null = null): Offer => ({
  model,
  contextTokens: toldContext ?? defaultContextTokens,
  toldContext,
});

async function askForModel(
  client: OpenAI,
  options: OpenAiModelOptions,
  limits: ServerLimits,
): Promise<Offer> {
  const server: ServerContext = { baseUrl: options.baseUrl, model: options.model };
  using watchdog = createWatchdog(options.signal, limits.connectMilliseconds);
  try {
    const { data } = await client.models.list({ signal: watchdog.signal });
    if (!Array.isArray(data) || (data.length === 0 && options.model === null))
      throw notUnderstoodError(server);
    const offered = data.map(({ id }) => id);
    const chosen = options.model === null ? data[0] : data.find(({ id }) => id === options.model);
    if (chosen) return offerOf(chosen.id, contextTokensOf(chosen));
    if (options.model !== null && offered.length === 0) {
      return offerOf(options.model);
    }
    throw serverError(new OpenAI.NotFoundError(404, undefined, undefined, new Headers()), {
      ...server,
      offered,
    });
  } catch (error) {
    throwIfCancelled(options.signal);
    if (watchdog.expired) throw timeoutError(server, 'a list of its models in time');
    const listMissing = error instanceof OpenAI.NotFoundError || error instanceof SyntaxError;
    // Some gateways offer no list, transformers' server fails at its own: with a name the chat itself will tell.
    const failed = error instanceof OpenAI.InternalServerError;
    if ((error instanceof OpenAI.NotFoundError || failed) && options.model !== null)
      return offerOf(options.model);
    throw listMissing ? notUnderstoodError(server) : serverError(error, server);
  }
}

/** Servers say it in fields of their own: vLLM and SGLang, llama.cpp, LM Studio. */
function contextTokensOf(model: OpenAI.Model): number | null {
  const told = model as OpenAI.Model & {
    readonly max_model_len?: unknown;
    readonly context_length?: unknown;
    readonly max_context_length?: unknown;
    readonly meta?: { readonly n_ctx?: unknown; readonly n_ctx_train?: unknown } | null;
  };
  const candidates = [
    told.max_model_len,
    told.context_length,
    told.meta?.n_ctx,
    told.meta?.n_ctx_train,
    told.max_context_length,
  ];
  const found = candidates.find((value) => typeof value === 'number' && value > 0);
  return typeof found === 'number' ? found : null;
}
