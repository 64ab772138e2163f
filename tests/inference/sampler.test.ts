import { describe, expect, it } from 'vitest';
import { createSampler, penaliseRepetition } from '#main/inference/onnx/sampler.ts';

const logits = Float32Array.of(0, 3, 1, 2.9);
const draws = (options: { temperature: number; topP: number; seed: number }, count = 2000) => {
  const sample = createSampler(options);
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    const token = sample(logits);
    counts[token] = (counts[token] ?? 0) + 1;
  }
  return counts;
};

describe('createSampler', () => {
  it('takes the most likely token at temperature 0, the first of equals', () => {
    expect(createSampler({ temperature: 0, topP: 1, seed: 1 })(logits)).toBe(1);
    expect(createSampler({ temperature: 0, topP: 1, seed: 1 })(Float32Array.of(2, 2))).toBe(0);
  });

  it('draws in proportion to the probabilities', () => {
    const [a = 0, b = 0, c = 0, d = 0] = draws({ temperature: 1, topP: 1, seed: 3 });
    const total = Math.exp(0) + Math.exp(3) + Math.exp(1) + Math.exp(2.9);
    expect(a / 2000).toBeCloseTo(1 / total, 1);
    expect(b / 2000).toBeCloseTo(Math.exp(3) / total, 1);
    expect(c / 2000).toBeCloseTo(Math.exp(1) / total, 1);
    expect(d / 2000).toBeCloseTo(Math.exp(2.9) / total, 1);
  });

  it('draws from the nucleus alone', () => {
    const [a, b = 0, c, d = 0] = draws({ temperature: 1, topP: 0.6, seed: 3 });
    expect([a, c]).toEqual([0, 0]);
    expect(Math.min(b, d)).toBeGreaterThan(0);
  });

  it('repeats itself for the same seed', () => {
    expect(draws({ temperature: 2, topP: 1, seed: 7 }, 50)).toEqual(
      draws({ temperature: 2, topP: 1, seed: 7 }, 50),
    );
  });

  it('says that weights are damaged where there is no number to choose', () => {
    const sample = createSampler({ temperature: 0, topP: 1, seed: 1 });
    expect(() => sample(Float32Array.of(Number.NaN, Number.NaN))).toThrow(/weights may be damaged/);
  });
});

describe('penaliseRepetition', () => {
  it('makes what was written before less likely, whichever sign its logit has', () => {
    const changed = Float32Array.of(0, 3, -1, 2);
    penaliseRepetition(changed, [1, 2, 1], 2);
    expect([...changed]).toEqual([0, 1.5, -2, 2]);
    penaliseRepetition(changed, [1, 2], 1);
    expect([...changed]).toEqual([0, 1.5, -2, 2]);
  });
});
