import { describe, expect, test } from 'vitest';
import { stepSchema } from '#common/contract/index.ts';
import { DeepSportError } from '#common/domain/index.ts';
import {
  collect,
  conversationText,
  createWorld,
  looks,
  messageText,
  notices,
  range,
  replies,
  shown,
  tellTrajectory,
  turns,
  warnings,
} from './harness.ts';

const eight = [0, 33, 65, 98, 131, 164, 196, 229];
const { look, answer } = replies;
const text = { kind: 'text' } as const;

describe('a further question', () => {
  test('goes on in the kept conversation and costs only itself', async () => {
    await using world = await createWorld({ script: [look(35, 36), answer('107B'), answer('left')] });
    await collect(world.ask({ seed: 4, temperature: 0.5 }));
    const events = await collect(world.agent.followUp('t1', { text: 'Which foot?', form: text }));
    const trajectory = world.log.get('t1');
    expect(events[0]).toMatchObject({
      type: 'trajectory-start',
      trajectory: { status: 'running', answer: null, formatValid: null, question: 'Which dive?' },
    });
    expect(messageText(world.model.sent[2]?.message)).toBe('Q Which foot? of 230, last 229');
    expect(world.model.sent[2]?.options).toMatchObject({ seed: 4, temperature: 0.5 });
    expect(trajectory).toMatchObject({ question: 'Which dive?', answer: 'left', status: 'answered' });
    expect(trajectory?.steps.at(-2)).toEqual({ kind: 'question', text: 'Which foot?', form: text });
    expect(turns(trajectory ?? never()).map(({ turn }) => turn)).toEqual([1, 2, 3]);
    const [, second, third] = turns(trajectory ?? never());
    expect(third?.usage.cachedTokens).toBeGreaterThan(second?.usage.cachedTokens ?? 0);
    for (const step of trajectory?.steps ?? []) expect(stepSchema.parse(step)).toEqual(step);
  });

  test('leaves out what the template tells of the first view', async () => {
    await using world = await createWorld({
      script: [answer('a'), answer('b')],
      model: { card: { id: 'fake', name: 'Fake' } },
    });
    await collect(world.ask());
    await collect(world.agent.followUp('t1', { text: 'Which foot?', form: { kind: 'spans' } }));
    const words = messageText(world.model.sent[1]?.message);
    expect(words).toMatch(/^Question: Which foot\?\nAnswer with one line for each occurrence/);
    expect(words).toMatch(/\nThink, then either look closer/);
  });

  test('has looks, a form and warnings of its own', async () => {
    await using world = await createWorld({
      script: ['no tags', answer('a'), look(70, 90), answer('at frame 75 and frame 120')],
    });
    const first = await tellTrajectory(world.ask({ mode: 'single' }));
    expect(first.formatValid).toBe(false);
    const trajectory = await tellTrajectory(world.agent.followUp('t1', { text: 'When?', form: text }));
    expect(trajectory).toMatchObject({ formatValid: true, answer: 'at frame 75 and frame 120' });
    expect(looks(trajectory).map(({ by }) => by)).toEqual(['start', 'model']);
    expect(warnings(trajectory)).toEqual(['format', 'claim-without-frame']);
  });

  test('that fails leaves no answer of its own; the earlier one stays in the steps', async () => {
    await using world = await createWorld({
      script: ({ turn }) => {
        if (turn === 2) throw new DeepSportError('ENGINE_TIMEOUT', 'The engine took too long.');
        return answer('107B');
      },
    });
    await collect(world.ask());
    const trajectory = await tellTrajectory(world.agent.followUp('t1', { text: 'When?', form: text }));
    expect(trajectory).toMatchObject({ status: 'failed', answer: null, formatValid: false });
    expect(turns(trajectory)).toHaveLength(1);
  });

  test('after a restart is asked in the conversation taken up from its record', async () => {
    await using world = await createWorld({
      script: [look(35, 36), answer('107B'), answer('left'), answer('3')],
      dependencies: { keptConversations: 0 },
    });
    await collect(world.ask());
    await collect(world.agent.followUp('t1', { text: 'Which foot?', form: text }));
    const trajectory = await tellTrajectory(
      world.agent.followUp('t1', { text: 'How many?', form: { kind: 'number', unit: '' } }),
    );
    expect(conversationText(world.model.sent.at(-1))).toBe(
      `${shown(...eight)}Q Which dive? of 230, last 229/${look(35, 36)}/` +
        `LOOK 35-36 x2\n${shown(35, 36)}/${answer('107B')}/Q Which foot? of 230, last 229/${answer('left')}/` +
        'Q How many?\nAnswer with one number and nothing else. of 230, last 229',
    );
    expect(notices(trajectory)).toHaveLength(2);
    expect(trajectory).toMatchObject({ status: 'answered', answer: '3' });
  });

  test('after a restart says which frames are other pictures now', async () => {
    let calls = 0;
    await using source = await createWorld({ script: [] });
    await using world = await createWorld({
      script: [answer('107B'), answer('left')],
      dependencies: { keptConversations: 0 },
      frames: async (clip, indices, size, options) => {
        calls += 1;
        const frames = await source.video.frames(clip, indices, size, options);
        return frames.map((frame) =>
          calls > 1 && frame.index === 33 ? { ...frame, sha256: 'other' } : frame,
        );
      },
    });
    await collect(world.ask());
    const trajectory = await tellTrajectory(world.agent.followUp('t1', { text: 'Which foot?', form: text }));
    expect(notices(trajectory)[0]).toMatch(/^Frame 33 is no longer the same picture/);
    expect(trajectory.answer).toBe('left');
  });

  test('after a restart is asked anew with all frames where a correction had been asked for', async () => {
    await using world = await createWorld({
      script: ({ conversation, turn }) =>
        conversation === 1 && turn === 1 ? 'no tags' : answer(conversation === 1 ? '107B' : 'left'),
      dependencies: { keptConversations: 0 },
    });
    await collect(world.ask());
    const trajectory = await tellTrajectory(world.agent.followUp('t1', { text: 'Which foot?', form: text }));
    expect(conversationText(world.model.sent.at(-1))).toBe(
      `${shown(...eight)}Q Which foot? of 230, last 229`,
    );
    expect(notices(trajectory).at(-1)).toMatch(/without the earlier thoughts/);
  });

  test('is asked where all frames are used up, for it needs none', async () => {
    await using world = await createWorld({
      script: [look(35, 59), answer('107B'), answer('left')],
      protocol: { maxFrames: 16 },
    });
    await collect(world.ask());
    await collect(world.agent.followUp('t1', { text: 'Which foot?', form: text }));
    expect(world.model.sent.at(-1)?.conversation).toBe(1);
    expect(messageText(world.model.sent.at(-1)?.message)).toMatch(/ANSWER NOW$/);
  });

  test('cannot begin while the question is still being answered, or where it is gone', async () => {
    const world = await createWorld({
      script: async () => {
        const further = world.agent.followUp('t1', { text: 'Which foot?', form: text });
        await expect(collect(further)).rejects.toMatchObject({ code: 'BAD_INPUT' });
        return answer('a');
      },
    });
    await using _ = world;
    await collect(world.ask());
    await expect(collect(world.agent.followUp('t9', { text: 'x', form: text }))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('a project that can only be read', () => {
  test('is asked nothing', async () => {
    await using world = await createWorld({ script: [answer('a')] });
    await collect(world.ask());
    world.log.readOnly = 'Another window has this project open: close it there first.';
    const refused = { code: 'PROJECT_READ_ONLY', message: world.log.readOnly };
    await expect(collect(world.ask())).rejects.toMatchObject(refused);
    await expect(collect(world.agent.look('t1', range(1, 9)))).rejects.toMatchObject(refused);
    await expect(collect(world.agent.followUp('t1', { text: 'x', form: text }))).rejects.toMatchObject(
      refused,
    );
    await expect(collect(world.agent.replay('t1'))).rejects.toMatchObject(refused);
    expect(world.log.trajectories.size).toBe(1);
  });
});

describe('cancelling everything', () => {
  test('ends each question under way as cancelled and waits until that is recorded', async () => {
    await using world = await createWorld({ script: () => new Promise<string>(() => {}) });
    const asking = [tellTrajectory(world.ask()), tellTrajectory(world.ask())];
    await expect.poll(() => world.model.sent.length).toBe(2);
    await world.agent.cancelAll();
    expect([...world.log.trajectories.values()].map(({ status }) => status)).toEqual([
      'cancelled',
      'cancelled',
    ]);
    expect((await Promise.all(asking)).map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
  });
});

const never = (): never => {
  throw new Error('There is no such trajectory.');
};
