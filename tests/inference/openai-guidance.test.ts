import { describe, expect, it } from 'vitest';
import { createOpenAiModel } from '#main/inference/openai/openai-model.ts';
import { createReplyInJson } from '#main/inference/openai/reply-in-json.ts';
import { formAsGbnf } from '#main/inference/reply-form/form-as-gbnf.ts';
import { formAsRegex } from '#main/inference/reply-form/form-as-regex.ts';
import type { ReplyForm } from '#main/inference/reply-form/reply-form.ts';
import {
  obeying,
  type StubChat,
  sendDelta,
  sendDone,
  sendError,
  sendFinish,
  startStubServer,
  wellBehaved,
} from './stub-server.ts';
import { collect, framesMessage, greedy } from './synthetic-frames.ts';

const form: ReplyForm = { tools: ['frame_extraction_tool'], frameCount: 154 };
const message = { parts: framesMessage([0], { width: 28, height: 28 }, 'Now?') };

/** Two questions in two conversations, after the server was tried. */
async function ask(chat: StubChat, asked: ReplyForm | null = form) {
  await using server = await startStubServer({ chat });
  const model = await createOpenAiModel({ baseUrl: server.baseUrl, model: null });
  const tried = server.requests.length;
  const replies = [];
  for (let round = 0; round < 2; round++) {
    await using conversation = await model.startConversation('');
    const { events, text } = await collect(
      conversation.reply(message, greedy({ maxTokens: 200, form: asked ?? undefined })),
    );
    const notices = events.flatMap((event) => (event.type === 'notice' ? [event.message] : []));
    replies.push({ text, notices });
  }
  return { replies, bodies: server.requests.slice(tried).map(({ body }) => body) };
}

describe('The form of a reply on a server', () => {
  it('is asked for in the way that the server obeys', async () => {
    const regex = formAsRegex(form, { thought: true });
    const bodies = async (guidance: Parameters<typeof obeying>[0]) =>
      (await ask(obeying(guidance))).bodies[0];
    expect(await bodies('structured_outputs')).toMatchObject({ structured_outputs: { regex } });
    expect(await bodies('guided_regex')).toMatchObject({ guided_regex: regex });
    expect(await bodies('regex')).toMatchObject({ regex });
    expect(await bodies('grammar')).toMatchObject({ grammar: formAsGbnf(form, { thought: true }) });
  });

  it('is asked for in a JSON schema where the server obeys nothing else, and taken out of its answer', async () => {
    const pattern = `^${formAsRegex(form, { thought: true, inJson: true })}$`;
    const { bodies, replies } = await ask(obeying('json_schema'));
    expect(bodies[0]?.response_format).toMatchObject({
      type: 'json_schema',
      json_schema: { schema: { properties: { reply: { pattern } } } },
    });
    expect(replies.map(({ text }) => text)).toEqual(
      Array(2).fill('<think>held</think><answer>to its form</answer>'),
    );
  });

  it('is not asked for where none is wanted or none is obeyed', async () => {
    const fields = ['structured_outputs', 'guided_regex', 'regex', 'grammar', 'response_format'];
    const used = ({ bodies }: Awaited<ReturnType<typeof ask>>) =>
      bodies.flatMap((body) => fields.filter((field) => field in body));
    expect(used(await ask(wellBehaved))).toEqual([]);
    expect(used(await ask(obeying('regex'), null))).toEqual([]);
  });

  it('leaves the thought out where the server sends it apart', async () => {
    const thinking: StubChat = (_request, response) => {
      sendDelta(response, { reasoning_content: 'hm' });
      sendDelta(response, { content: '<answer>5</answer>' });
      sendFinish(response, 'stop');
      sendDone(response);
    };
    const { bodies } = await ask(obeying('regex', thinking));
    expect(bodies[0]).toMatchObject({ regex: formAsRegex(form, { thought: false }) });
  });

  it('and its first tag are mended where the prompt has opened the thought', async () => {
    const thinking: StubChat = (_request, response) => {
      sendDelta(response, { content: 'hm</think>' });
      sendDelta(response, { content: '<answer>5</answer>' });
      sendFinish(response, 'stop');
      sendDone(response);
    };
    const { bodies } = await ask(obeying('regex', thinking));
    expect(bodies[0]).toMatchObject({ regex: formAsRegex(form, { thought: 'opened' }) });
    const { replies } = await ask(thinking);
    expect(replies[0]?.text).toBe('<think>hm</think><answer>5</answer>');
  });

  it('is given up once where it is refused after all, and that is remembered', async () => {
    const chat: StubChat = (request, response, count) =>
      JSON.stringify(request.body.regex ?? '').length > 300
        ? sendError(response, 400, 'Invalid grammar: the regex is too complex')
        : obeying('regex')(request, response, count);
    const { replies, bodies } = await ask(chat);
    expect(replies.map(({ notices }) => notices)).toEqual([
      ['The server refused to hold the reply to its form: asked without.'],
      [],
    ]);
    expect(bodies.map((body) => 'regex' in body)).toEqual([true, false, false]);
  });
});

describe('A reply in a JSON string', () => {
  const taken = (text: string, pieceLength: number): string => {
    const json = createReplyInJson();
    const pieces = text.match(new RegExp(`.{1,${pieceLength}}`, 'gsu')) ?? [];
    return pieces.map((piece) => json.add(piece)).join('');
  };

  it('is the same however it is cut into pieces', () => {
    const decoded = '<think>a "b" \\ c\né 水 😀</think><answer>61</answer>';
    const whole = `{"reply": ${JSON.stringify(decoded).replace('é', '\\u00e9')} }\n`;
    for (const length of [1, 2, 3, 7, 1000]) expect(taken(whole, length)).toBe(decoded);
  });

  it('passes as it is where there is no such object', () => {
    for (const text of ['<think>a</think>', '{"answer": 5}', 'plain', ' {"replying": 1}']) {
      for (const length of [1, 3, 100]) expect(taken(text, length)).toBe(text);
    }
  });
});
