import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StageProgress } from '#common/domain/index.ts';
import { createModelStore } from '#main/inference/model-store/create-model-store.ts';
import { createHubClient } from '#main/inference/model-store/hub-client.ts';
import { type HubServer, type HubServerOptions, startHubServer } from './hub-server.ts';

const hubId = 'somebody/Tiny-VL-ONNX';
const nano = (name: string) =>
  new Uint8Array(readFileSync(join(import.meta.dirname, '../../../resources/models/nano', name)));

/** The descriptions of a real model, and graphs of noise: nothing here runs them. */
const files: Readonly<Record<string, Uint8Array>> = {
  'config.json': nano('config.json'),
  'preprocessor_config.json': nano('preprocessor_config.json'),
  'tokenizer.json': nano('tokenizer.json'),
  'tokenizer_config.json': nano('tokenizer_config.json'),
  'README.md': Buffer.from('# Tiny'),
  'onnx/vision_encoder.onnx': randomBytes(200_000),
  'onnx/vision_encoder_fp16.onnx': randomBytes(100_000),
  'onnx/embed_tokens.onnx': randomBytes(50_000),
  'onnx/decoder_model_merged.onnx': randomBytes(3000),
  'onnx/decoder_model_merged.onnx_data': randomBytes(300_000),
  'onnx/decoder_model_merged_q4.onnx': randomBytes(80_000),
  'pytorch_model.bin': randomBytes(5000),
};

