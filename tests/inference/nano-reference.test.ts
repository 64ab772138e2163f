import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Past } from '#main/inference/onnx/decoder.ts';
import { type DialogueState, generateReply } from '#main/inference/onnx/generate-reply.ts';
import { hashWeights } from '#main/inference/onnx/hash-weights.ts';
import { type LoadedModel, loadModel } from '#main/inference/onnx/load-model.ts';
import { readModelFolder } from '#main/inference/onnx/model-folder.ts';
import { patchValues, writePatches } from '#main/inference/onnx/picture-patches.ts';
import { resizeBicubic } from '#main/inference/onnx/resize-bicubic.ts';
import { ropePositions } from '#main/inference/onnx/rope-positions.ts';
import { localModelFolder } from './local-model.ts';
import { framesMessage, syntheticFrame } from './synthetic-frames.ts';

/** What make_reference.py writes: the model's own answers by full recomputation in PyTorch. */
type Reference = {
  readonly weightsSha256: string;
  readonly system: string;
  readonly maxTokens: number;
  readonly turns: readonly {
    readonly width: number;
    readonly height: number;
    readonly frames: readonly number[];
    readonly text: string;
    readonly promptTokens: number;
    readonly ids: readonly number[];
    readonly positions: readonly (readonly number[])[];
    readonly reply: readonly number[];
    readonly firstLogits: readonly number[];
  }[];
  readonly patches: {
    readonly mean: number;
    readonly sum: number;
    readonly samples: readonly (readonly [number, number, number])[];
  };
  readonly resize: {
    readonly index: number;
    readonly cases: readonly {
      readonly from: readonly [number, number];
      readonly to: readonly [number, number];
      readonly sha256: string;
      readonly first: readonly number[];
    }[];
  };
};

const fixture = join(import.meta.dirname, '../fixtures/inference/nano-reference.json');
const reference: Reference = JSON.parse(
  readFileSync(process.env.DEEPSPORT_TEST_REFERENCE ?? fixture, 'utf8'),
);

describe('a picture scaled to the size of a model', () => {
  it.each(reference.resize.cases)(
    'from $from to $to is equal to the byte to Pillow',
    ({ from, to, ...expected }) => {
      const [source, target] = [from, to].map(([width, height]) => ({ width, height }));
      if (!source || !target) throw new Error('a size is missing');
      const { pixels } = syntheticFrame(reference.resize.index, source);
      const small = resizeBicubic(pixels, source, target);
      expect([...small.slice(0, 12)]).toEqual(expected.first);
      expect(createHash('sha256').update(small).digest('hex')).toBe(expected.sha256);
    },
  );
});

