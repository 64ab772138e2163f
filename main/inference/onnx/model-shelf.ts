import type { CacheMemory } from './cache-memory.ts';
import { type ComputeDevice, deviceTitles } from './compute-device.ts';
import type { LoadedModel, LoadModel, LoadSettings } from './load-model.ts';
import { createPrefixCache, type PrefixCache } from './prefix-cache.ts';

export type ShelvedModel = LoadedModel & {
  readonly prefixes: PrefixCache;
  /** Titles of the accelerators that it computes on; empty for the CPU alone. */
  readonly devices: readonly string[];
};

/** To be disposed after use: a model that is removed goes when nobody uses it any more. */
type ModelUse = Disposable & { readonly model: ShelvedModel };

/** The loaded models of a worker, each once. */
export type ModelShelf = {
  /** Loads it first if need be. `onTry` is told which accelerators are tried. */
  take(settings: LoadSettings, onTry?: (device: ComputeDevice) => void): Promise<ModelUse>;
  isSame(a: LoadSettings, b: LoadSettings): boolean;
  /** After a fault: the next to take it gets it on other devices. False if it computes on the CPU alone. */
  setAside(settings: LoadSettings, model: ShelvedModel): boolean;
  remove(settings: LoadSettings): Promise<void>;
};

type Slot = {
  readonly loading: Promise<ShelvedModel>;
  model: ShelvedModel | null;
  users: number;
  onUnused: (() => void) | null;
};

export function createModelShelf(memory: CacheMemory, loadModel: LoadModel): ModelShelf {
  const slots = new Map<string, Slot>();
  const failed = new Map<string, Set<ComputeDevice>>();
  /** What was found out of devices makes no other model. */
  const keyOf = ({ choice: _, ...settings }: LoadSettings) => JSON.stringify(settings);

  async function load(
    settings: LoadSettings,
    onTry?: (device: ComputeDevice) => void,
  ): Promise<ShelvedModel> {
    const avoid = [...(settings.avoid ?? []), ...(failed.get(keyOf(settings)) ?? [])];
    const model = await loadModel({ ...settings, avoid }, onTry);
    const prefixes = createPrefixCache(memory, model.decoder.bytesPerToken);
    const devices = accelerators(model).map((device) => deviceTitles[device]);
    return {
      ...model,
      prefixes,
      devices,
      async [Symbol.asyncDispose]() {
        prefixes[Symbol.dispose]();
        await model[Symbol.asyncDispose]();
      },
    };
  }

  async function retire(slot: Slot): Promise<void> {
    const unused = new Promise<void>((resolve) => {
      slot.onUnused = resolve;
    });
    if (slot.users > 0) await unused;
    await (await slot.loading)[Symbol.asyncDispose]();
  }

  return {
    async take(settings, onTry) {
      const key = keyOf(settings);
      let slot = slots.get(key);
      if (!slot) {
        slot = { loading: load(settings, onTry), model: null, users: 0, onUnused: null };
        slots.set(key, slot);
        slot.loading.catch(() => slots.delete(key));
      }
      const used = slot;
      used.users += 1;
      const leave = () => {
        used.users -= 1;
        if (used.users === 0) used.onUnused?.();
      };
      try {
        used.model = await used.loading;
        return { model: used.model, [Symbol.dispose]: leave };
      } catch (error) {
        leave();
        throw error;
      }
    },
    isSame: (a, b) => keyOf(a) === keyOf(b),
    setAside(settings, model) {
      const devices = accelerators(model);
      if (devices.length === 0) return false;
      const key = keyOf(settings);
      const known = failed.get(key) ?? new Set();
      failed.set(key, known);
      for (const device of devices) known.add(device);
      const slot = slots.get(key);
      // Another conversation may have met the same fault before.
      if (slot?.model === model) {
        slots.delete(key);
        // What a device that failed still holds cannot be given back for sure.
        retire(slot).catch(() => {});
      }
      return true;
    },
    async remove(settings) {
      const slot = slots.get(keyOf(settings));
      slots.delete(keyOf(settings));
      if (slot) await retire(slot);
    },
  };
}

const accelerators = ({ choice }: LoadedModel): readonly ComputeDevice[] =>
  [...new Set([choice?.vision ?? 'cpu', choice?.decoder ?? 'cpu'])].filter((device) => device !== 'cpu');
