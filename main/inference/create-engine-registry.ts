import { readdir } from 'node:fs/promises';
import { basename, isAbsolute, join, resolve } from 'node:path';
import {
  cancelled,
  DeepSportError,
  type EngineCard,
  isDeepSportError,
  throwIfCancelled,
} from '#common/domain/index.ts';
import { type Log, WorkerClient, type WorkerProcess } from '#main/platform/index.ts';
import type { EngineRegistry } from './engine-registry.ts';
import type { DevicePreference } from './onnx/compute-device.ts';
import type { DeviceStore } from './onnx/device-store.ts';
import { hashWeightsIfQuick } from './onnx/hash-weights.ts';
import { describeModel } from './onnx/model-description.ts';
import { readModelFolder } from './onnx/model-folder.ts';
import { createOnnxModel } from './onnx/onnx-model.ts';
import { fileExists } from './onnx/read-model-file.ts';
import { createOpenAiModel, type OpenAiModelOptions } from './openai/openai-model.ts';
import { serverCard } from './openai/server-card.ts';
import { defaultServerLimits } from './openai/server-limits.ts';
import { createServerQueue, type ServerQueue } from './openai/server-queue.ts';
import { isServerReference, parseServerReference } from './openai/server-reference.ts';
import { demoScript } from './scripted/demo-script.ts';
import { createScriptedModel } from './scripted/scripted-model.ts';
import type { VisionLanguageModel } from './vision-language-model.ts';

/** A server that the user has set up. */
type ConfiguredServer = {
  /** `http(s)://host:port/v1`, optionally with `#model-name`. */
  readonly url: string;
  readonly name?: string | undefined;
  readonly apiKey?: string | undefined;
  /** Questions answered at once, by all models of the server together; 4 by default. */
  readonly concurrency?: number | undefined;
  readonly prices?: OpenAiModelOptions['prices'];
  readonly tokenBudget?: number | undefined;
};

export type EngineRegistryOptions = {
  /** Folders whose subfolders are models; one that does not exist is an empty one. */
  readonly modelFolders: readonly string[];
  /** Asked at each use, so that a changed setting counts at once. */
  readonly servers: () => readonly ConfiguredServer[];
  /** Starts the inference worker. */
  readonly start: () => WorkerProcess;
  readonly log: Log;
  /** Lists the scripted demo; it can be opened by its id in any case. */
  readonly includeScripted?: boolean | undefined;
  /** Where local models compute, `auto` by default; the card of an open engine says where it really is. */
  readonly device?: DevicePreference | undefined;
  /** Keeps what was found out of the machine's devices. */
  readonly devices?: DeviceStore | undefined;
  /** Threads of a local model; by default up to 4. */
  readonly threads?: number | undefined;
  readonly serverLimits?: OpenAiModelOptions['limits'];
  /** Keeps what servers were found to be able to do. */
  readonly capabilities?: OpenAiModelOptions['capabilities'];
  /** How servers are reached; a host counts here what leaves the machine. */
  readonly fetch?: typeof fetch | undefined;
};

const scriptedId = 'scripted';

/** `id` is a reference that finds the model again. */
type FoundModel = { readonly folder: string; readonly id: string };

