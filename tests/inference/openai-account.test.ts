import { describe, expect, it } from 'vitest';
import { createOpenAiModel } from '#main/inference/openai/openai-model.ts';
import { costOf, createTokenAccount, type UsageReport } from '#main/inference/openai/token-account.ts';
import { startStubServer } from './stub-server.ts';
import { collect, framesMessage, greedy } from './synthetic-frames.ts';

const message = { parts: framesMessage([0], { width: 280, height: 280 }, 'Now?') };

describe('What a server charges', () => {
  it('is counted by a million tokens, cached ones at a price of their own', () => {
    const usage = { newTokens: 1_000_000, cachedTokens: 500_000, generatedTokens: 100_000 };
    expect(costOf(usage, { prompt: 2, generated: 10 })).toBeCloseTo(4);
    expect(costOf(usage, { prompt: 2, cached: 0.2, generated: 10 })).toBeCloseTo(3.1);
  });

  it('is told after each reply, the cost where prices are known', async () => {
    await using server = await startStubServer();
    const reports: UsageReport[] = [];
    const prices = { prompt: 1, cached: 0, generated: 1 };
    const model = await createOpenAiModel({
      baseUrl: server.baseUrl,
      model: null,
      probe: 'never',
      prices,
      onUsage: (report) => reports.push(report),
    });
    await using conversation = await model.startConversation('');
    const one = await collect(conversation.reply(message, greedy({ maxTokens: 200 })));
    const two = await collect(conversation.reply(message, greedy({ maxTokens: 200 })));
    const priced = reports.map(({ usage, cost }) => ({ ...usage, cost }));
    expect(priced).toEqual([one.end.usage, two.end.usage]);
    expect(reports[1]?.usage.cachedTokens).toBeGreaterThan(0);
    expect(reports.map(({ model: name, usage, cost }) => [name, cost === costOf(usage, prices)])).toEqual([
      ['stub-vl', true],
      ['stub-vl', true],
    ]);
  });
});

describe('A budget of tokens', () => {
  it('shortens the last reply and refuses the turn after it', () => {
    const account = createTokenAccount(1000);
    expect(account.room(300, 200)).toBe(200);
    account.add({ newTokens: 300, cachedTokens: 0, generatedTokens: 200 });
    expect(account.room(350, 200)).toBe(150);
    account.add({ newTokens: 50, cachedTokens: 300, generatedTokens: 100 });
    expect(() => account.room(100, 200)).toThrow(/50 of the 1000 allowed for one question are left/);
    expect(createTokenAccount(undefined).room(1e9, 200)).toBe(200);
  });

  it('is kept before anything is sent, and leaves the conversation as it was', async () => {
    await using server = await startStubServer();
    const model = await createOpenAiModel({
      baseUrl: server.baseUrl,
      model: null,
      probe: 'never',
      tokenBudget: 150,
    });
    await using conversation = await model.startConversation('');
    const large = { parts: framesMessage([0, 1, 2], { width: 280, height: 280 }, 'Now?') };
    await expect(collect(conversation.reply(large, greedy()))).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(server.requests).toEqual([]);
    const small = { parts: framesMessage([0], { width: 28, height: 28 }, 'Now?') };
    expect((await collect(conversation.reply(small, greedy()))).text).not.toBe('');
  });
});
