import type * as ort from 'onnxruntime-node';
import type { Frame } from '#common/domain/index.ts';
import type { ComputeDevice, DeviceChoice } from './compute-device.ts';
import { createDecoder } from './decoder.ts';
import type { ModelFolder } from './model-folder.ts';
import { dropPast } from './past-keeper.ts';
import { createVisionEncoder } from './vision-encoder.ts';

export type OpenGraph = (graph: 'vision' | 'decoder', device: ComputeDevice) => Promise<ort.InferenceSession>;

export type ChooseOptions = {
  readonly model: ModelFolder;
  readonly open: OpenGraph;
  /** Accelerators to try, best first. */
  readonly candidates: readonly ComputeDevice[];
  /** Takes what computes right even if the CPU is faster. */
  readonly evenIfSlower: boolean;
  readonly stamp: string;
  /** Told before a device is tried: a driver may take the whole process down. */
  readonly onTry: (device: ComputeDevice) => void;
};

/** Both graphs opened where they compute right and fastest. */
export type ChosenDevices = {
  readonly choice: DeviceChoice;
  readonly vision: ort.InferenceSession;
  readonly decoder: ort.InferenceSession;
};

/**
 * How far an accelerator's numbers may be from the CPU's: the root mean square of the difference, relative to that
 * of the CPU's numbers. 32-bit devices stay below 0.001, halves and coarse weights reach 0.02; wrong ones are near 1.
 */
const tolerance = 0.05;

/** A small picture, as many tokens and as many steps, so that a trial takes about a second even for large models. */
const trialSide = 112;
const trialTokens = 32;
const trialSteps = 4;

type Trial = { readonly numbers: Float32Array; readonly speeds: readonly number[] };

/** Tries the candidates in order, for each graph by itself, with the model's own graphs, and takes the first that does. */
export async function chooseDevices(options: ChooseOptions): Promise<ChosenDevices> {
  const { model } = options;
  const vision = await choose('vision', options, (session) => tryVision(session, model));
  const decoder = await choose('decoder', options, (session) => tryDecoder(session, model));
  const [pictureTokensPerSecond = 0] = vision.speeds;
  const [promptTokensPerSecond = 0, tokensPerSecond = 0] = decoder.speeds;
  return {
    choice: {
      vision: vision.device,
      decoder: decoder.device,
      pictureTokensPerSecond,
      promptTokensPerSecond,
      tokensPerSecond,
      stamp: options.stamp,
    },
    vision: vision.session,
    decoder: decoder.session,
  };
}

async function choose(
  graph: 'vision' | 'decoder',
  { open, candidates, evenIfSlower, onTry }: ChooseOptions,
  trial: (session: ort.InferenceSession) => Promise<Trial>,
) {
  const onCpu = await open(graph, 'cpu');
  const reference = await trial(onCpu);
  const cpu = { device: 'cpu' as ComputeDevice, session: onCpu, speeds: reference.speeds };
  if (candidates.length === 0) return cpu;
  // A large model fits into memory once, not twice.
  await onCpu.release();
  for (const device of candidates) {
    onTry(device);
    const session = await open(graph, device).catch(() => null);
    const tried = session && (await trial(session).catch(() => null));
    const isRight = tried && difference(tried.numbers, reference.numbers) <= tolerance;
    // The last speed is that of writing, which is what a person waits for.
    const isFaster = isRight && (tried.speeds.at(-1) ?? 0) > (reference.speeds.at(-1) ?? 0);
    if (session && isRight && (isFaster || evenIfSlower)) return { device, session, speeds: tried.speeds };
    await session?.release();
  }
  return { ...cpu, session: await open(graph, 'cpu') };
}

async function tryVision(session: ort.InferenceSession, { config, folder }: ModelFolder): Promise<Trial> {
  // Nothing is kept, so that the second time is computed as well; the first pays for compiling.
  const encoder = createVisionEncoder(session, config, folder, 0);
  const frame = trialFrame();
  const encode = () =>
    encoder.encode([frame], { signal: new AbortController().signal, onProgress: () => {} });
  await encode();
  const started = performance.now();
  const [features] = await encode();
  return {
    numbers: features?.values ?? new Float32Array(0),
    speeds: [rate(encoder.countTokens(frame), started)],
  };
}

async function tryDecoder(session: ort.InferenceSession, { config, folder }: ModelFolder): Promise<Trial> {
  const decoder = createDecoder(session, config, folder);
  const embeddings = Float32Array.from({ length: trialTokens * config.hiddenSize }, (_, i) => wave(i) / 20);
  const one = embeddings.subarray(0, config.hiddenSize);
  const positions = (from: number, count: number) =>
    BigInt64Array.from({ length: 3 * count }, (_, i) => BigInt(from + (i % count)));
  const read = () => decoder.run({ embeddings, positions: positions(0, trialTokens), past: decoder.empty });
  let { past } = await read();
  ({ past } = await next(past, trialTokens));
  dropPast(past);

  let started = performance.now();
  const reading = await read();
  const readRate = rate(trialTokens, started);
  const numbers = [...reading.logits];
  past = reading.past;
  started = performance.now();
  for (let step = 0; step < trialSteps; step++) {
    const written = await next(past, trialTokens + step);
    past = written.past;
    numbers.push(...written.logits);
  }
  dropPast(past);
  return { numbers: Float32Array.from(numbers), speeds: [readRate, rate(trialSteps, started)] };

  async function next(before: typeof past, at: number) {
    const step = await decoder.run({ embeddings: one, positions: positions(at, 1), past: before });
    dropPast(before);
    return step;
  }
}

const rate = (count: number, started: number): number =>
  (1000 * count) / Math.max(0.001, performance.now() - started);

/** Numbers between -1 and 1 that look random and are the same each time. */
const wave = (i: number): number => Math.sin(i * 12.9898 + Math.sin(i) * 4.1414);

function trialFrame(): Frame {
  const pixels = Uint8Array.from({ length: trialSide * trialSide * 3 }, (_, i) => 128 + 127 * wave(i));
  return { index: 0, timeSeconds: 0, width: trialSide, height: trialSide, sha256: 'trial', pixels };
}

/** Root mean square of the difference, relative to that of the reference; infinite where they cannot be compared. */
function difference(numbers: Float32Array, reference: Float32Array): number {
  if (numbers.length !== reference.length || numbers.length === 0) return Number.POSITIVE_INFINITY;
  let [off, size] = [0, 0];
  for (const [i, value] of reference.entries()) {
    off += ((numbers[i] ?? 0) - value) ** 2;
    size += value ** 2;
  }
  const relative = Math.sqrt(off / size);
  return Number.isNaN(relative) ? Number.POSITIVE_INFINITY : relative;
}
