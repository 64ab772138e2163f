import { describe, expect, it } from 'vitest';
import { createOpenAiModel, type OpenAiModelOptions } from '#main/inference/openai/openai-model.ts';
import {
  picturesOf,
  type StubChat,
  type StubOptions,
  type StubServer,
  sendDelta,
  sendDone,
  sendError,
  sendEvent,
  sendFinish,
  startStubServer,
  wellBehaved,
} from './stub-server.ts';
import { collect, framesMessage, greedy } from './synthetic-frames.ts';
import { describeVisionLanguageModel } from './vision-language-model.contract.ts';

const size = { width: 56, height: 28 };
const message = { parts: framesMessage([0, 1, 2, 3], size, 'Who scores?') };
const patient = greedy({ maxTokens: 200 });

const connect = (server: StubServer, options: Partial<OpenAiModelOptions> = {}) =>
  createOpenAiModel({
    baseUrl: server.baseUrl,
    model: null,
    probe: 'never',
    ...options,
    limits: { retryMilliseconds: 10, firstTokenMilliseconds: 400, idleMilliseconds: 200, ...options.limits },
  });

/** One question to a server of the given behaviour. */
async function ask(behaviour: StubOptions, options: Partial<OpenAiModelOptions> = {}, reply = patient) {
  await using server = await startStubServer(behaviour);
  const model = await connect(server, options);
  await using conversation = await model.startConversation('be brief');
  const result = await collect(conversation.reply(message, reply));
  const notices = result.events.flatMap((event) => (event.type === 'notice' ? [event.message] : []));
  return { ...result, notices, requests: server.requests };
}

describeVisionLanguageModel('a server', async () => {
  const server = await startStubServer();
  const model = await createOpenAiModel({ baseUrl: server.baseUrl, model: null, probe: 'never' });
  return { model, dispose: () => server[Symbol.asyncDispose]() };
});

