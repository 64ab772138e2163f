/** Where a model can compute. All but `cpu` depend on the machine; CUDA's libraries are a separate download. */
export type ComputeDevice = 'cpu' | 'webgpu' | 'cuda' | 'dml' | 'coreml';

export const deviceTitles: Readonly<Record<ComputeDevice, string>> = {
  cpu: 'CPU',
  webgpu: 'WebGPU',
  cuda: 'CUDA',
  dml: 'DirectML',
  coreml: 'Core ML',
};
