import { describe, expect, it } from 'vitest';
import { engineCardSchema } from '#common/contract/schemas.ts';
import type { ServerCapabilities } from '#common/domain/index.ts';
import { createOpenAiModel, type OpenAiModelOptions } from '#main/inference/openai/openai-model.ts';
import {
  obeying,
  picturesOf,
  type StubChat,
  type StubOptions,
  sendDelta,
  sendDone,
  sendError,
  sendFinish,
  startStubServer,
  wellBehaved,
} from './stub-server.ts';
import { collect, framesMessage, greedy } from './synthetic-frames.ts';

const noon = Date.UTC(2026, 0, 2, 12);

async function probed(behaviour: StubOptions, options: Partial<OpenAiModelOptions> = {}) {
  await using server = await startStubServer(behaviour);
  const limits = { probeMilliseconds: 2000, ...options.limits };
  const model = await createOpenAiModel({
    baseUrl: server.baseUrl,
    model: null,
    now: () => noon,
    ...options,
    limits,
  });
  const { card } = model;
  return { card, capabilities: card.capabilities, requests: server.requests, model };
}

const saying =
  (...deltas: readonly object[]): StubChat =>
  (_request, response) => {
    for (const delta of deltas) sendDelta(response, delta);
    sendFinish(response, 'stop');
    sendDone(response);
  };

const memory = () => {
  const kept = new Map<string, ServerCapabilities>();
  return {
    kept,
    get: async (key: string) => kept.get(key),
    set: async (key: string, value: ServerCapabilities) => void kept.set(key, value),
  };
};