describe('what a server is sent', () => {
  it('is each picture as a PNG after its label, in a user turn, with the whole history', async () => {
    await using server = await startStubServer();
    const model = await connect(server, { apiKey: 'secret' });
    await using conversation = await model.startConversation('be brief');
    await collect(conversation.reply(message, patient));
    const look = { parts: framesMessage([50], size, 'Now?') };
    await collect(conversation.reply(look, patient));
    const request = server.requests.at(-1);
    expect(request?.authorization).toBe('Bearer secret');
    expect(request?.body.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(request?.body.messages.at(-1)?.content).toEqual([
      { type: 'text', text: 'frame 50:' },
      { type: 'image_url', image_url: { url: expect.stringMatching(/^data:image\/png;base64,/) } },
      { type: 'text', text: 'Now?' },
    ]);
  });

  it('never holds a key of the environment', async () => {
    process.env.OPENAI_API_KEY = 'of-another-service';
    const { requests } = await ask({});
    delete process.env.OPENAI_API_KEY;
    expect(requests[0]?.authorization).toBe('Bearer none');
  });
});

describe('a server that answers in its own way', () => {
  it('has its separate reasoning folded into the protocol', async () => {
    const chat: StubChat = (_request, response) => {
      sendDelta(response, { reasoning_content: 'the diver ' });
      sendDelta(response, { reasoning_content: 'leaves' });
      sendDelta(response, { content: '<answer>frame 3</answer>' });
      sendFinish(response, 'stop');
      sendDone(response);
    };
    const { text } = await ask({ chat });
    expect(text).toBe('<think>the diver leaves</think><answer>frame 3</answer>');
  });

  it('has its parsed tool calls written out again', async () => {
    const chat: StubChat = (_request, response) => {
      sendDelta(response, { reasoning: 'look' });
      const call = { name: 'frame_extraction_tool', arguments: '{"idx_start":3,' };
      sendDelta(response, { tool_calls: [{ index: 0, function: call }] });
      sendDelta(response, { tool_calls: [{ index: 0, function: { arguments: '"idx_end":9}' } }] });
      sendFinish(response, 'tool_calls');
      sendDone(response);
    };
    expect((await ask({ chat })).text).toBe(
      '<think>look</think><tool_call>{"name":"frame_extraction_tool","arguments":{"idx_start":3,"idx_end":9}}</tool_call>',
    );
  });

  it('may leave out usage and the reason of its end', async () => {
    const chat: StubChat = (_request, response) => {
      sendDelta(response, { content: 'fine' });
      sendDone(response);
    };
    const { end } = await ask({ chat });
    expect(end).toMatchObject({ text: 'fine', finish: 'stop' });
    expect(end.usage.newTokens).toBeGreaterThan(0);
  });

  it('gives its usage, with what it took from its cache', async () => {
    const { end } = await ask({});
    expect(end.usage.generatedTokens).toBeGreaterThan(10);
    expect(end.usage.newTokens).toBeGreaterThan(100);
  });
});

describe('a server that refuses pictures', () => {
  const refuseUnless =
    (
      accepts: (pictures: readonly string[], count: number) => boolean,
      status: number,
      why: string,
    ): StubChat =>
    (request, response, count) =>
      accepts(picturesOf(request), count)
        ? wellBehaved(request, response, count)
        : sendError(response, status, why);

  it('gets fewer where it names a limit, and the person is told', async () => {
    const chat = refuseUnless(
      (pictures) => pictures.length <= 2,
      400,
      'At most 2 image(s) may be provided in one request.',
    );
    const { text, notices } = await ask({ chat });
    expect(text).toContain('2 pictures');
    expect(notices).toEqual([
      'The server takes at most 2 pictures at a time: 2 of 4 were sent, the newest first.',
    ]);
  });

  it('is not asked the refused way again in the same conversation', async () => {
    const chat = refuseUnless((pictures) => pictures.length <= 2, 400, 'At most 2 images are allowed');
    await using server = await startStubServer({ chat });
    await using conversation = await (await connect(server)).startConversation('');
    await collect(conversation.reply(message, patient));
    await collect(conversation.reply(message, patient));
    expect(server.requests.map((request) => picturesOf(request).length)).toEqual([4, 2, 2]);
  });

  it('gets them smaller where they were too large', async () => {
    const lengths: number[] = [];
    const chat = refuseUnless(
      (pictures) => {
        lengths.push(pictures.join('').length);
        return lengths.length > 1;
      },
      413,
      'Payload too large',
    );
    const { notices } = await ask({ chat });
    expect(notices[0]).toContain('half their width and height');
    expect(lengths[1]).toBeLessThan(lengths[0] ?? 0);
  });

  it('gets them one by one where it takes one a message', async () => {
    const chat = refuseUnless(
      (_pictures, count) => count > 1,
      400,
      'Only one image per message is supported',
    );
    const { text } = await ask({ chat });
    expect(text).toContain('6 messages with 4 pictures');
  });

  it('is asked only once more', async () => {
    const chat = refuseUnless(() => false, 400, 'Invalid image data');
    await expect(ask({ chat })).rejects.toMatchObject({
      code: 'ENGINE_REFUSED',
      message: expect.stringContaining('Invalid image data'),
    });
  });

  it('is said to have no eyes where its model has none', async () => {
    const chat = refuseUnless(() => false, 500, 'image input is not supported - hint: provide the mmproj');
    await expect(ask({ chat })).rejects.toMatchObject({
      code: 'ENGINE_REFUSED',
      message: expect.stringContaining('does not take pictures'),
    });
  });

  it('that has no room left makes the context full', async () => {
    const chat = refuseUnless(() => false, 400, "This model's maximum context length is 4096 tokens.");
    await expect(ask({ chat })).rejects.toMatchObject({ code: 'CONTEXT_FULL' });
  });
});

describe('a server that misbehaves', () => {
  it('and is not there is named with what to do', async () => {
    const server = await startStubServer();
    await server[Symbol.asyncDispose]();
    await expect(connect(server)).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      message: `No answer from ${server.baseUrl} (connection refused). Is the server running? Check the address, or choose another engine.`,
    });
  });

  it('and goes away during a conversation leaves it as it was', async () => {
    let broken = true;
    const chat: StubChat = (request, response, count) => {
      if (!broken) return wellBehaved(request, response, count);
      sendDelta(response, { content: 'half' });
      setTimeout(() => response.destroy(), 20);
    };
    await using server = await startStubServer({ chat });
    await using conversation = await (await connect(server)).startConversation('');
    await expect(collect(conversation.reply(message, patient))).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
    });
    broken = false;
    expect((await collect(conversation.reply(message, patient))).text).toContain('1 messages');
  });

  it('and breaks every connection is told from one that is not there', async () => {
    const chat: StubChat = (_request, response) => void response.destroy();
    await expect(ask({ chat }, { limits: { retries: 1 } })).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      message: expect.stringContaining('(connection broken)'),
    });
  });

  it('and wants a key says so', async () => {
    const chat: StubChat = (_request, response) => sendError(response, 401, 'Unauthorized');
    await expect(ask({ chat })).rejects.toMatchObject({
      code: 'ENGINE_REFUSED',
      message: expect.stringContaining('API key'),
    });
  });

  it('and does not know the model says which it has', async () => {
    await expect(ask({}, { model: 'other' })).rejects.toMatchObject({
      code: 'ENGINE_REFUSED',
      message: expect.stringContaining('has no model "other". It offers: stub-vl.'),
    });
  });

  it('and lists no models, or fails at it, is still asked for a model by name', async () => {
    for (const models of ['missing', 'failing'] as const) {
      const { requests } = await ask({ models }, { model: 'named' });
      expect(requests[0]?.body.model).toBe('named');
    }
  });

  it('and is only a web page is told from an engine', async () => {
    await expect(ask({ models: 'web page' })).rejects.toMatchObject({
      code: 'ENGINE_REFUSED',
      message: expect.stringContaining('OpenAI-compatible'),
    });
    const chat: StubChat = (_request, response) => {
      response.end('<html>Welcome</html>');
    };
    await expect(ask({ chat })).rejects.toMatchObject({ code: 'ENGINE_REFUSED' });
  });

  it('and is busy is asked again a limited number of times', async () => {
    const busyTwice: StubChat = (request, response, count) =>
      count < 3
        ? sendError(response, 429, 'busy', { 'retry-after': '0' })
        : wellBehaved(request, response, count);
    const { notices } = await ask({ chat: busyTwice });
    expect(notices).toEqual(Array(2).fill('The server is busy (429); asking again.'));
    const alwaysBusy: StubChat = (_request, response) => sendError(response, 503, 'loading');
    await expect(ask({ chat: alwaysBusy })).rejects.toMatchObject({ code: 'ENGINE_REFUSED' });
  });

  it('and does not know a field is asked without it', async () => {
    const chat: StubChat = (request, response, count) =>
      'stream_options' in request.body
        ? sendError(response, 400, 'Unrecognized request argument supplied: stream_options')
        : wellBehaved(request, response, count);
    expect((await ask({ chat })).notices).toEqual([
      'The server does not know stream_options; asked without.',
    ]);
  });

  it('and says nothing, or nothing more, runs into a time limit', async () => {
    await expect(ask({ chat: () => {} })).rejects.toMatchObject({ code: 'ENGINE_TIMEOUT' });
    const stalls: StubChat = (_request, response) => sendDelta(response, { content: 'and then' });
    await expect(ask({ chat: stalls })).rejects.toMatchObject({ code: 'ENGINE_TIMEOUT' });
  });

  it('and never stops is cut off', async () => {
    const chat: StubChat = (_request, response) => {
      const timer = setInterval(() => {
        for (let i = 0; i < 50; i++) sendDelta(response, { content: 'on and ' });
      }, 1);
      response.on('close', () => clearInterval(timer));
    };
    const { end, notices } = await ask({ chat }, {}, greedy({ maxTokens: 20 }));
    expect(end.finish).toBe('length');
    expect(notices).toEqual(['The server did not stop by itself: its answer was cut off.']);
  });

  it('and goes on after the answer is left alone soon', async () => {
    const chat: StubChat = (_request, response) =>
      sendDelta(response, { content: '<answer>yes</answer> and' });
    const { end } = await ask({ chat }, {}, greedy({ stop: ['</answer>'] }));
    expect(end).toMatchObject({ text: '<answer>yes</answer>', finish: 'stop' });
  });

  it('and sends broken pieces gives a clear sentence', async () => {
    const chat: StubChat = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end('data: {"choices": [{]\n\n');
    };
    await expect(ask({ chat })).rejects.toMatchObject({ code: 'ENGINE_REFUSED' });
    const error: StubChat = (_request, response) => {
      sendEvent(response, { error: { message: 'out of memory' } });
      sendDone(response);
    };
    await expect(ask({ chat: error })).rejects.toMatchObject({
      code: 'ENGINE_REFUSED',
      message: expect.stringContaining('out of memory'),
    });
  });

  it('and refuses in the middle of its stream, or answers with nothing, says why', async () => {
    const late: StubChat = (_request, response) => {
      sendEvent(response, { error: { message: 'the request exceeds the available context size' } });
      sendDone(response);
    };
    await expect(ask({ chat: late })).rejects.toMatchObject({ code: 'CONTEXT_FULL' });
    const silent: StubChat = (_request, response) => {
      sendFinish(response, 'stop');
      sendDone(response);
    };
    await expect(ask({ chat: silent })).rejects.toMatchObject({
      code: 'ENGINE_REFUSED',
      message: expect.stringContaining('answered with nothing'),
    });
  });

  it('and has little room left is asked for a shorter reply', async () => {
    const chat: StubChat = (request, response, count) =>
      (request.body.max_tokens ?? 0) > 150
        ? sendError(
            response,
            400,
            "This model's maximum context length is 4096 tokens. However, you requested 4146 tokens (3946 in the messages, 200 in the completion).",
          )
        : wellBehaved(request, response, count);
    const { notices } = await ask({ chat });
    expect(notices).toEqual(['The server has room for 149 more tokens only: the reply was limited to that.']);
  });

  it('is left by a cancel at once', async () => {
    await using server = await startStubServer({ chat: () => {} });
    await using conversation = await (
      await connect(server, { limits: { firstTokenMilliseconds: 60_000 } })
    ).startConversation('');
    const signal = AbortSignal.timeout(50);
    await expect(collect(conversation.reply(message, { ...patient, signal }))).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    await expect.poll(() => server.dropped).toBe(1);
  });
});
