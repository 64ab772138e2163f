import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the stand-in knows of the clip it will be asked about. */
export type StandInTruth = { readonly takeoff: number; readonly entry: number };

export type StandInServer = AsyncDisposable & { readonly baseUrl: string };

type Part = { readonly type: string; readonly text?: string };
type Message = { readonly role: string; readonly content: string | readonly Part[] };

export type StandInOptions = {
  readonly truth: StandInTruth;
  /** Pause between two words, so that a person or a test can step in. */
  readonly millisecondsPerWord?: number;
  readonly port?: number;
  /** Replies of another kind: undefined leaves the word to the usual one. */
  readonly replies?: (asked: StandInAsked) => string | undefined;
};

/** The last message as the engine got it. */
export type StandInAsked = {
  readonly text: string;
  readonly frames: readonly number[];
  /** Replies given before in this conversation. */
  readonly turns: number;
};

/**
 * An OpenAI-compatible server that plays a well-behaved engine: it lists the frames it was sent, looks once
 * around the take-off, names one frame that it never saw, and answers. For the interface, not for any claim.
 */
export async function startStandInServer(options: StandInOptions): Promise<StandInServer> {
  const server = createServer((request, response) => {
    void answer(request, response, options).catch(() => response.destroy());
  });
  await new Promise<void>((ready) => server.listen(options.port ?? 0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: StandInOptions,
): Promise<void> {
  if (request.url?.endsWith('/models')) {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ object: 'list', data: [{ id: 'stand-in', object: 'model' }] }));
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { messages } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { messages: readonly Message[] };
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (delta: object, finish: string | null = null) =>
    response.write(
      `data: ${JSON.stringify({ id: '1', object: 'chat.completion.chunk', model: 'stand-in', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`,
    );
  const text = options.replies?.(askedOf(messages)) ?? reply(messages, options.truth);
  for (const word of text.match(/\S+\s*/g) ?? []) {
    send({ content: word });
    await new Promise((resume) => setTimeout(resume, options.millisecondsPerWord ?? 5));
    if (response.destroyed) return;
  }
  send({}, 'stop');
  response.end('data: [DONE]\n\n');
}

const textOf = ({ content }: Message): string =>
  typeof content === 'string' ? content : content.map((part) => part.text ?? '').join('');

function askedOf(messages: readonly Message[]): StandInAsked {
  const text = textOf(messages.at(-1) ?? { role: 'user', content: '' });
  const frames = [...text.matchAll(/frame (\d+):/g)].map((match) => Number(match[1]));
  return { text, frames, turns: messages.filter(({ role }) => role === 'assistant').length };
}

function reply(messages: readonly Message[], { takeoff, entry }: StandInTruth): string {
  const { text: last, frames, turns } = askedOf(messages);
  const phase = (frame: number) => (frame < takeoff ? 'board' : frame < entry ? 'air' : 'water');
  const listing = frames.map((frame) => `frame ${frame} ${phase(frame)}`).join(', ');
  const before = frames.findLast((frame) => frame < takeoff) ?? 0;
  const after = frames.find((frame) => frame >= takeoff) ?? before + 1;
  const asksEntry = messages.some((message) => message.role === 'user' && /water/.test(textOf(message)));
  if (asksEntry) {
    return `<think>${listing}. At frame ${entry - 1} the hands are still dry.</think><answer>frame ${entry}</answer>`;
  }
  const mayLook = !/No tool is available|No further look/i.test(last);
  if (turns === 0 && mayLook) {
    return (
      `<think>${listing}. Take-off lies between ${before} and ${after}, so I look at frames ${before} to ${after}.</think>` +
      `<tool_call>frame_extraction_tool(${before}, ${after})</tool_call>`
    );
  }
  const found = mayLook || turns > 0 ? takeoff : Math.round((before + after) / 2);
  return `<think>${listing}. The toes leave the board at frame ${found}.</think><answer>frame ${found}</answer>`;
}
