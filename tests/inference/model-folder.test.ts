import { cp, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeModel } from '#main/inference/onnx/model-description.ts';
import { readModelFolder } from '#main/inference/onnx/model-folder.ts';
import { localModelFolder, openLocalModel } from './local-model.ts';

describe('a folder that is no model', () => {
  it('is named when it is not there', async () => {
    await expect(readModelFolder('/no/such/folder')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('/no/such/folder'),
    });
  });
});

describe.skipIf(localModelFolder === null)('a model folder', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepsport-model-'));
    await cp(localModelFolder ?? '', folder, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const incomplete = (sentence: string) => ({
    code: 'MODEL_INCOMPLETE',
    message: expect.stringContaining(sentence),
  });

  it.each([
    'config.json',
    'preprocessor_config.json',
    'tokenizer.json',
    'tokenizer_config.json',
    'onnx/vision_encoder.onnx',
    'onnx/embed_tokens.onnx',
    'onnx/decoder_model_merged.onnx',
  ])('without %s is incomplete, and says which file is missing', async (file) => {
    await rm(join(folder, file));
    await rm(join(folder, file.replace('.onnx', '_int8.onnx')), { force: true });
    await expect(readModelFolder(folder)).rejects.toMatchObject(incomplete(`${file} is missing`));
  });

  it.each([
    ['config.json', '{', 'config.json is no valid JSON'],
    [
      'config.json',
      '{"model_type":"llama","image_token_id":1}',
      'only models of the families qwen2_vl, qwen2_5_vl, qwen3_vl',
    ],
    [
      'config.json',
      '{"model_type":"qwen2_5_vl","image_token_id":1}',
      'config.json is not as expected at hidden_size',
    ],
    [
      'preprocessor_config.json',
      '{"image_mean":[1]}',
      'preprocessor_config.json is not as expected at image_mean',
    ],
    ['tokenizer_config.json', '{}', 'tokenizer_config.json holds no chat_template'],
  ])('with a wrong %s (%s) says what is wrong', async (file, text, sentence) => {
    await writeFile(join(folder, file), text);
    await expect(readModelFolder(folder)).rejects.toMatchObject(incomplete(sentence));
  });

  it('with a wrong deepsport.json says where', async () => {
    await writeFile(join(folder, 'deepsport.json'), '{"format":1,"maxTurns":"many"}');
    const model = await readModelFolder(folder);
    await expect(describeModel(model)).rejects.toMatchObject(
      incomplete('deepsport.json is not as expected at maxTurns'),
    );
  });

  it('with graphs or a tokenizer cut off says which file cannot be loaded', async () => {
    await truncate(join(folder, 'onnx/vision_encoder.onnx'), 5000);
    await expect(openLocalModel(folder)).rejects.toMatchObject(
      incomplete('onnx/vision_encoder.onnx cannot be loaded'),
    );
    await writeFile(join(folder, 'tokenizer.json'), '{"model":{}}');
    await expect(openLocalModel(folder)).rejects.toMatchObject(incomplete('tokenizer.json'));
  });

  it('uses the small graphs where the plain ones are not there', async () => {
    const plain = await readModelFolder(folder);
    expect(plain.graphs.decoder).toBe('onnx/decoder_model_merged.onnx');
    const decoder = join(folder, 'onnx/decoder_model_merged');
    await rename(`${decoder}.onnx`, `${decoder}_int8.onnx`);
    expect((await readModelFolder(folder)).graphs.decoder).toBe('onnx/decoder_model_merged_int8.onnx');
    await rename(`${decoder}_int8.onnx`, `${decoder}_fp16.onnx`);
    expect((await readModelFolder(folder)).graphs.decoder).toBe('onnx/decoder_model_merged_fp16.onnx');
  });

  it('prefers halves where a GPU asks for them, and names the data beside the graphs', async () => {
    await writeFile(join(folder, 'onnx/decoder_model_merged_q4f16.onnx'), '');
    await writeFile(join(folder, 'onnx/decoder_model_merged_q4f16.onnx_data'), '');
    const exact = await readModelFolder(folder);
    expect(exact.weightFiles.join()).not.toContain('q4f16');
    const half = await readModelFolder(folder, 'half');
    expect(half.graphs.decoder).toBe('onnx/decoder_model_merged_q4f16.onnx');
    expect(half.graphs.visionEncoder).toBe('onnx/vision_encoder.onnx');
    expect(half.weightFiles).toContain('onnx/decoder_model_merged_q4f16.onnx_data');
  });

  it('without a card of its own gets the protocol of the paper and an honest summary', async () => {
    await rm(join(folder, 'deepsport.json'));
    const card = await describeModel(await readModelFolder(folder));
    expect(card.protocol).toMatchObject({
      initialFrames: 8,
      framesPerLook: 8,
      passiveFrames: 16,
      maxTurns: 5,
    });
    expect(card.protocol.frameLabel).toBe('frame {index}:');
    expect(card.summary).toContain('nothing is known');
    expect(card.weightsSha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('with a card fills what it leaves open with defaults', async () => {
    const prompts = { look: 'Frames {first} to {last}.' };
    await writeFile(
      join(folder, 'deepsport.json'),
      JSON.stringify({ format: 1, name: 'Small', maxTurns: 3, prompts }),
    );
    const { name, protocol } = await describeModel(await readModelFolder(folder));
    expect(name).toBe('Small');
    expect(protocol).toMatchObject({ maxTurns: 3, initialFrames: 8 });
    expect(protocol.prompts).toMatchObject({ look: prompts.look, analystLook: prompts.look });
    expect(protocol.prompts.repair).toContain('{problem}');
  });

  it('has another hash when its weights change', async () => {
    const before = await describeModel(await readModelFolder(folder));
    await truncate(join(folder, 'onnx/embed_tokens.onnx'), 5000);
    const after = await describeModel(await readModelFolder(folder));
    expect(after.weightsSha256).not.toBe(before.weightsSha256);
  });
});
