import { DeepSportError, type EngineCard, type EngineSpeed, fitWithin } from '#common/domain/index.ts';
import type { WorkerClient } from '#main/platform/index.ts';
import { largestFrame } from '../default-protocol.ts';
import type { VisionLanguageModel } from '../vision-language-model.ts';
import {
  type ComputeDevice,
  type DeviceChoice,
  type DevicePreference,
  deviceTitles,
} from './compute-device.ts';
import type { DeviceStore } from './device-store.ts';
import type { LoadSettings } from './load-model.ts';
import type { ModelFolder } from './model-folder.ts';
import { createOnnxConversation, type LocalEngine } from './onnx-conversation.ts';
import { smartResize } from './smart-resize.ts';
import type { CacheUse } from './worker-engine.ts';

export type OnnxModelOptions = {
  readonly worker: WorkerClient;
  readonly model: ModelFolder;
  /** Its device and speed are replaced by what the model really runs on. */
  readonly card: EngineCard;
  /** The CPU by default. */
  readonly device?: DevicePreference | undefined;
  /** Where what was found out of devices is kept. */
  readonly devices?: DeviceStore | undefined;
  readonly threads?: number | undefined;
  readonly featureCacheBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
};

type Loaded = { readonly choice: DeviceChoice | null; readonly cache: CacheUse };

/** A local model, run by onnxruntime in the inference worker. Loads it. MODEL_INCOMPLETE or WORKER_STOPPED. */
export async function createOnnxModel(options: OnnxModelOptions): Promise<VisionLanguageModel> {
  const { worker, model, devices, device = 'cpu' } = options;
  const { weightsSha256 } = options.card;
  const key = [weightsSha256 ?? model.folder, device, options.threads ?? 'threads'].join(' ');
  const known = await devices?.get(key);
  let settings: LoadSettings = {
    folder: model.folder,
    contextTokens: options.card.contextTokens,
    device,
    choice: known,
    threads: options.threads,
    featureCacheBytes: options.featureCacheBytes,
  };
  let card = options.card;
  let closed = false;

  /** A driver can take the whole worker down: it is started once more, and does without the device tried last. */
  async function load(signal?: AbortSignal): Promise<DeviceChoice | null> {
    for (;;) {
      let tried: ComputeDevice | undefined;
      const onEvent = (trying: ComputeDevice) => {
        tried = trying;
      };
      try {
        const { choice, cache } = (await worker.call('load', settings, { signal, onEvent })) as Loaded;
        card = { ...card, ...described(choice, cache) };
        return choice;
      } catch (error) {
        const isCrash = error instanceof DeepSportError && error.code === 'WORKER_STOPPED';
        if (!isCrash || !tried || settings.avoid?.includes(tried)) throw error;
        settings = { ...settings, avoid: [...(settings.avoid ?? []), tried] };
      }
    }
  }

  const choice = await load(options.signal);
  if (choice && JSON.stringify(choice) !== JSON.stringify(known)) await devices?.set(key, choice);
  settings = { ...settings, choice: choice ?? undefined };

  const engine: LocalEngine = {
    worker,
    settings: () => settings,
    async avoidDevices() {
      const devicesInUse = [settings.choice?.vision ?? 'cpu', settings.choice?.decoder ?? 'cpu'];
      const failed = devicesInUse.filter((used) => used !== 'cpu' && !settings.avoid?.includes(used));
      if (failed.length === 0) return null;
      settings = { ...settings, avoid: [...new Set([...(settings.avoid ?? []), ...failed])] };
      await load();
      return [...new Set(failed)].map((used) => deviceTitles[used]).join(' and ');
    },
    measured({ speed, cache }) {
      const { speed: before } = card;
      if (!before) return;
      const promptTokensPerSecond = speed.promptTokensPerSecond ?? before.promptTokensPerSecond;
      const tokensPerSecond = speed.tokensPerSecond ?? before.tokensPerSecond;
      const { bytes: cacheBytes, limitBytes: cacheLimitBytes } = cache;
      card = {
        ...card,
        speed: { ...before, promptTokensPerSecond, tokensPerSecond, cacheBytes, cacheLimitBytes },
      };
    },
    refresh: () => load().then(() => {}),
  };

  return {
    get card() {
      return card;
    },
    frameSize: (display) => smartResize(fitWithin(display, largestFrame), model.config.pixels),
    async startConversation(system, { signal } = {}) {
      if (closed) throw new DeepSportError('NOT_FOUND', `${card.name} is closed.`);
      return createOnnxConversation(engine, system, signal);
    },
    async [Symbol.asyncDispose]() {
      if (closed) return;
      closed = true;
      await worker.call('unload', settings).catch(() => {});
    },
  };
}

function described(choice: DeviceChoice | null, cache: CacheUse): Pick<EngineCard, 'device' | 'speed'> {
  const visionDevice = deviceTitles[choice?.vision ?? 'cpu'];
  const decoderDevice = deviceTitles[choice?.decoder ?? 'cpu'];
  const speed: EngineSpeed = {
    visionDevice,
    decoderDevice,
    promptTokensPerSecond: choice?.promptTokensPerSecond ?? null,
    tokensPerSecond: choice?.tokensPerSecond ?? null,
    cacheBytes: cache.bytes,
    cacheLimitBytes: cache.limitBytes,
  };
  const device =
    visionDevice === decoderDevice ? decoderDevice : `${decoderDevice}, frames on ${visionDevice}`;
  return { device, speed };
}
