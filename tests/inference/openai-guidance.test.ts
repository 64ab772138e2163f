import { describe, expect, it } from 'vitest';
import { createOpenAiModel } from '#main/inference/openai/openai-model.ts';
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
    const regex = formAsRegex(form, true);
    const bodies = async (guidance: Parameters<typeof obeying>[0]) =>
      (await ask(obeying(guidance))).bodies[0];
    expect(await bodies('structured_outputs')).toMatchObject({ structured_outputs: { regex } });
    expect(await bodies('guided_regex')).toMatchObject({ guided_regex: regex });
    expect(await bodies('regex')).toMatchObject({ regex });
    expect(await bodies('grammar')).toMatchObject({ grammar: formAsGbnf(form, true) });
  });

  it('is not asked for in JSON, nor where none is wanted or none is obeyed', async () => {
    const fields = ['structured_outputs', 'guided_regex', 'regex', 'grammar', 'response_format'];
    const used = ({ bodies }: Awaited<ReturnType<typeof ask>>) =>
      bodies.flatMap((body) => fields.filter((field) => field in body));
    expect(used(await ask(obeying('json_schema')))).toEqual([]);
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
    expect(bodies[0]).toMatchObject({ regex: formAsRegex(form, false) });
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