describe('What a server can do', () => {
  it('is tried with three small pictures and few tokens, and stands on its card', async () => {
    const { card, capabilities, requests } = await probed({});
    expect(engineCardSchema.parse(card)).toEqual(card);
    expect(capabilities).toEqual({
      measuredAt: '2026-01-02T12:00:00.000Z',
      severalPictures: true,
      toolCall: false,
      pictureAfterCall: true,
      streaming: true,
      thought: 'tags',
      guidance: null,
      contextTokens: 4096,
      mostPictures: null,
      mostPixels: null,
    });
    expect(requests.map((request) => picturesOf(request).length).filter(Boolean)).toEqual([2, 3]);
    const tokens = requests.reduce((sum, { body }) => sum + (body.max_tokens ?? 0), 0);
    expect(tokens).toBeLessThan(400);
  });

  it.each([
    [
      'as text',
      saying(
        { content: '<think>closer</think>' },
        { content: '<tool_call>frame_extraction_tool(40, 60)</tool_call>' },
      ),
      'tags',
    ],
    [
      'parsed',
      saying(
        { reasoning_content: 'closer' },
        { tool_calls: [{ index: 0, function: { name: 'frame_extraction_tool', arguments: '{}' } }] },
      ),
      'field',
    ],
    [
      'after a thought that the prompt has opened',
      saying(
        { content: 'closer</think>' },
        { content: '<tool_call>frame_extraction_tool(40, 60)</tool_call>' },
      ),
      'opened',
    ],
    [
      'without a thought',
      saying({ content: 'Yes: <tool_call>' }, { content: 'frame_extraction_tool(40, 60)</tool_call>' }),
      'none',
    ],
  ])('tells a call %s, and where the thought comes', async (_, chat, thought) => {
    expect((await probed({ chat })).capabilities).toMatchObject({ toolCall: true, thought });
  });

  it('tells a server that sends its replies whole', async () => {
    const chat = saying({ content: '<think>all of it in one piece</think>' });
    expect((await probed({ chat })).capabilities).toMatchObject({ streaming: false });
  });

  it.each(['structured_outputs', 'guided_regex', 'regex', 'grammar', 'json_schema'] as const)(
    'finds guided decoding by %s from what the server does, not from what it ignores',
    async (guidance) => {
      expect((await probed({ chat: obeying(guidance) })).capabilities).toMatchObject({ guidance });
    },
  );

  it('finds guided decoding where other fields are refused', async () => {
    const chat: StubChat = (request, response, count) =>
      'structured_outputs' in request.body || 'guided_regex' in request.body
        ? sendError(response, 422, "Unexpected fields in the request: {'structured_outputs'}")
        : obeying('regex')(request, response, count);
    expect((await probed({ chat })).capabilities).toMatchObject({ guidance: 'regex' });
  });

  it('is not looked for at any price where every reply is a long thought', async () => {
    const chat: StubChat = (request, response) => {
      for (let token = 0; token < (request.body.max_tokens ?? 0); token++) {
        sendDelta(response, { reasoning_content: 'hm ' });
      }
      sendFinish(response, 'length');
      sendDone(response);
    };
    const { capabilities, requests } = await probed({ chat });
    expect(capabilities).toMatchObject({ toolCall: null, thought: 'field', guidance: null });
    const tokens = requests.reduce((sum, { body }) => sum + (body.max_tokens ?? 0), 0);
    expect(tokens).toBeLessThan(700);
  });

  it('asks llama.cpp what it has loaded, and for its grammar alone', async () => {
    const props = { default_generation_settings: { n_ctx: 16_384 }, modalities: { vision: true } };
    const models = [{ id: 'gguf', object: 'model', meta: { n_ctx_train: 131_072 } }];
    const { card, capabilities, requests } = await probed({ props, models, chat: obeying('grammar') });
    expect(capabilities).toMatchObject({ guidance: 'grammar', contextTokens: 16_384 });
    expect(card.contextTokens).toBe(16_384);
    expect(requests.some(({ body }) => 'structured_outputs' in body)).toBe(false);
  });

  it('learns how many pictures it takes from its refusal, and asks for no more frames at once', async () => {
    const chat: StubChat = (request, response, count) =>
      picturesOf(request).length > 1
        ? sendError(response, 400, 'At most 1 image(s) may be provided in one request.')
        : wellBehaved(request, response, count);
    const { card, capabilities } = await probed({ chat });
    expect(capabilities).toMatchObject({ severalPictures: false, pictureAfterCall: true, mostPictures: 1 });
    expect(card.protocol).toMatchObject({ initialFrames: 1, framesPerLook: 1, passiveFrames: 1 });
    expect(card.summary).toContain('at most 1 picture at a time');
  });

  it('tells a model without eyes', async () => {
    const chat: StubChat = (request, response, count) =>
      picturesOf(request).length > 0
        ? sendError(response, 500, 'image input is not supported')
        : wellBehaved(request, response, count);
    const { card, capabilities } = await probed({ chat });
    expect(capabilities).toMatchObject({ severalPictures: false, pictureAfterCall: false });
    expect(card.summary).toContain('does not take pictures');
  });

  it.each<[string, StubChat, string]>([
    ['wants a key', (_, response) => sendError(response, 401, 'Unauthorized'), 'API key'],
    ['is broken', (_, response) => sendError(response, 500, 'CUDA out of memory'), 'out of memory'],
    ['says nothing', () => {}, 'did not give a first answer'],
  ])(
    'stays unknown where the server %s; the card says so and the engine can be used',
    async (_, chat, why) => {
      await using server = await startStubServer({ chat });
      const limits = { probeMilliseconds: 300 };
      const model = await createOpenAiModel({ baseUrl: server.baseUrl, model: null, limits });
      expect(model.card.capabilities).toBeNull();
      expect(model.card.summary).toContain('could not be found out');
      expect(model.card.summary).toContain(why);
      await using _conversation = await model.startConversation('');
    },
  );

  it('keeps what it found out before the time ran out', async () => {
    const chat: StubChat = (request, response, count) =>
      count < 3 ? wellBehaved(request, response, count) : undefined;
    const { capabilities } = await probed({ chat }, { limits: { probeMilliseconds: 300 } });
    expect(capabilities).toMatchObject({ severalPictures: true, pictureAfterCall: true, guidance: null });
  });

  it('is not tried again while it is known, unless somebody wants it anew', async () => {
    await using server = await startStubServer();
    const capabilities = memory();
    const connect = (probe?: 'anew') =>
      createOpenAiModel({ baseUrl: server.baseUrl, model: null, capabilities, probe });
    const first = await connect();
    const asked = server.requests.length;
    expect(capabilities.kept.get(`${server.baseUrl}#stub-vl`)).toEqual(first.card.capabilities);
    expect((await connect()).card).toEqual(first.card);
    expect(server.requests.length).toBe(asked);
    await connect('anew');
    expect(server.requests.length).toBe(2 * asked);
  });

  it('is kept up to date by the refusals of later conversations, for all of them', async () => {
    const chat: StubChat = (request, response, count) =>
      picturesOf(request).length > 3
        ? sendError(response, 400, 'At most 3 image(s) may be provided in one request.')
        : wellBehaved(request, response, count);
    await using server = await startStubServer({ chat });
    const capabilities = memory();
    const model = await createOpenAiModel({ baseUrl: server.baseUrl, model: null, capabilities });
    const message = { parts: framesMessage([0, 1, 2, 3, 4], { width: 28, height: 28 }, 'Now?') };
    const ask = async () => {
      await using conversation = await model.startConversation('');
      return (await collect(conversation.reply(message, greedy()))).events.filter(
        ({ type }) => type === 'notice',
      );
    };
    expect(await ask()).toHaveLength(1);
    expect(await ask()).toHaveLength(0);
    expect(model.card.capabilities?.mostPictures).toBe(3);
    expect([...capabilities.kept.values()][0]?.mostPictures).toBe(3);
  });

  it('sends smaller frames once it has said how many pixels it takes', async () => {
    const chat: StubChat = (request, response, count) =>
      count === 1
        ? sendError(response, 400, 'Image is too large: at most 100000 pixels are supported')
        : wellBehaved(request, response, count);
    const { model, capabilities } = await probed({ chat });
    expect(capabilities?.mostPixels).toBe(100_000);
    const { width, height } = model.frameSize({ width: 1920, height: 1080 });
    expect(width * height).toBeLessThanOrEqual(100_000);
    expect(width / height).toBeCloseTo(16 / 9, 1);
  });

  it('is left at once by a cancel', async () => {
    await using server = await startStubServer({ chat: () => {} });
    const connecting = createOpenAiModel({
      baseUrl: server.baseUrl,
      model: null,
      signal: AbortSignal.timeout(100),
    });
    await expect(connecting).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect.poll(() => server.dropped).toBe(1);
  });
});
