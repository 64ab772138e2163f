import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DialogueState, generateReply } from '#main/inference/onnx/generate-reply.ts';
import { type LoadedModel, loadModel } from '#main/inference/onnx/load-model.ts';
import { readModelFolder } from '#main/inference/onnx/model-folder.ts';
import { patchValues, pictureGrid, writePatches } from '#main/inference/onnx/picture-patches.ts';
import type { PromptTokens } from '#main/inference/onnx/prompt-builder.ts';
import { resizeBicubic } from '#main/inference/onnx/resize-bicubic.ts';
import { ropePositions } from '#main/inference/onnx/rope-positions.ts';
import { pictureSize } from '#main/inference/onnx/smart-resize.ts';
import type { MessagePart } from '#main/inference/vision-language-model.ts';
import { syntheticFrame } from '../synthetic-frames.ts';
import {
  canMakeFamilies,
  type Family,
  type FamilyReference,
  families,
  familiesNote,
  folderOfPrecision,
  makeFamilies,
  type Precision,
  precisions,
  readReference,
} from './family-models.ts';

type Turn = FamilyReference['turns'][number];
const minutes = 60_000;

describe.skipIf(!canMakeFamilies)(`models of every family${familiesNote}`, () => {
  let made: { readonly folder: string; readonly temporary: boolean };
  let links: string;

  beforeAll(async () => {
    made = await makeFamilies();
    links = await mkdtemp(join(tmpdir(), 'deepsport-precisions-'));
  }, 15 * minutes);
  afterAll(async () => {
    await rm(links, { recursive: true, force: true });
    if (made.temporary) await rm(made.folder, { recursive: true, force: true });
  });

  const open = async (family: Family, precision: Precision): Promise<LoadedModel> => {
    const folder = await folderOfPrecision(made.folder, family, precision, links);
    const model = await loadModel({ folder, threads: 1 });
    // Eight-bit graphs compute a little differently in pieces of other sizes, and sizes depend on the machine's load.
    const whole = { size: 4096, took: () => {} };
    return { ...model, pace: { vision: whole, prefill: whole } };
  };

  describe.each(families)('%s', (family) => {
    it('gives a conversation with pictures of mixed sizes the positions of the family', async () => {
      const { ids, positions, turns } = readReference(made.folder, family);
      const { config } = await readModelFolder(join(made.folder, family));
      const pictures = turns.flatMap(({ grids }) =>
        grids.map(([, rows, columns]) => ({ rows: rows / 2, columns: columns / 2 })),
      );
      const found = ropePositions(ids, config.imageToken, pictures, 0);
      const axes = [0, 1, 2].map((axis) =>
        [...found.ids.slice(axis * ids.length, (axis + 1) * ids.length)].map(Number),
      );
      expect(axes).toEqual(positions);
    });

    it('sees pictures of any size as the image processor of transformers gives them', async () => {
      const { patches } = readReference(made.folder, family);
      const { config } = await readModelFolder(join(made.folder, family));
      const bytes = readFileSync(join(made.folder, family, 'patches.bin'));
      const expected = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
      let from = 0;
      for (const { index, width, height, grid } of patches) {
        const frame = syntheticFrame(index, { width, height });
        const size = pictureSize(frame, config.pixels);
        expect([1, size.height / config.patches.patchSize, size.width / config.patches.patchSize]).toEqual(
          grid,
        );
        const values = new Float32Array(
          pictureGrid(size, config.patches).patches * patchValues(config.patches),
        );
        writePatches(resizeBicubic(frame.pixels, frame, size), size, config.patches, values, 0);
        const wrong = values.findIndex((value, i) => value !== expected[from + i]);
        // Eight-bit graphs turn the last bit of a pixel into another token, so nothing less than equal will do.
        expect(wrong, `${width}×${height}`).toBe(-1);
        from += values.length;
      }
      expect(from).toBe(expected.length);
    });

    it('writes the tokens of PyTorch in each of four turns with 32 bits', async () => {
      const reference = readReference(made.folder, family);
      expect(await replies(await open(family, 'fp32'), reference)).toEqual(reference.replies.torch);
    });

    // Fewer bits are other numbers: the same graphs in Python's onnxruntime are the reference.
    it.each(Object.keys(precisions) as Precision[])(
      'writes the tokens of onnxruntime in Python on the graphs of %s',
      async (precision) => {
        const reference = readReference(made.folder, family);
        const model = await open(family, precision);
        expect(await replies(model, reference)).toEqual(reference.replies[precision]);
      },
    );

    it('knows how much memory a conversation takes', async () => {
      for (const [precision, bytes] of [
        ['fp32', 4],
        ['fp16', 2],
      ] as const) {
        await using model = await open(family, precision);
        const { layers, keyValueHeads, headSize } = model.config;
        expect(model.decoder.bytesPerToken).toBe(2 * layers * keyValueHeads * headSize * bytes);
      }
    });
  });

  it('a random model looks at its pictures: others give another reply', async () => {
    const reference = readReference(made.folder, 'qwen3_vl');
    const [first] = reference.turns;
    if (!first) throw new Error('the reference has no turn');
    const other: Turn = { ...first, frames: first.frames.map(([, w, h], i) => [i + 90, w, h]) };
    const changed = await replies(await open('qwen3_vl', 'fp32'), { ...reference, turns: [other] });
    expect(changed[0]).not.toEqual(reference.replies.torch[0]);
  });
});

/** What a model writes in each turn, greedily; closes the model. */
async function replies(opened: LoadedModel, { system, maxTokens, turns }: FamilyReference) {
  await using model = opened;
  let state: DialogueState = { past: model.decoder.empty, nextPosition: 0, lastToken: null };
  const written: (readonly number[])[] = [];
  for (const turn of turns) {
    const prompt = promptOf(model, system, state, turn);
    const reply = await generateReply(model, state, prompt, {
      maxTokens,
      temperature: 0,
      topP: 1,
      seed: 0,
      stop: [],
      signal: new AbortController().signal,
      emit: () => {},
    });
    written.push(reply.tokens);
    state = reply.state;
  }
  return written;
}

function promptOf(model: LoadedModel, system: string, state: DialogueState, turn: Turn): PromptTokens {
  const parts = turn.frames.flatMap(([index, width, height]): MessagePart[] => [
    { type: 'text', text: `frame ${index}:` },
    { type: 'frame', frame: syntheticFrame(index, { width, height }) },
  ]);
  const message = { parts: [...parts, { type: 'text' as const, text: turn.text }] };
  return state.lastToken === null
    ? model.prompts.first(system, message)
    : model.prompts.next(system, state.lastToken, message);
}
