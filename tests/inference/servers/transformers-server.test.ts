import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AskRequest } from '#common/contract/index.ts';
import { engineCardSchema } from '#common/contract/schemas.ts';
import type { Step, Trajectory } from '#common/domain/index.ts';
import { createOpenAiModel } from '#main/inference/openai/openai-model.ts';
import { createScriptedModel } from '#main/inference/scripted/scripted-model.ts';
import type { VisionLanguageModel } from '#main/inference/vision-language-model.ts';
import { createWorld, tellTrajectory, turns } from '../../agent/harness.ts';
import { createLocal } from '../../video/support/services.ts';
import { openLocalModel } from '../local-model.ts';
import { collect, framesMessage, greedy } from '../synthetic-frames.ts';
import {
  missingForServer,
  type RealServer,
  servedModel,
  startTransformersServer,
} from './transformers-server.ts';

const resources = resolve(import.meta.dirname, '../../../resources');
const dive = join(resources, 'samples/dive-a.mp4');
const size = { width: 112, height: 112 };
const message = { parts: framesMessage([0, 40], size, '\nWhen does the diver leave the board?') };

/** Read at the start, so that a skipped suite says why in its title. */
const title = `transformers' own server with Nano${missingForServer ? `, skipped: ${missingForServer}` : ''}`;

describe.skipIf(missingForServer !== null)(title, { timeout: 180_000 }, () => {
  let server: RealServer;
  let local: Awaited<ReturnType<typeof openLocalModel>>;
  let served: VisionLanguageModel;

  beforeAll(async () => {
    server = await startTransformersServer();
    local = await openLocalModel(join(resources, 'models/nano'));
    served = await createOpenAiModel({ baseUrl: server.baseUrl, model: servedModel, probe: 'never' });
  }, 300_000);
  afterAll(async () => {
    await local?.model[Symbol.asyncDispose]();
    await local?.worker[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });

  it('is found by its address alone, and tried', async () => {
    const { card } = await createOpenAiModel({ baseUrl: server.baseUrl, model: null });
    expect(engineCardSchema.parse(card)).toEqual(card);
    expect(card.name).toContain(servedModel);
    expect(card.capabilities).toMatchObject({
      severalPictures: true,
      pictureAfterCall: true,
      streaming: true,
      thought: 'field',
      guidance: null,
      mostPictures: null,
    });
  });

  it('streams a reply whose thought, which it sends apart, stands in its tags again', async () => {
    await using conversation = await served.startConversation('');
    const { events, end, text } = await collect(conversation.reply(message, greedy({ maxTokens: 320 })));
    expect(text).toBe(end.text);
    expect(text).toMatch(/^<think>[^<]+</);
    expect(text).toContain('</think>');
    expect(text).not.toContain('<|');
    expect(events.filter(({ type }) => type === 'delta').length).toBeGreaterThan(5);
    expect(end.usage.generatedTokens).toBeGreaterThan(5);
  });

  it('is cut at the token limit, and left at a stop string', async () => {
    await using conversation = await served.startConversation('');
    const cut = await collect(conversation.reply(message, greedy({ maxTokens: 5 })));
    expect(cut.end).toMatchObject({ finish: 'length', usage: { generatedTokens: 5 } });
    await using another = await served.startConversation('');
    const stopped = await collect(another.reply(message, greedy({ maxTokens: 320, stop: ['</think>'] })));
    expect(stopped.end).toMatchObject({ finish: 'stop', text: expect.stringMatching(/<\/think>$/) });
  });

  it('is asked without what it does not know', async () => {
    await using conversation = await served.startConversation('');
    const { events } = await collect(conversation.reply(message, greedy({ repetitionPenalty: 1.1 })));
    expect(events).toContainEqual({
      type: 'notice',
      message: 'The server does not know repetition_penalty; asked without.',
    });
  });

  it('can be left in the middle of a reply and asked again', async () => {
    await using conversation = await served.startConversation('');
    const controller = new AbortController();
    const { signal } = controller;
    const leaving = async () => {
      for await (const { type } of conversation.reply(message, greedy({ maxTokens: 320, signal }))) {
        if (type === 'delta') controller.abort();
      }
    };
    await expect(leaving()).rejects.toMatchObject({ code: 'CANCELLED' });
    expect((await collect(conversation.reply(message, greedy()))).text).not.toBe('');
  });

  it('says which model it serves when it is asked for another', async () => {
    const wrong = createOpenAiModel({ baseUrl: server.baseUrl, model: 'nobody/nothing', probe: 'never' });
    await expect(wrong).rejects.toMatchObject({
      code: 'ENGINE_REFUSED',
      message: expect.stringContaining(`It offers: ${servedModel}.`),
    });
  });

  it.each([
    ['a question with looks', 2, { question: 'In which frame does the diver leave the board?' }],
    [
      'a question of one pass',
      1,
      { question: 'When does the diver touch the water?', mode: 'passive' as const },
    ],
    ['a question that it declines', 1, { question: 'Which dive number is this?' }],
    ["an analyst's look", 1, { question: 'Which frames show the flight?', looks: [{ start: 60, end: 90 }] }],
  ])('gives the same trajectory as the local engine and as a script: %s', async (_, leastTurns, request) => {
    const { card, frameSize } = local.model;
    const onnx = await trajectory(local.model, request);
    expect(onnx.status).toBe('answered');
    expect(turns(onnx).length).toBeGreaterThanOrEqual(leastTurns);
    const openai = await trajectory({ ...served, card: { ...card, id: 'fake' }, frameSize }, request);
    expect(steps(openai)).toEqual(steps(onnx));
    // The server computes every prompt anew: what the cache saved is in its new tokens.
    expect(promptTokens(openai)).toEqual(promptTokens(onnx));
    const script = turns(onnx).map(({ raw }) => raw);
    const scripted = await trajectory(createScriptedModel({ script, card, frameSize }), request);
    expect(steps(scripted)).toEqual(steps(onnx));
  });
});

/** The agent's way through a sample dive with this engine. */
async function trajectory(model: VisionLanguageModel, request: Partial<AskRequest>): Promise<Trajectory> {
  await using video = createLocal();
  const info = { ...(await video.probe(dive)), id: 'clip-1', name: 'dive-a.mp4' };
  await using world = await createWorld({
    script: [],
    dependencies: {
      video,
      engines: { card: async () => model.card, open: async () => model },
      clips: { get: () => ({ info, source: { path: dive } }) },
    },
  });
  // Awaited here: the world ends with this function.
  return await tellTrajectory(world.ask(request));
}

/** What was seen, thought and done; not how long it took or what it cost. */
const steps = ({ steps: all, answer, status, formatValid }: Trajectory) => ({
  answer,
  status,
  formatValid,
  steps: all.map((step: Step) => (step.kind === 'turn' ? { ...step, seconds: null, usage: null } : step)),
});

const promptTokens = (told: Trajectory) =>
  turns(told).map(({ usage }) => usage.newTokens + usage.cachedTokens);