/** All engines: models in folders, configured servers, the scripted demo. Local models share one worker process. */
export function createEngineRegistry(options: EngineRegistryOptions): EngineRegistry {
  const worker = new WorkerClient('The inference engine', options.start);
  const opened = new Map<string, Promise<VisionLanguageModel>>();
  const running = new Map<string, VisionLanguageModel>();
  const queues = new Map<string, { readonly queue: ServerQueue; readonly places: number | undefined }>();
  const createScripted = () => createScriptedModel({ script: demoScript, delayMilliseconds: 40 });

  async function list(): Promise<readonly EngineCard[]> {
    const cards: EngineCard[] = [];
    for (const folder of await modelFolders(options.modelFolders)) {
      // A list must not wait until gigabytes of weights are hashed.
      const reading = readModelFolder(folder).then((model) =>
        describeModel(model, basename(folder), hashWeightsIfQuick),
      );
      const described = await reading.catch((error: unknown) => {
        options.log('warn', 'a model folder cannot be used', { folder, reason: String(error) });
        return null;
      });
      const card = described && withSpeed(described, folder);
      if (card && !cards.some(({ id }) => id === card.id)) cards.push(card);
    }
    for (const server of options.servers()) {
      try {
        cards.push(serverCard({ ...parseServerReference(server.url), id: server.url, name: server.name }));
      } catch (error) {
        options.log('warn', 'a configured server cannot be used', { reason: String(error) });
      }
    }
    if (options.includeScripted) cards.push(createScripted().card);
    return cards;
  }

  async function card(reference: string): Promise<EngineCard> {
    if (reference === scriptedId) return createScripted().card;
    // A server tells its model's name and context only when it is asked; no weights move by that.
    if (isServerReference(reference)) return (await open(reference)).card;
    const { folder, id } = await findModel(reference);
    return withSpeed(await describeModel(await readModelFolder(folder), id), folder);
  }

  /** An open engine tells where it computes and how fast. */
  function withSpeed(described: EngineCard, folder: string): EngineCard {
    const open = running.get(folder);
    return open ? { ...described, device: open.card.device, speed: open.card.speed } : described;
  }

  async function open(
    reference: string,
    { signal }: { signal?: AbortSignal | undefined } = {},
  ): Promise<VisionLanguageModel> {
    throwIfCancelled(signal);
    const key =
      reference === scriptedId || isServerReference(reference)
        ? `${keyOf(reference)} ${apiKeyFor(reference) ?? ''}`
        : (await findModel(reference)).folder;
    const known = opened.get(key);
    if (known) return untilCancelled(known, signal);
    // Another caller may wait for the same engine: a cancel ends the wait, not the loading.
    const opening = load(reference);
    opened.set(key, opening);
    opening.catch(() => opened.delete(key));
    return untilCancelled(opening, signal);
  }

  async function load(reference: string): Promise<VisionLanguageModel> {
    if (reference === scriptedId) return createScripted();
    if (isServerReference(reference)) {
      const { baseUrl, model } = parseServerReference(reference);
      const server = configured(reference);
      const isOwn = server !== undefined && keyOf(server.url) === keyOf(reference);
      return createOpenAiModel({
        baseUrl,
        model,
        apiKey: apiKeyFor(reference),
        id: reference,
        name: isOwn ? server.name : undefined,
        limits: options.serverLimits,
        fetch: options.fetch,
        capabilities: options.capabilities,
        queue: queueFor(baseUrl, server?.concurrency),
        prices: server?.prices,
        tokenBudget: server?.tokenBudget,
        onUsage: ({ usage, cost }) =>
          options.log('info', 'a server was asked', { server: server?.name ?? baseUrl, ...usage, cost }),
      });
    }
    const { folder, id } = await findModel(reference);
    const model = await readModelFolder(folder);
    const described = await describeModel(model, id);
    const { device = 'auto', devices, threads } = options;
    const engine = await createOnnxModel({ worker, model, card: described, device, devices, threads });
    running.set(folder, engine);
    return engine;
  }

  /** What is set of a server holds for all its models, unless that one is set up by itself. */
  function configured(reference: string): ConfiguredServer | undefined {
    const baseUrl = baseOf(reference);
    if (baseUrl === null) return undefined;
    const ofServer = options.servers().filter(({ url }) => baseOf(url) === baseUrl);
    return ofServer.find(({ url }) => keyOf(url) === keyOf(reference)) ?? ofServer[0];
  }

  const apiKeyFor = (reference: string): string | undefined => configured(reference)?.apiKey;

  function queueFor(baseUrl: string, places: number | undefined): ServerQueue {
    const known = queues.get(baseUrl);
    if (known && known.places === places) return known.queue;
    const queue = createServerQueue(places ?? defaultServerLimits.concurrency);
    queues.set(baseUrl, { queue, places });
    return queue;
  }

  /** A path, or the name of a folder among the installed models. NOT_FOUND lists those. */
  async function findModel(reference: string): Promise<FoundModel> {
    const folders = await modelFolders(options.modelFolders);
    const path = resolve(reference);
    const installed = folders.find((folder) => basename(folder) === reference || resolve(folder) === path);
    if (installed) return { folder: installed, id: basename(installed) };
    // Elsewhere only the path finds the model again.
    if (isAbsolute(reference) || /[\\/]/.test(reference) || (await fileExists(path))) {
      return { folder: path, id: path };
    }
    const names = [...folders.map((folder) => basename(folder)), ...options.servers().map(({ url }) => url)];
    const choice = names.length > 0 ? `There are: ${names.join(', ')}.` : 'No engine is installed.';
    throw new DeepSportError(
      'NOT_FOUND',
      `There is no engine "${reference}". ${choice} A model folder or a server's address will do as well.`,
      { reference },
    );
  }

  return {
    list,
    card,
    open,
    async [Symbol.asyncDispose]() {
      // The process goes first: a long reply or a load under way must not hold up the end.
      await worker[Symbol.asyncDispose]();
      const models = await Promise.allSettled(opened.values());
      opened.clear();
      for (const model of models) {
        if (model.status === 'fulfilled') await model.value[Symbol.asyncDispose]();
      }
    },
  };
}

function untilCancelled<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(cancelled());
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Subfolders that look like models, those of earlier folders first. */
async function modelFolders(parents: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const parent of parents) {
    const entries = await readdir(parent, { withFileTypes: true }).catch(() => []);
    for (const entry of entries.toSorted((a, b) => a.name.localeCompare(b.name))) {
      if (!entry.isDirectory() && !entry.isSymbolicLink()) continue;
      const folder = join(parent, entry.name);
      const looksLikeModel =
        (await fileExists(join(folder, 'deepsport.json'))) || (await fileExists(join(folder, 'config.json')));
      if (looksLikeModel) found.push(folder);
    }
  }
  return found;
}

function baseOf(url: string): string | null {
  try {
    return parseServerReference(url).baseUrl;
  } catch (error) {
    if (isDeepSportError(error)) return null;
    throw error;
  }
}

/** One engine under all the ways of writing its reference. */
function keyOf(reference: string): string {
  if (!isServerReference(reference)) return reference;
  const { baseUrl, model } = parseServerReference(reference);
  return `${baseUrl}#${model ?? ''}`;
}
