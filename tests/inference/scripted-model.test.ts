import { describe, expect, it } from 'vitest';
import { DeepSportError } from '#common/domain/index.ts';
import { demoScript } from '#main/inference/scripted/demo-script.ts';
import { createScriptedModel } from '#main/inference/scripted/scripted-model.ts';
import { collect, framesMessage, greedy } from './synthetic-frames.ts';
import { describeVisionLanguageModel } from './vision-language-model.contract.ts';

const size = { width: 56, height: 28 };
const wide = { parts: framesMessage([0, 50, 99], size, 'What is the dive number?') };

describeVisionLanguageModel('the scripted engine', async () => {
  const script = ({ turn }: { turn: number }) => `<think>turn ${turn}</think><answer>cannot tell</answer>`;
  const model = createScriptedModel({ script });
  return { model, dispose: () => model[Symbol.asyncDispose]() };
});

describe('the scripted engine', () => {
  it('replies in the order of its script and records what it was sent', async () => {
    const model = createScriptedModel({ script: ['one', 'two'] });
    await using conversation = await model.startConversation('be brief');
    expect((await collect(conversation.reply(wide, greedy()))).text).toBe('one');
    expect((await collect(conversation.reply(wide, greedy()))).text).toBe('two');
    expect(model.sent.map(({ turn, system }) => [turn, system])).toEqual([
      [1, 'be brief'],
      [2, 'be brief'],
    ]);
    expect(model.sent[0]?.message).toBe(wide);
  });

  it('says so when its script is at an end', async () => {
    const model = createScriptedModel({ script: [] });
    await using conversation = await model.startConversation('');
    await expect(collect(conversation.reply(wide, greedy()))).rejects.toMatchObject({
      code: 'ENGINE_REFUSED',
    });
  });

  it('fails the way its script tells it to, and stays usable', async () => {
    let broken = true;
    const script = () => {
      if (broken) throw new DeepSportError('ENGINE_TIMEOUT', 'Too slow.');
      return 'fine';
    };
    const model = createScriptedModel({ script });
    await using conversation = await model.startConversation('');
    await expect(collect(conversation.reply(wide, greedy()))).rejects.toMatchObject({
      code: 'ENGINE_TIMEOUT',
    });
    broken = false;
    expect((await collect(conversation.reply(wide, greedy()))).text).toBe('fine');
  });

  it('stops during a pause when it is cancelled', async () => {
    const model = createScriptedModel({ script: ['slow'], delayMilliseconds: 60_000 });
    await using conversation = await model.startConversation('');
    const signal = AbortSignal.timeout(20);
    await expect(collect(conversation.reply(wide, greedy({ signal })))).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });

  it('counts its open conversations', async () => {
    const model = createScriptedModel({ script: [] });
    const conversation = await model.startConversation('');
    expect(model.openConversations).toBe(1);
    await conversation[Symbol.asyncDispose]();
    expect(model.openConversations).toBe(0);
  });
});

describe('the demo script', () => {
  it('looks once at the middle of the clip and then says plainly that it cannot tell', async () => {
    const model = createScriptedModel({ script: demoScript });
    await using conversation = await model.startConversation(model.card.protocol.prompts.system);
    const look = await collect(conversation.reply(wide, greedy({ maxTokens: 500 })));
    expect(look.text).toMatch(/<tool_call>frame_extraction_tool\(33, 66\)<\/tool_call>$/);
    const answer = await collect(conversation.reply(wide, greedy({ maxTokens: 500 })));
    expect(answer.text).toMatch(/<answer>Cannot tell: .*knows nothing of the video.*<\/answer>$/);
  });

  it('answers at once where no look is allowed', async () => {
    const model = createScriptedModel({ script: demoScript });
    await using conversation = await model.startConversation('');
    const message = { parts: framesMessage([0, 99], size, model.card.protocol.prompts.passive) };
    expect((await collect(conversation.reply(message, greedy({ maxTokens: 500 })))).text).toContain(
      '<answer>',
    );
  });
});
