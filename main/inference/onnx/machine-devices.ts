import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import type { ComputeDevice, DevicePreference } from './compute-device.ts';
import { runtimeFolder } from './runtime-folder.ts';

/** The accelerators, best first. */
const order = ['cuda', 'dml', 'coreml', 'webgpu'] as const satisfies readonly ComputeDevice[];

/** The accelerators to try, best first: those asked for for which there are libraries; whether they work shows then. */
export function candidateDevices(
  preference: DevicePreference,
  avoided: readonly ComputeDevice[],
): readonly ComputeDevice[] {
  const wanted = preference === 'auto' ? order : order.filter((device) => device === preference);
  return wanted.filter((device) => installed().includes(device) && !avoided.includes(device));
}

function installed(): readonly string[] {
  const hasCuda = existsSync(join(runtimeFolder().folder, 'libonnxruntime_providers_cuda.so'));
  return ort
    .listSupportedBackends()
    .filter(({ name, bundled }) => bundled || (name === 'cuda' && hasCuda))
    .map(({ name }) => name);
}

/** Another machine, runtime or library makes another stamp, and the devices are tried anew. */
export function machineStamp(): string {
  const processors = cpus();
  const machine = [process.platform, process.arch, processors[0]?.model ?? '', processors.length];
  return [runtimeFolder().version, ...installed(), ...machine].join(' ');
}
