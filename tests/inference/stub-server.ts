import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A chat request as the stub got it. */
export type StubRequest = {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: {
    readonly model?: string;
    readonly max_tokens?: number;
    readonly messages: readonly StubMessage[];
    readonly [field: string]: unknown;
  };
};
type StubMessage = {
  readonly role: string;
  readonly content: string | readonly StubPart[];
};
type StubPart = {
  readonly type: string;
  readonly text?: string;
  readonly image_url?: { url: string };
};

export type StubServer = AsyncDisposable & {
  readonly baseUrl: string;
  readonly requests: readonly StubRequest[];
  /** Connections that were dropped by the client before the answer was complete. */
  readonly dropped: number;
};

/** Answers one chat request; the default is a well-behaved server. */
export type StubChat = (
  request: StubRequest,
  response: ServerResponse,
  count: number,
) => void | Promise<void>;

export type StubOptions = {
  readonly chat?: StubChat;
  readonly models?: readonly object[] | 'missing' | 'web page' | 'failing';
  /** What llama.cpp tells of itself. */
  readonly props?: object;
};

/** An OpenAI-compatible server on the loopback interface, as well or as badly behaved as its options say. */
export async function startStubServer(options: StubOptions = {}): Promise<StubServer> {
  const requests: StubRequest[] = [];
  let dropped = 0;
  const models = options.models ?? [{ id: 'stub-vl', object: 'model', max_model_len: 4096 }];
  const server = createServer(async (request, response) => {
    if (request.url === '/v1/models') {
      if (models === 'missing') sendError(response, 404, 'Not Found');
      else if (models === 'failing') sendError(response, 500, 'Internal Server Error');
      else if (models === 'web page') response.end('<html>Welcome</html>');
      else sendJson(response, 200, { object: 'list', data: models });
      return;
    }
    if (request.method === 'GET') {
      if (request.url === '/props' && options.props) sendJson(response, 200, options.props);
      else sendError(response, 404, 'Not Found');
      return;
    }
    const body = JSON.parse(await readAll(request));
    const { authorization } = request.headers;
    const received = { path: request.url ?? '', authorization, body };
    requests.push(received);
    response.on('close', () => {
      if (!response.writableFinished) dropped += 1;
    });
    await (options.chat ?? wellBehaved)(received, response, requests.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    get dropped() {
      return dropped;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Streams a reply that depends on the messages alone, with the usage of a server that keeps a prefix cache. */
export const wellBehaved: StubChat = (request, response) => {
  const { messages, max_tokens = 100 } = request.body;
  const pictures = picturesOf(request).length;
  const words = `<think>I got ${messages.length} messages with ${pictures} pictures.</think><answer>cannot tell</answer>`;
  const tokens = words.match(/.{1,4}/gs) ?? [];
  const sent = tokens.slice(0, max_tokens);
  for (const token of sent) sendDelta(response, { content: token });
  const last = messages.at(-1);
  const prompt = JSON.stringify(messages).length;
  const cached = prompt - JSON.stringify(last).length;
  sendFinish(response, sent.length < tokens.length ? 'length' : 'stop');
  sendEvent(response, {
    choices: [],
    usage: {
      prompt_tokens: prompt,
      completion_tokens: sent.length,
      prompt_tokens_details: { cached_tokens: messages.length > 2 ? cached : 0 },
    },
  });
  sendDone(response);
};

/** A server with guided decoding by one field of the request, which ignores the fields that it does not know. */
export const obeying =
  (
    guidance: 'structured_outputs' | 'guided_regex' | 'regex' | 'grammar' | 'json_schema',
    chat = wellBehaved,
  ): StubChat =>
  (request, response, count) => {
    const field = guidance === 'json_schema' ? 'response_format' : guidance;
    if (!(field in request.body)) return chat(request, response, count);
    const isTrial = JSON.stringify(request.body[field]).length < 300;
    const reply = isTrial ? 'q7z' : '<think>held</think><answer>to its form</answer>';
    const whole = guidance === 'json_schema' ? `{ "reply": "${reply}" }` : reply;
    for (const content of whole.match(/.{1,5}/gs) ?? []) sendDelta(response, { content });
    sendFinish(response, 'stop');
    sendDone(response);
  };

export const picturesOf = ({ body }: StubRequest): readonly string[] =>
  body.messages.flatMap(({ content }) =>
    typeof content === 'string' ? [] : content.flatMap((part) => part.image_url?.url ?? []),
  );

export const sendDelta = (response: ServerResponse, delta: object): void =>
  sendEvent(response, { choices: [{ index: 0, delta, finish_reason: null }] });

export const sendFinish = (response: ServerResponse, reason: string): void =>
  sendEvent(response, { choices: [{ index: 0, delta: {}, finish_reason: reason }] });

export function sendEvent(response: ServerResponse, event: object): void {
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(`data: ${JSON.stringify({ object: 'chat.completion.chunk', ...event })}\n\n`);
}

export function sendDone(response: ServerResponse): void {
  response.end('data: [DONE]\n\n');
}

export const sendError = (response: ServerResponse, status: number, message: string, headers = {}): void =>
  sendJson(response, status, { error: { message, type: 'error' } }, headers);

function sendJson(response: ServerResponse, status: number, body: object, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

async function readAll(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}
