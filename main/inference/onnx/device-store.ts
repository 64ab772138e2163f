import { cpus } from 'node:os';
import * as ort from 'onnxruntime-node';
import type { DeviceChoice, DevicePreference } from './compute-device.ts';

/**
 * Keeps which devices a model computes on, so that they are not tried at each start. What it does not know, or
 * cannot read, it does not have; it never throws.
 */
export interface DeviceStore {
  get(key: string): Promise<DeviceChoice | undefined>;
  set(key: string, choice: DeviceChoice): Promise<void>;
}

/** Another model, machine, runtime or wish makes another key, and the devices are tried anew. */
export function deviceKey(
  weights: string,
  preference: DevicePreference,
  threads: number | undefined,
): string {
  const machine = [process.platform, process.arch, cpus()[0]?.model ?? '', cpus().length];
  const backends = ort.listSupportedBackends().map(({ name }) => name);
  return [weights, preference, threads ?? '', ort.env.versions.node ?? '', ...backends, ...machine].join(' ');
}