describe.skipIf(localModelFolder === null)('the local engine held against PyTorch', () => {
  let model: LoadedModel;
  let runs: { positions: BigInt64Array; logits: Float32Array }[] = [];
  let sameWeights = false;

  beforeAll(async () => {
    const folder = localModelFolder ?? '';
    const loaded = await loadModel({ folder, threads: 2 });
    const decoder = {
      ...loaded.decoder,
      run: async (step: Parameters<LoadedModel['decoder']['run']>[0]) => {
        const result = await loaded.decoder.run(step);
        runs.push({ positions: step.positions, logits: result.logits.slice() });
        return result;
      },
    };
    model = { ...loaded, decoder };
    const { weightFiles } = await readModelFolder(folder);
    sameWeights = (await hashWeights(folder, weightFiles)) === reference.weightsSha256;
  });
  afterAll(() => model[Symbol.asyncDispose]());

  const fresh = (): DialogueState => ({ past: model.decoder.empty, nextPosition: 0, lastToken: null });
  const options = () => ({
    maxTokens: reference.maxTokens,
    temperature: 0,
    topP: 1,
    seed: 0,
    stop: [],
    signal: new AbortController().signal,
    emit: () => {},
  });
  const promptOf = (state: DialogueState, turn: Reference['turns'][number]) => {
    const message = { parts: framesMessage(turn.frames, turn, turn.text) };
    return state.lastToken === null
      ? model.prompts.first(reference.system, message)
      : model.prompts.next(reference.system, state.lastToken, message);
  };

  it('cuts pictures into the same patches', () => {
    const size = { width: 112, height: 112 };
    const { patches: rule } = model.config;
    const values = patchValues(rule);
    const out = new Float32Array((size.width / rule.patchSize) ** 2 * values);
    writePatches(syntheticFrame(0, size).pixels, size, rule, out, 0);
    expect(out.reduce((sum, value) => sum + value, 0) / out.length).toBeCloseTo(reference.patches.mean, 4);
    expect(out.reduce((sum, value) => sum + Math.abs(value), 0)).toBeCloseTo(reference.patches.sum, -1);
    for (const [row, column, value] of reference.patches.samples) {
      expect(out[row * values + column]).toBeCloseTo(value, 5);
    }
  });

  it('gives a whole conversation the same positions as the family does', () => {
    const { factor } = model.config.pixels;
    const last = reference.turns.at(-1);
    const ids = last?.ids ?? [];
    const pictures = reference.turns.flatMap(({ frames, width, height }) =>
      frames.map(() => ({ rows: height / factor, columns: width / factor })),
    );
    const positions = ropePositions(ids, model.config.imageToken, pictures, 0);
    const axes = [0, 1, 2].map((axis) =>
      [...positions.ids.slice(axis * ids.length, (axis + 1) * ids.length)].map(Number),
    );
    expect(axes).toEqual(last?.positions);
  });

  it('writes the same tokens in each of three turns as a full recomputation', async ({ skip }) => {
    if (!sameWeights)
      skip('the reference was made from other weights: run tests/inference/make_reference.py');
    let state = fresh();
    for (const turn of reference.turns) {
      runs = [];
      const start = state.past.length;
      const {
        end,
        tokens,
        state: after,
      } = await generateReply(model, state, promptOf(state, turn), options());
      const count = turn.promptTokens - start;
      const [first] = runs;
      const axes = turn.positions.map((axis) => axis.slice(start));
      expect([...(first?.positions ?? [])].map(Number)).toEqual(axes.flat());
      expect(end.usage).toMatchObject({ newTokens: count, cachedTokens: start });
      for (const [i, logit] of turn.firstLogits.entries()) expect(first?.logits[i]).toBeCloseTo(logit, 3);
      expect(tokens).toEqual(turn.reply);
      state = after;
    }
  });

  it('writes the same with its cache as by computing everything again', async () => {
    let state = fresh();
    let whole: { tokens: readonly number[]; frames: ReturnType<typeof promptOf>['frames'] } = {
      tokens: [],
      frames: [],
    };
    for (const turn of reference.turns) {
      const prompt = promptOf(state, turn);
      whole = {
        tokens: [...whole.tokens, ...prompt.tokens.slice(state.lastToken === null ? 0 : 1)],
        frames: [...whole.frames, ...prompt.frames],
      };
      const cached = await generateReply(model, state, prompt, options());
      const recomputed = await generateReply(model, fresh(), whole, options());
      expect(cached.tokens).toEqual(recomputed.tokens);
      expect(cached.state.nextPosition).toBe(recomputed.state.nextPosition);
      expect(largestDifference(cached.state.past, recomputed.state.past)).toBeLessThan(1e-3);
      whole = { ...whole, tokens: [...whole.tokens, ...cached.tokens] };
      state = cached.state;
    }
  });
});

function largestDifference(a: Past, b: Past): number {
  let largest = 0;
  for (const [name, tensor] of Object.entries(a.tensors)) {
    const other = b.tensors[name]?.data as Float32Array;
    for (const [i, value] of (tensor.data as Float32Array).entries()) {
      largest = Math.max(largest, Math.abs(value - (other[i] ?? Number.NaN)));
    }
  }
  return largest;
}
