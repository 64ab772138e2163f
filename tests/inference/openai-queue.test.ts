import { describe, expect, it } from 'vitest';
import { createOpenAiModel } from '#main/inference/openai/openai-model.ts';
import { createServerQueue } from '#main/inference/openai/server-queue.ts';
import { type StubChat, startStubServer, wellBehaved } from './stub-server.ts';
import { collect, framesMessage, greedy } from './synthetic-frames.ts';

/** Lets everything that is ready to run, run. */
const settle = () => new Promise((done) => setTimeout(done, 5));

describe('The queue before a server', () => {
  it('lets in as many at a time as there are places', async () => {
    const queue = createServerQueue(2);
    const inside: string[] = [];
    const enter = async (name: string) => {
      const leave = await queue.enter({}, undefined);
      inside.push(name);
      return leave;
    };
    const [a] = await Promise.all([enter('a'), enter('b')]);
    const c = enter('c');
    await settle();
    expect(inside).toEqual(['a', 'b']);
    a?.();
    a?.();
    await c;
    const d = enter('d');
    await settle();
    expect(inside).toEqual(['a', 'b', 'c']);
    (await c)();
    await d;
  });

  it('takes turns between conversations, however much one of them asks', async () => {
    const queue = createServerQueue(1);
    const [many, few] = [{}, {}];
    const order: string[] = [];
    const leave = await queue.enter({}, undefined);
    const ask = async (who: object, name: string) => {
      const done = await queue.enter(who, undefined);
      order.push(name);
      done();
    };
    const all = [
      ...['many 1', 'many 2', 'many 3'].map((name) => ask(many, name)),
      ...['few 1', 'few 2'].map((name) => ask(few, name)),
    ];
    leave();
    await Promise.all(all);
    expect(order).toEqual(['many 1', 'few 1', 'many 2', 'few 2', 'many 3']);
  });

  it('loses no place to one that gives up', async () => {
    const queue = createServerQueue(1);
    const leave = await queue.enter({}, undefined);
    const controller = new AbortController();
    const gone = queue.enter({}, controller.signal);
    const next = queue.enter({}, undefined);
    controller.abort();
    await expect(gone).rejects.toMatchObject({ code: 'CANCELLED' });
    const late = new AbortController();
    const atTheSameMoment = queue.enter({}, late.signal);
    leave();
    (await next)();
    late.abort();
    await atTheSameMoment.then(
      (done) => done(),
      () => {},
    );
    (await queue.enter({}, undefined))();
  });

  it('holds the conversations of a model to what its server may be asked at a time', async () => {
    let now = 0;
    let most = 0;
    const chat: StubChat = async (request, response, count) => {
      now += 1;
      most = Math.max(most, now);
      await settle();
      now -= 1;
      return wellBehaved(request, response, count);
    };
    await using server = await startStubServer({ chat });
    const model = await createOpenAiModel({
      baseUrl: server.baseUrl,
      model: null,
      probe: 'never',
      limits: { concurrency: 2 },
    });
    const message = { parts: framesMessage([0], { width: 28, height: 28 }, 'Now?') };
    const replies = Array.from({ length: 7 }, async () => {
      await using conversation = await model.startConversation('');
      return (await collect(conversation.reply(message, greedy()))).end.finish;
    });
    expect(await Promise.all(replies)).toHaveLength(7);
    expect(most).toBe(2);
  });

  it('is left by a cancel, and by a reply that fails', async () => {
    await using server = await startStubServer({ chat: () => {} });
    const limits = { concurrency: 1, firstTokenMilliseconds: 60_000 };
    const model = await createOpenAiModel({ baseUrl: server.baseUrl, model: null, probe: 'never', limits });
    const message = { parts: framesMessage([0], { width: 28, height: 28 }, 'Now?') };
    const ask = async (signal: AbortSignal) => {
      await using conversation = await model.startConversation('');
      return collect(conversation.reply(message, greedy({ signal })));
    };
    const [first, second] = [new AbortController(), new AbortController()];
    const under = ask(first.signal);
    const waiting = ask(second.signal);
    await expect.poll(() => server.requests.length).toBe(1);
    second.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
    first.abort();
    await expect(under).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect.poll(() => server.dropped).toBe(1);
    const third = new AbortController();
    const after = ask(third.signal);
    await expect.poll(() => server.requests.length).toBe(2);
    third.abort();
    await expect(after).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
