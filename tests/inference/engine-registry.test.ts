import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EngineRegistryOptions } from '#main/inference/create-engine-registry.ts';
import { createEngineRegistry } from '#main/inference/index.ts';
import { localModelFolder, startInferenceWorker } from './local-model.ts';
import { startStubServer } from './stub-server.ts';
import { collect, framesMessage, greedy } from './synthetic-frames.ts';

const registry = (options: Partial<EngineRegistryOptions> = {}) =>
  createEngineRegistry({
    modelFolders: [],
    servers: () => [],
    start: startInferenceWorker,
    log: () => {},
    threads: 2,
    ...options,
  });

const message = { parts: framesMessage([0, 1], { width: 112, height: 112 }, 'When?') };

describe('the engine registry', () => {
  it('lists the scripted demo only when asked to, and opens it in any case', async () => {
    await using hidden = registry();
    await using shown = registry({ includeScripted: true });
    expect(await hidden.list()).toEqual([]);
    expect((await shown.list()).map(({ name }) => name)).toEqual(['Scripted demo']);
    expect((await hidden.card('scripted')).summary).toContain('knows nothing of the video');
    await using conversation = await (await hidden.open('scripted')).startConversation('');
    expect((await collect(conversation.reply(message, greedy({ maxTokens: 200 })))).text).toContain(
      'Cannot tell',
    );
  });

  it('lists a configured server without asking it, and says what is wrong only when it is opened', async () => {
    await using engines = registry({
      servers: () => [{ url: 'http://127.0.0.1:9/v1#some-model', name: 'Cluster' }, { url: 'nonsense' }],
    });
    const cards = await engines.list();
    expect(cards).toMatchObject([{ id: 'http://127.0.0.1:9/v1#some-model', name: 'Cluster', local: true }]);
    await expect(engines.open(cards[0]?.id ?? '')).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' });
  });

  it('opens a server by its address, with the key set up for it, once', async () => {
    await using server = await startStubServer();
    await using engines = registry({ servers: () => [{ url: server.baseUrl, apiKey: 'of-this-server' }] });
    const model = await engines.open(`${server.baseUrl}#stub-vl`);
    expect(await engines.open(`${server.baseUrl}#stub-vl`)).toBe(model);
    expect(model.card).toMatchObject({ adapter: 'openai', contextTokens: 4096 });
    await using conversation = await model.startConversation('');
    await collect(conversation.reply(message, greedy()));
    expect(server.requests[0]?.authorization).toBe('Bearer of-this-server');
  });

  it('tries again after a failure', async () => {
    const server = await startStubServer();
    const { baseUrl } = server;
    await server[Symbol.asyncDispose]();
    await using engines = registry();
    await expect(engines.open(baseUrl)).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' });
    await expect(engines.card(baseUrl)).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' });
  });

  it('says which engines there are when it knows none of a name', async () => {
    await using engines = registry({ servers: () => [{ url: 'http://127.0.0.1:9/v1' }] });
    await expect(engines.card('nanu')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('There are: http://127.0.0.1:9/v1.'),
    });
  });
});

describe.skipIf(localModelFolder === null)('the engine registry with models in its folders', () => {
  it('opens the same model by its name and by its path, loads it once, and leaves no process behind', async () => {
    const folder = localModelFolder ?? '';
    const workers: ReturnType<typeof startInferenceWorker>[] = [];
    const start = () => {
      const worker = startInferenceWorker();
      workers.push(worker);
      return worker;
    };
    {
      await using engines = registry({ modelFolders: [join(folder, '..')], start });
      const names = (await engines.list()).map(({ id }) => id);
      expect(names).toContain(basename(folder));
      const card = await engines.card(basename(folder));
      expect(workers).toHaveLength(0);
      expect((await engines.card(folder)).weightsSha256).toBe(card.weightsSha256);
      const model = await engines.open(basename(folder));
      expect(await engines.open(folder)).toBe(model);
      await using conversation = await model.startConversation('');
      expect((await collect(conversation.reply(message, greedy()))).text).not.toBe('');
    }
    expect(workers).toHaveLength(1);
    await expect.poll(() => isRunning(workers[0]?.pid)).toBe(false);
  });

  it('can be closed in the middle of a reply, which ends with an error and at once', async () => {
    const engines = registry({ modelFolders: [join(localModelFolder ?? '', '..')] });
    const model = await engines.open(basename(localModelFolder ?? ''));
    const conversation = await model.startConversation('');
    const reply = conversation.reply(message, greedy())[Symbol.asyncIterator]();
    await reply.next();
    await engines[Symbol.asyncDispose]();
    const rest = async () => {
      while (!(await reply.next()).done);
    };
    await expect(rest()).rejects.toMatchObject({ code: 'WORKER_STOPPED' });
  });

  it('leaves out a broken model and keeps the others', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'deepsport-models-'));
    try {
      await cp(localModelFolder ?? '', join(parent, 'good'), { recursive: true });
      await cp(localModelFolder ?? '', join(parent, 'bad'), { recursive: true });
      await writeFile(join(parent, 'bad/config.json'), '{}');
      const warnings: string[] = [];
      const log = (_level: string, text: string) => void warnings.push(text);
      await using engines = registry({ modelFolders: [join(parent, 'missing'), parent], log });
      expect((await engines.list()).map(({ id }) => id)).toEqual(['good']);
      expect(warnings).toEqual(['a model folder cannot be used']);
      await expect(engines.open('bad')).rejects.toMatchObject({ code: 'MODEL_INCOMPLETE' });
    } finally {
      await rm(parent, { recursive: true, force: true });
    }
  });
});

function isRunning(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
}
