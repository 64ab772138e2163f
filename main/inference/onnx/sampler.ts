import { DeepSportError } from '#common/domain/index.ts';

export type SamplerOptions = { readonly temperature: number; readonly topP: number; readonly seed: number };

/** Chooses a token from the logits of the vocabulary. */
export type Sampler = (logits: Float32Array) => number;

/** Greedy at temperature 0; else nucleus sampling whose choices depend on the seed alone. */
export function createSampler({ temperature, topP, seed }: SamplerOptions): Sampler {
  if (!(temperature > 0)) return mostLikely;
  const random = createRandom(seed);
  return (logits) => sampleNucleus(logits, temperature, topP, random());
}

/**
 * Makes tokens that were written before less likely: positive logits are divided by the penalty, negative ones
 * multiplied (Keskar et al. 2019, CTRL §4.1, as transformers has it).
 */
export function penaliseRepetition(logits: Float32Array, written: readonly number[], penalty: number): void {
  if (penalty === 1) return;
  for (const token of new Set(written)) {
    const value = logits[token] ?? 0;
    logits[token] = value > 0 ? value / penalty : value * penalty;
  }
}

function mostLikely(logits: Float32Array): number {
  let best = -1;
  let highest = Number.NEGATIVE_INFINITY;
  for (let token = 0; token < logits.length; token++) {
    const value = logits[token] as number;
    if (value > highest) {
      highest = value;
      best = token;
    }
  }
  if (best < 0) {
    throw new DeepSportError(
      'MODEL_INCOMPLETE',
      'The model computes no usable numbers: its weights may be damaged. Get the model again.',
    );
  }
  return best;
}

/** Less than e^-20 of the most likely token is never drawn; that leaves few tokens to sort. */
const negligible = 20;

function sampleNucleus(logits: Float32Array, temperature: number, topP: number, random: number): number {
  const best = mostLikely(logits);
  const highest = logits[best] as number;
  const candidates: { token: number; weight: number }[] = [];
  let total = 0;
  for (let token = 0; token < logits.length; token++) {
    const exponent = ((logits[token] as number) - highest) / temperature;
    if (!(exponent > -negligible)) continue;
    const weight = Math.exp(exponent);
    total += weight;
    candidates.push({ token, weight });
  }
  candidates.sort((a, b) => b.weight - a.weight || a.token - b.token);
  let nucleus = 0;
  let size = 0;
  for (const { weight } of candidates) {
    nucleus += weight;
    size += 1;
    if (nucleus >= topP * total) break;
  }
  let left = random * nucleus;
  for (const { token, weight } of candidates.slice(0, size)) {
    left -= weight;
    if (left < 0) return token;
  }
  return best;
}

/** Uniform numbers in [0, 1) from a 32-bit seed (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
