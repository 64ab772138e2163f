import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import type { ComputeDevice } from './compute-device.ts';
import { modelIncomplete } from './read-model-file.ts';

type SessionSettings = {
  /** Threads inside one operator; by default up to 4, never more than the machine has. */
  readonly threads?: number | undefined;
  /** Outputs that stay in the accelerator's memory, where the device has such a thing. */
  readonly keepOnDevice?: readonly string[] | undefined;
};

/** Whether outputs can stay in the device's memory; the runtime copies those of the others out after each step. */
export const keepsOutputs = (device: ComputeDevice): boolean => device === 'webgpu';

/** Loads one graph. MODEL_INCOMPLETE names the file when the runtime cannot read it. */
export async function openSession(
  folder: string,
  file: string,
  device: ComputeDevice,
  settings: SessionSettings,
): Promise<ort.InferenceSession> {
  const cores = availableParallelism();
  const kept = keepsOutputs(device) ? settings.keepOnDevice : undefined;
  try {
    return await ort.InferenceSession.create(join(folder, file), {
      executionProviders: device === 'cpu' ? ['cpu'] : [device, 'cpu'],
      graphOptimizationLevel: 'all',
      intraOpNumThreads: Math.min(settings.threads ?? 4, cores),
      interOpNumThreads: 1,
      logSeverityLevel: 3,
      ...(kept && { preferredOutputLocation: Object.fromEntries(kept.map((name) => [name, 'gpu-buffer'])) }),
      // Threads that wait by spinning cost more than they save as soon as anything else runs: 3x on two cores.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw modelIncomplete(folder, file, `${file} cannot be loaded (${reason.slice(0, 200)})`, cause);
  }
}

/** The first of `names` that the graph has as an input. */
export function inputNamed(
  session: ort.InferenceSession,
  folder: string,
  file: string,
  ...names: string[]
): string {
  const found = names.find((name) => session.inputNames.includes(name));
  if (found !== undefined) return found;
  throw modelIncomplete(folder, file, `${file} has no input ${names.join(' or ')}`);
}
