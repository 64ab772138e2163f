import OpenAI from 'openai';
import { type EngineCard, fitWithin, throwIfCancelled } from '#common/domain/index.ts';
import { defaultProtocol, largestFrame } from '../default-protocol.ts';
import type { VisionLanguageModel } from '../vision-language-model.ts';
import { createOpenAiConversation } from './openai-conversation.ts';
import { notUnderstoodError, type ServerContext, serverError, timeoutError } from './server-errors.ts';
import { defaultServerLimits, type ServerLimits } from './server-limits.ts';
import { isOnThisMachine } from './server-reference.ts';
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
};

const defaultContextTokens = 32_768;

/**
 * A model on an OpenAI-compatible server (vLLM, SGLang, llama.cpp, Ollama, LM Studio). Asks the server once what
 * it offers. ENGINE_UNREACHABLE, ENGINE_REFUSED or ENGINE_TIMEOUT with a sentence.
 */
export async function createOpenAiModel(options: OpenAiModelOptions): Promise<VisionLanguageModel> {
  const limits = { ...defaultServerLimits, ...options.limits };
  const client = createClient(options);
  const offer = await askForModel(client, options, limits);
  const server: ServerContext = { baseUrl: options.baseUrl, model: offer.model };
  const card = serverCard({ ...options, model: offer.model }, offer.contextTokens);
  return {
    card,
    frameSize: (display) => fitWithin(display, largestFrame),
    async startConversation(system, { signal } = {}) {
      throwIfCancelled(signal);
      return createOpenAiConversation({ client, server, card, limits, system });
    },
    async [Symbol.asyncDispose]() {},
  };
}

/** The card of a server's model, made without asking the server. */
export function serverCard(
  options: Pick<OpenAiModelOptions, 'baseUrl' | 'model' | 'id' | 'name'>,
  contextTokens = defaultContextTokens,
): EngineCard {
  const { baseUrl, model } = options;
  const local = isOnThisMachine(baseUrl);
  const host = new URL(baseUrl).host;
  const where = local ? 'a server on this machine' : `the server ${host}; frames leave this machine`;
  return {
    id: options.id ?? (model === null ? baseUrl : `${baseUrl}#${model}`),
    name: options.name ?? `${model ?? 'First model'} at ${host}`,
    adapter: 'openai',
    family: 'OpenAI-compatible server',
    summary: `${model ?? 'The first model offered'} on ${where}. What it knows of sport depends on that model.`,
    knows: [],
    declines: [],
    device: 'server',
    local,
    contextTokens,
    weightsSha256: null,
    licence: null,
    capabilities: null,
    protocol: defaultProtocol(contextTokens),
  };
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

type Offer = { readonly model: string; readonly contextTokens: number };

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
    if (chosen) return { model: chosen.id, contextTokens: contextTokensOf(chosen) };
    if (options.model !== null && offered.length === 0) {
      return { model: options.model, contextTokens: defaultContextTokens };
    }
    throw serverError(new OpenAI.NotFoundError(404, undefined, undefined, new Headers()), {
      ...server,
      offered,
    });
  } catch (error) {
    throwIfCancelled(options.signal);
    if (watchdog.expired) throw timeoutError(server, 'a list of its models in time');
    const listMissing = error instanceof OpenAI.NotFoundError || error instanceof SyntaxError;
    // Some gateways offer no list: with a name the chat itself will tell.
    if (error instanceof OpenAI.NotFoundError && options.model !== null) {
      return { model: options.model, contextTokens: defaultContextTokens };
    }
    throw listMissing ? notUnderstoodError(server) : serverError(error, server);
  }
}

/** Servers say it in fields of their own: vLLM and SGLang, llama.cpp, LM Studio. */
function contextTokensOf(model: OpenAI.Model): number {
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
  return typeof found === 'number' ? found : defaultContextTokens;
}
