import { APIConnectionError, APIError, InternalServerError, RateLimitError } from 'openai';
import { describe, expect, it } from 'vitest';
import { createOpenAiModel, type OpenAiModelOptions } from '#main/inference/openai/openai-model.ts';
import { mayHelpToRepeat, retryDelay } from '#main/inference/openai/retry-delay.ts';
import { defaultServerLimits } from '#main/inference/openai/server-limits.ts';
import {
  type StubChat,
  sendDelta,
  sendError,
  sendEvent,
  startStubServer,
  wellBehaved,
} from './stub-server.ts';
import { collect, framesMessage, greedy } from './synthetic-frames.ts';

const message = { parts: framesMessage([0, 1], { width: 28, height: 28 }, 'Now?') };

async function ask(chat: StubChat, options: Partial<OpenAiModelOptions> = {}) {
  await using server = await startStubServer({ chat });
  const limits = { retryMilliseconds: 5, ...options.limits };
  const model = await createOpenAiModel({
    baseUrl: server.baseUrl,
    model: null,
    probe: 'never',
    ...options,
    limits,
  });
  await using conversation = await model.startConversation('');
  const outcome = await collect(conversation.reply(message, greedy({ maxTokens: 200 }))).catch(
    (error: Error) => error,
  );
  const events = outcome instanceof Error ? [] : outcome.events;
  const notices = events.flatMap((event) => (event.type === 'notice' ? [event.message] : []));
  return { outcome, notices, asked: server.requests.length };
}

const busy = (status: number, header?: string) =>
  APIError.generate(status, {}, 'busy', new Headers(header ? { 'retry-after': header } : {}));

describe('Asking again', () => {
  it('helps where a server is busy or out of reach, and nowhere else', () => {
    for (const status of [429, 500, 502, 503, 504]) expect(mayHelpToRepeat(busy(status))).toBe(true);
    for (const status of [400, 401, 403, 404, 413, 422]) expect(mayHelpToRepeat(busy(status))).toBe(false);
    expect(mayHelpToRepeat(new APIConnectionError({}))).toBe(true);
    expect(mayHelpToRepeat(new TypeError('terminated', { cause: new Error('closed') }))).toBe(true);
    expect(mayHelpToRepeat(new SyntaxError('no JSON'))).toBe(false);
  });

  it('waits twice as long each time, a random half of it, or as long as the server says', () => {
    const limits = { ...defaultServerLimits, retryMilliseconds: 1000 };
    const waits = (error: unknown, random: number) =>
      [0, 1, 2].map((attempt) => retryDelay(error, attempt, limits, () => random));
    expect(waits(busy(503), 0)).toEqual([500, 1000, 2000]);
    expect(waits(busy(503), 1)).toEqual([1000, 2000, 4000]);
    expect(waits(busy(429, '7'), 1)).toEqual([7000, 7000, 7000]);
    expect(waits(busy(429, '3600'), 1)).toEqual([60_000, 60_000, 60_000]);
    const [byDate = 0] = waits(busy(429, new Date(Date.now() + 9000).toUTCString()), 1);
    expect(byDate).toBeGreaterThan(5000);
    expect(byDate).toBeLessThanOrEqual(9000);
    expect(waits(busy(429, 'soon'), 1)).toEqual([1000, 2000, 4000]);
    expect(busy(429)).toBeInstanceOf(RateLimitError);
    expect(busy(500)).toBeInstanceOf(InternalServerError);
  });

  it.each([400, 401, 403, 404, 422])('is not done after a %i', async (status) => {
    const { outcome, asked } = await ask((_request, response) => sendError(response, status, 'No.'));
    expect(outcome).toMatchObject({ code: 'ENGINE_REFUSED' });
    expect(asked).toBe(1);
  });

  it('is done a limited number of times after a 5xx', async () => {
    const { outcome, asked } = await ask((_request, response) => sendError(response, 503, 'loading'), {
      limits: { retries: 2 },
    });
    expect(outcome).toMatchObject({ code: 'ENGINE_REFUSED' });
    expect(asked).toBe(3);
  });

  it('is done where the connection breaks before the first token, with headers or without', async () => {
    const { outcome, notices } = await ask((request, response, count) => {
      if (count === 1) response.destroy();
      else if (count === 2) {
        sendEvent(response, { choices: [{ index: 0, delta: { role: 'assistant' }, finish_reason: null }] });
        setTimeout(() => response.destroy(), 10);
      } else return wellBehaved(request, response, count);
    });
    expect(outcome).not.toBeInstanceOf(Error);
    expect(notices).toEqual(Array(2).fill('The connection to the server broke; asking again.'));
  });

  it('is not done once a part of the reply was read', async () => {
    const { outcome, asked } = await ask((_request, response) => {
      sendDelta(response, { content: 'half' });
      setTimeout(() => response.destroy(), 10);
    });
    expect(outcome).toMatchObject({ code: 'ENGINE_UNREACHABLE' });
    expect(asked).toBe(1);
  });

  it('is given up at once by a cancel during the pause', async () => {
    await using server = await startStubServer({
      chat: (_request, response) => sendError(response, 429, 'busy', { 'retry-after': '50' }),
    });
    const model = await createOpenAiModel({ baseUrl: server.baseUrl, model: null, probe: 'never' });
    await using conversation = await model.startConversation('');
    const controller = new AbortController();
    const events: string[] = [];
    const reading = async () => {
      const { signal } = controller;
      for await (const { type } of conversation.reply(message, greedy({ signal }))) {
        events.push(type);
        if (type === 'notice') setTimeout(() => controller.abort(), 20);
      }
    };
    await expect(reading()).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(events).toEqual(['progress', 'notice']);
  });

  it('is told from an answer that broke off in an unreadable way', async () => {
    const { outcome } = await ask((_request, response) => {
      sendDelta(response, { content: '<think>so' });
      response.end('data: {"error": "json parser could not parse region as JSON.\nContent: x"}\n\n');
    });
    expect(outcome).toMatchObject({
      code: 'ENGINE_REFUSED',
      message: expect.stringContaining("switch off the server's own parser of tool calls"),
    });
  });
});

