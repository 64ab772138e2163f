import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSettingsFile } from '#main/platform/index.ts';
import { type HubServer, startHubServer } from '../inference/model-store/hub-server.ts';
import { createFakeServices } from '../rpc/fake-services.ts';
import { openRealServices, type RealServices, root } from './real-services.ts';
import { runCommand } from './run-command.ts';

const nano = (name: string) => new Uint8Array(readFileSync(join(root, 'resources/models/nano', name)));
const names = ['config.json', 'preprocessor_config.json', 'tokenizer.json', 'tokenizer_config.json'];

let hub: HubServer;
let real: RealServices;
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deepsport-cli-models-'));
  hub = await startHubServer({
    hubId: 'somebody/Tiny-VL',
    files: {
      ...Object.fromEntries(names.map((name) => [name, nano(name)])),
      'onnx/vision_encoder.onnx': randomBytes(9000),
      'onnx/embed_tokens.onnx': randomBytes(9000),
      'onnx/decoder_model_merged.onnx': randomBytes(9000),
      'onnx/decoder_model_merged_q4.onnx': randomBytes(2000),
    },
  });
  const settings = openSettingsFile({
    file: join(folder, 'settings.json'),
    env: {},
    overrides: { hubUrl: hub.url },
  });
  real = openRealServices({ settings });
});
afterAll(async () => {
  await real[Symbol.asyncDispose]();
  await hub[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});
const run = (...argv: string[]) => runCommand(real.services, argv);

describe('deepsport models', () => {
  it('shows what the hub has, fetches the smallest, lists it as an engine, and removes it', async () => {
    const offered = await run('models', 'offer', 'somebody/Tiny-VL');
    expect(offered.printed.join('\n')).toMatch(/apache-2\.0\n {2}fp32 .*GB\n {2}q4 .*GB/);
    const added = await run('models', 'add', 'somebody/Tiny-VL');
    expect([added.code, added.noted]).toEqual([0, []]);
    expect(added.printed[0]).toContain('somebody--Tiny-VL-q4 is ready');
    expect((await run('models')).printed).toContain('somebody--Tiny-VL-q4');
    expect((await run('models', 'remove', 'somebody--Tiny-VL-q4')).code).toBe(0);
    expect((await run('models')).printed).not.toContain('somebody--Tiny-VL-q4');
  });

  it('fetches the libraries for CUDA and names them', async () => {
    const { code, printed } = await runCommand(createFakeServices(), ['models', 'cuda']);
    expect([code, printed]).toEqual([0, ['libcuda-stand-in.so are there. Engines try CUDA from now on.']]);
  });

  it.each([
    [['models', 'add'], /Write npx deepsport models/],
    [['models', 'dance', 'x'], /Write npx deepsport models/],
    [['models', 'add', 'somebody/Tiny-VL', '--precision', 'q1'], /--precision is one of fp32/],
    [['models', 'add', 'somebody/Tiny-VL', '--precision', 'q8'], /not published in q8/],
    [['models', 'add', 'Tiny-VL'], /Write owner\/name/],
    [['models', 'remove', 'nano'], /not in the store/],
  ])('says what is wrong with %j', async (argv, sentence) => {
    const { code, noted } = await run(...argv);
    expect(code).toBe(2);
    expect(noted.join('\n')).toMatch(sentence);
  });
});
