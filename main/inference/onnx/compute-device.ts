/** Where a model can compute. All but `cpu` depend on the machine; CUDA's libraries are a separate download. */
export type ComputeDevice = 'cpu' | 'webgpu' | 'cuda' | 'dml' | 'coreml';

/** A person's choice; `auto` takes for each graph the first device that computes right and faster than the CPU. */
export type DevicePreference = ComputeDevice | 'auto';

export const deviceTitles: Readonly<Record<ComputeDevice, string>> = {
  cpu: 'CPU',
  webgpu: 'WebGPU',
  cuda: 'CUDA',
  dml: 'DirectML',
  coreml: 'Core ML',
};

/** Where a model's graphs compute, and how fast they did when they were tried. */
export type DeviceChoice = {
  /** Encodes frames. */
  readonly vision: ComputeDevice;
  /** Reads and writes text. */
  readonly decoder: ComputeDevice;
  readonly pictureTokensPerSecond: number;
  readonly promptTokensPerSecond: number;
  readonly tokensPerSecond: number;
  /** The machine and the runtime on which that was found out. */
  readonly stamp: string;
};