describe('A server that refuses in the wrong place', () => {
  it('gets all pictures in its first message where it takes them there only', async () => {
    const orders: string[] = [];
    const chat: StubChat = (request, response, count) => {
      const { messages } = request.body;
      const withPictures = messages.filter(
        ({ content }) => typeof content !== 'string' && content.some(({ image_url }) => image_url),
      );
      if (withPictures.length > 1) {
        return sendError(response, 400, 'Images are only allowed in the first user message.');
      }
      orders.push(
        messages
          .flatMap(({ content }) => (typeof content === 'string' ? [] : content))
          .map(({ text }) => text ?? '[picture]')
          .join(''),
      );
      return wellBehaved(request, response, count);
    };
    await using server = await startStubServer({ chat });
    const model = await createOpenAiModel({ baseUrl: server.baseUrl, model: null, probe: 'never' });
    await using conversation = await model.startConversation('');
    await collect(conversation.reply(message, greedy({ maxTokens: 200 })));
    const look = { parts: framesMessage([50], { width: 28, height: 28 }, 'And now?') };
    const { events } = await collect(conversation.reply(look, greedy({ maxTokens: 200 })));
    expect(events).toContainEqual({
      type: 'notice',
      message: 'The server takes pictures in the first message only: all of them were sent there.',
    });
    expect(orders.at(-1)).toBe(
      'frame 0:[picture]frame 1:[picture]frame 50:[picture]Now?The pictures of this turn stand in the first message. And now?',
    );
  });

  it('gets the system text in its first message where it takes no other', async () => {
    let seen: unknown;
    const chat: StubChat = (request, response, count) => {
      const [first] = request.body.messages;
      if (first?.role === 'system') {
        return sendError(response, 400, 'Prompting with images is incompatible with system messages.');
      }
      seen = typeof first?.content === 'string' ? first.content : first?.content[0]?.text;
      return wellBehaved(request, response, count);
    };
    await using server = await startStubServer({ chat });
    const model = await createOpenAiModel({ baseUrl: server.baseUrl, model: null, probe: 'never' });
    await using conversation = await model.startConversation('be brief');
    await collect(conversation.reply(message, greedy({ maxTokens: 200 })));
    expect(seen).toBe('be brief\n\n');
  });
});
