import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserMessage, VisionLanguageModel } from '#main/inference/vision-language-model.ts';
import { collect, framesMessage, greedy } from './synthetic-frames.ts';

/** What an adapter brings to the shared suite. Replies must be the same each time for the same messages. */
export type ModelUnderTest = {
  readonly model: VisionLanguageModel;
  readonly dispose: () => PromiseLike<void>;
};

const system = 'Answer from the frames.';

/** The behaviour that every adapter of the model port owes its callers. */
export function describeVisionLanguageModel(title: string, create: () => Promise<ModelUnderTest>): void {
  describe(`${title} as a vision-language model`, () => {
    let subject: ModelUnderTest;
    let model: VisionLanguageModel;
    let first: UserMessage;
    let second: UserMessage;

    beforeAll(async () => {
      subject = await create();
      model = subject.model;
      const size = model.frameSize({ width: 64, height: 48 });
      first = { parts: framesMessage([0, 7], size, 'What happens?') };
      second = { parts: framesMessage([3], size, 'And here?') };
    });
    afterAll(async () => {
      await subject.dispose();
    });

    it('describes itself on its card', () => {
      expect(model.card.name).not.toBe('');
      expect(model.card.summary).not.toBe('');
      expect(model.card.contextTokens).toBeGreaterThan(0);
      expect(model.card.protocol.frameLabel).toContain('{');
      expect(model.card.protocol.prompts.question).toContain('{question}');
    });

    it('asks for frames of at least one whole pixel, whatever the clip', () => {
      for (const display of [
        { width: 1920, height: 1080 },
        { width: 1080, height: 1920 },
        { width: 64, height: 48 },
        { width: 4000, height: 40 },
      ]) {
        const size = model.frameSize(display);
        expect(Number.isInteger(size.width) && Number.isInteger(size.height)).toBe(true);
        expect(Math.min(size.width, size.height)).toBeGreaterThan(0);
        expect(size.width * size.height).toBeLessThan(1920 * 1080);
      }
    });

    it('streams deltas that add up to the text of the one end event, which comes last', async () => {
      await using conversation = await model.startConversation(system);
      const { events, end, text } = await collect(conversation.reply(first, greedy()));
      expect(text).toBe(end.text);
      expect(text.length).toBeGreaterThan(0);
      expect(events.filter((event) => event.type === 'end')).toHaveLength(1);
      expect(end.usage.newTokens).toBeGreaterThan(0);
      expect(end.usage.cachedTokens).toBeGreaterThanOrEqual(0);
      expect(end.usage.generatedTokens).toBeGreaterThan(0);
      expect(end.seconds).toBeGreaterThanOrEqual(0);
    });

    it('goes on with a conversation and counts what it no longer has to compute', async () => {
      await using conversation = await model.startConversation(system);
      const one = await collect(conversation.reply(first, greedy()));
      const two = await collect(conversation.reply(second, greedy()));
      expect(two.end.usage.cachedTokens).toBeGreaterThanOrEqual(one.end.usage.newTokens);
      expect(two.end.usage.newTokens).toBeGreaterThan(0);
    });

    it('takes a conversation up from its record, and replies as if it had never ended', async () => {
      await using whole = await model.startConversation(system);
      const one = await collect(whole.reply(first, greedy()));
      const two = await collect(whole.reply(second, greedy()));
      await using again = await model.startConversation(system);
      again.recall([{ message: first, reply: one.text }]);
      const restored = await collect(again.reply(second, greedy()));
      expect(restored.text).toBe(two.text);
      const third = await collect(again.reply(first, greedy()));
      expect(third.end.usage.cachedTokens).toBeGreaterThan(0);
    });

    it('gives the same reply to the same message in another conversation', async () => {
      await using a = await model.startConversation(system);
      await using b = await model.startConversation(system);
      const replies = [await collect(a.reply(first, greedy())), await collect(b.reply(first, greedy()))];
      expect(replies[0]?.text).toBe(replies[1]?.text);
    });

    it('ends with the first stop string to appear and keeps it', async () => {
      const whole = await replyInFreshConversation(model, first);
      const stop = whole.text.slice(1, 3);
      await using conversation = await model.startConversation(system);
      const { end, text } = await collect(
        conversation.reply(first, greedy({ stop: ['never in any reply', stop] })),
      );
      expect(end.text).toBe(whole.text.slice(0, whole.text.indexOf(stop) + stop.length));
      expect(text).toBe(end.text);
      expect(end.finish).toBe('stop');
    });

    it('stops at the token limit and says so', async () => {
      await using conversation = await model.startConversation(system);
      const { end } = await collect(conversation.reply(first, greedy({ maxTokens: 2 })));
      expect(end.finish).toBe('length');
      expect(end.usage.generatedTokens).toBeLessThanOrEqual(2);
    });

    it('refuses to begin under a signal that has fired', async () => {
      await using conversation = await model.startConversation(system);
      const reply = collect(conversation.reply(first, greedy({ signal: AbortSignal.abort() })));
      await expect(reply).rejects.toMatchObject({ code: 'CANCELLED' });
    });

    it('is as before after a cancelled reply', async () => {
      const expected = await replyInFreshConversation(model, first);
      await using conversation = await model.startConversation(system);
      const controller = new AbortController();
      const cancelled = async () => {
        for await (const event of conversation.reply(second, greedy({ signal: controller.signal }))) {
          if (event.type === 'delta') controller.abort();
        }
      };
      await expect(cancelled()).rejects.toMatchObject({ code: 'CANCELLED' });
      const { text } = await collect(conversation.reply(first, greedy()));
      expect(text).toBe(expected.text);
    });

    it('is as before when the listener walks away', async () => {
      const expected = await replyInFreshConversation(model, first);
      await using conversation = await model.startConversation(system);
      for await (const event of conversation.reply(second, greedy())) if (event.type === 'delta') break;
      const { text } = await collect(conversation.reply(first, greedy()));
      expect(text).toBe(expected.text);
    });

    it('gives one reply at a time', async () => {
      await using conversation = await model.startConversation(system);
      const under = conversation.reply(first, greedy())[Symbol.asyncIterator]();
      await under.next();
      await expect(collect(conversation.reply(second, greedy()))).rejects.toMatchObject({
        code: 'BAD_INPUT',
      });
      await under.return?.();
    });

    it('says that a message does not fit before any work, and can go on with a shorter one', async () => {
      await using conversation = await model.startConversation(system);
      const text = 'frame '.repeat(model.card.contextTokens * 2);
      const reply = conversation.reply({ parts: [{ type: 'text', text }] }, greedy());
      await expect(reply[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'CONTEXT_FULL' });
      expect((await collect(conversation.reply(first, greedy()))).text).not.toBe('');
    });

    it('refuses to go on with a closed conversation', async () => {
      const conversation = await model.startConversation(system);
      await conversation[Symbol.asyncDispose]();
      await conversation[Symbol.asyncDispose]();
      await expect(collect(conversation.reply(first, greedy()))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });
  });
}

async function replyInFreshConversation(model: VisionLanguageModel, message: UserMessage) {
  await using conversation = await model.startConversation(system);
  return collect(conversation.reply(message, greedy()));
}