let folder = '';
let hub: HubServer;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deepsport-models-'));
});
afterEach(async () => {
  await hub[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

async function store(options: Partial<HubServerOptions> = {}, token?: string, free = 2 ** 40) {
  hub = await startHubServer({ hubId, files, ...options });
  return connected(token, free);
}

/** The program started again, with the same folder and hub. */
const connected = (token?: string, free = 2 ** 40) =>
  createModelStore({
    folder,
    hub: createHubClient({ hubUrl: () => hub.url, token: async () => token, fetch, retryDelay: () => 1 }),
    freeBytes: async () => free,
    retryDelay: () => 1,
  });

const data = 'onnx/vision_encoder.onnx';

const stored = (name: string) => readFileSync(join(folder, 'somebody--Tiny-VL-ONNX-fp32', name));
const askedFor = (path: string) => hub.asked.filter((request) => request.path === path);

describe('A model of the hub', () => {
  it('is offered in the precisions there are, with what each would fetch', async () => {
    const models = await store();
    const offer = await models.offer(hubId);
    expect(offer).toMatchObject({ revision: 'c0ffee', licence: 'apache-2.0', gated: false });
    expect(offer.precisions.map(({ precision }) => precision)).toEqual(['fp32', 'q4']);
    const names = ['config.json', 'preprocessor_config.json', 'tokenizer.json', 'tokenizer_config.json'];
    const described = [...names, 'README.md'].reduce((sum, name) => sum + (files[name]?.length ?? 0), 0);
    expect(offer.precisions[0]?.sizeBytes).toBe(described + 200_000 + 50_000 + 303_000);
    expect(offer.precisions[1]?.sizeBytes).toBe(described + 200_000 + 50_000 + 80_000);
  });

  it('is fetched whole, with its external data, and listed until it is removed', async () => {
    const models = await store();
    const stages: StageProgress[] = [];
    const model = await models.download(hubId, 'fp32', { onStage: (stage) => stages.push(stage) });
    expect(model).toMatchObject({ id: 'somebody--Tiny-VL-ONNX-fp32', hubId, precision: 'fp32' });
    for (const name of ['config.json', 'onnx/vision_encoder.onnx', 'onnx/decoder_model_merged.onnx_data']) {
      expect(stored(name).equals(Buffer.from(files[name] ?? []))).toBe(true);
    }
    expect(readdirSync(join(folder, model.id))).not.toContain('pytorch_model.bin');
    const last = stages.at(-1);
    expect(last).toEqual({ stage: 'Downloading', done: model.sizeBytes, total: model.sizeBytes });
    expect(await connected().list()).toEqual([model]);
    await models.remove(model.id);
    expect(await models.list()).toEqual([]);
    await expect(models.remove(model.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('goes on where a connection broke, byte for byte', async () => {
    const models = await store();
    hub.fileFaults[data] = [{ breakAfter: 70_000 }, { breakAfter: 50_000 }];
    await models.download(hubId, 'fp32');
    const ranges = askedFor(data).map(({ range }) => range);
    expect(ranges).toEqual([undefined, 'bytes=70000-', 'bytes=120000-']);
    expect(stored(data).equals(Buffer.from(files[data] ?? []))).toBe(true);
  });

  it('goes on after a cancel and a restart of the program, without fetching anything twice', async () => {
    const models = await store();
    hub.fileFaults[data] = [{ breakAfter: 120_000 }];
    const stop = new AbortController();
    const cut = models.download(hubId, 'fp32', {
      signal: stop.signal,
      onStage: () => {
        if (askedFor(data).length > 0) stop.abort();
      },
    });
    await expect(cut).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await models.list()).toEqual([]);
    hub.fileFaults[data] = [];
    const before = askedFor('config.json').length;
    await connected().download(hubId, 'fp32');
    expect(askedFor('config.json').length).toBe(before);
    expect(stored(data).equals(Buffer.from(files[data] ?? []))).toBe(true);
  });

  it('begins a file anew when the server gives all of it again', async () => {
    const models = await store();
    hub.fileFaults[data] = [{ breakAfter: 70_000 }, { whole: true }];
    await models.download(hubId, 'fp32');
    expect(stored(data).equals(Buffer.from(files[data] ?? []))).toBe(true);
  });

  it('is checked by the hub’s hashes: a spoilt file is fetched again, and refused when it stays so', async () => {
    const models = await store();
    for (const name of [data, 'config.json']) hub.fileFaults[name] = [{ spoil: true }];
    await models.download(hubId, 'fp32');
    expect(askedFor('config.json')).toHaveLength(2);
    expect(stored(data).equals(Buffer.from(files[data] ?? []))).toBe(true);

    const decoder = 'onnx/decoder_model_merged_q4.onnx';
    hub.fileFaults[decoder] = [{ spoil: true }, { spoil: true }];
    const refused = models.download(hubId, 'q4');
    await expect(refused).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
      message: expect.stringMatching(/^decoder_model_merged_q4\.onnx came twice .*\.$/),
    });
    expect((await models.list()).map(({ precision }) => precision)).toEqual(['fp32']);
  });

  it('waits as long as a busy hub asks, and gives up with a sentence', async () => {
    const models = await store();
    hub.apiFaults.push({ status: 429, headers: { 'retry-after': '0' } }, { status: 503 });
    expect((await models.offer(hubId)).hubId).toBe(hubId);
    hub.apiFaults.push(...Array.from({ length: 6 }, () => ({ status: 503 })));
    await expect(models.offer(hubId)).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
      message: expect.stringContaining('(503)'),
    });
  });

  it('says after three tries that the hub cannot be reached', async () => {
    await store();
    let tries = 0;
    const nowhere = createHubClient({
      hubUrl: () => 'http://127.0.0.1:9',
      token: async () => undefined,
      fetch: (...request) => {
        tries += 1;
        return fetch(...request);
      },
      retryDelay: () => 1,
    });
    await expect(nowhere.model(hubId, undefined)).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
      message: expect.stringMatching(/^The hub cannot be reached\./),
    });
    expect(tries).toBe(3);
  });

  it('gives up when every connection breaks without a byte, and keeps what it has', async () => {
    const models = await store();
    hub.fileFaults[data] = Array.from({ length: 20 }, () => ({ breakAfter: 0 }));
    await expect(models.download(hubId, 'fp32')).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
      message: expect.stringContaining('goes on where it stopped'),
    });
    hub.fileFaults[data] = [];
    await models.download(hubId, 'fp32');
    expect(askedFor('config.json')).toHaveLength(1);
  });

  it('is refused before anything is fetched when the disk has no room for it', async () => {
    const models = await store({}, undefined, 1000);
    const refused = models.download(hubId, 'fp32');
    await expect(refused).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(hub.asked).toEqual([]);
    expect(await models.list()).toEqual([]);
  });

  it('that is gated says what to do, and comes with the token of one who may have it', async () => {
    await store({ gated: true, token: 'secret' });
    const without = connected().download(hubId, 'fp32');
    await expect(without).rejects.toMatchObject({
      code: 'ACCESS_DENIED',
      message: expect.stringMatching(/accept them on its page/),
    });
    const other = connected('wrong').download(hubId, 'fp32');
    await expect(other).rejects.toMatchObject({ message: expect.stringMatching(/not let you in yet/) });
    expect((await connected('secret').download(hubId, 'fp32')).precision).toBe('fp32');
  });

  it.each([
    ['nobody/Nothing', 'ACCESS_DENIED', /no public model nobody\/Nothing/],
    ['just-a-name', 'BAD_INPUT', /Write owner\/name/],
    ['../../etc/passwd', 'BAD_INPUT', /Write owner\/name/],
  ])('called %s is said not to be one', async (name, code, sentence) => {
    const models = await store();
    await expect(models.offer(name)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(sentence),
    });
  });

  it('without graphs that run here, or not in that precision, is said not to run', async () => {
    const models = await store();
    await expect(models.download(hubId, 'q8')).rejects.toMatchObject({
      code: 'MODEL_INCOMPLETE',
      message: expect.stringContaining('not published in q8'),
    });
    await hub[Symbol.asyncDispose]();
    const bare = await store({ files: { 'config.json': nano('config.json') } });
    await expect(bare.offer(hubId)).rejects.toMatchObject({ code: 'MODEL_INCOMPLETE' });
  });

  it('starts afresh when another commit is published meanwhile', async () => {
    const models = await store();
    hub.fileFaults[data] = Array.from({ length: 20 }, () => ({ breakAfter: 0 }));
    await expect(models.download(hubId, 'fp32')).rejects.toMatchObject({ code: 'DOWNLOAD_FAILED' });
    hub.fileFaults[data] = [];
    hub.revision = 'decaf';
    expect((await models.download(hubId, 'fp32')).revision).toBe('decaf');
    expect(askedFor('config.json')).toHaveLength(2);
  });
});
