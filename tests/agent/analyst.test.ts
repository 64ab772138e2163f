import { describe, expect, test } from 'vitest';
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
  trajectoryOf,
  turns,
} from './harness.ts';

const eight = [0, 33, 65, 98, 131, 164, 196, 229];
const { look, answer } = replies;

describe('looks chosen before the question', () => {
  test('stand right after the first view, marked as the analyst’s', async () => {
    await using world = await createWorld({ script: [answer('at frame 61')] });
    const trajectory = await tellTrajectory(world.ask({ looks: [range(61, 66), range(100, 100)] }));
    expect(looks(trajectory).map(({ by, frames }) => [by, frames])).toEqual([
      ['start', eight],
      ['analyst', [61, 62, 63, 64, 65, 66]],
      ['analyst', [100]],
    ]);
    expect(messageText(world.model.sent[0]?.message)).toBe(
      `${shown(...eight)}ANALYST 61-66 x6\n${shown(61, 62, 63, 64, 65, 66)}ANALYST 100-100 x1\n${shown(100)}Q Which dive? of 230, last 229`,
    );
  });

  test('are told when the frame budget has no room for them', async () => {
    await using world = await createWorld({ script: [answer('a')], protocol: { maxFrames: 10 } });
    const trajectory = await tellTrajectory(world.ask({ looks: [range(35, 59), range(60, 90)] }));
    expect(looks(trajectory).map(({ frames }) => frames.length)).toEqual([8, 2]);
    expect(notices(trajectory)).toEqual([
      "Only 2 of 8 frames were shown of 35–59: the engine's limit is 10 frames in all.",
      "Frames 60–90 were not shown: the engine's limit of 10 frames is reached.",
    ]);
  });
});

describe('a range handed to a running question', () => {
  test('is shown at its next turn, after the look of the model', async () => {
    const world = await createWorld({
      script: ({ turn }) => {
        if (turn > 1) return answer('a');
        expect(world.agent.interject('t1', range(61, 63))).toBe(true);
        return look(35, 36);
      },
    });
    await using _ = world;
    const trajectory = await tellTrajectory(world.ask());
    expect(messageText(world.model.sent[1]?.message)).toBe(
      `LOOK 35-36 x2\n${shown(35, 36)}ANALYST 61-63 x3\n${shown(61, 62, 63)}`,
    );
    expect(looks(trajectory).map(({ by }) => by)).toEqual(['start', 'model', 'analyst']);
  });

  test('during the last reply leads to one more turn and a new answer', async () => {
    const world = await createWorld({
      script: ({ turn }) => {
        if (turn > 1) return answer('5253B');
        world.agent.interject('t1', range(61, 63));
        return answer('107B');
      },
    });
    await using _ = world;
    const trajectory = await tellTrajectory(world.ask({ mode: 'passive' }));
    expect(messageText(world.model.sent[1]?.message)).toBe(
      `ANALYST 61-63 x3\n${shown(61, 62, 63)}ANSWER NOW`,
    );
    expect(turns(trajectory).map(({ turn, action }) => [turn, action?.kind])).toEqual([
      [1, 'answer'],
      [2, 'answer'],
    ]);
    expect(trajectory).toMatchObject({ status: 'answered', answer: '5253B', formatValid: true });
  });

  test('that finds the frame budget used up is told, and the answer stands', async () => {
    const world = await createWorld({
      script: () => {
        world.agent.interject('t1', range(61, 63));
        return answer('107B');
      },
      protocol: { maxFrames: 8 },
    });
    await using _ = world;
    const trajectory = await tellTrajectory(world.ask());
    expect(trajectory).toMatchObject({ status: 'answered', answer: '107B' });
    expect(notices(trajectory)).toEqual([
      "Frames 61–63 were not shown: the engine's limit of 8 frames is reached.",
    ]);
  });

  test('comes with the repair message where there is one', async () => {
    const world = await createWorld({
      script: ({ turn }) => {
        if (turn > 1) return answer('a');
        world.agent.interject('t1', range(61, 61));
        return 'hm';
      },
    });
    await using _ = world;
    await collect(world.ask());
    expect(messageText(world.model.sent[1]?.message)).toMatch(
      /^REPAIR .*\.ANALYST 61-61 x1\nframe 61:\[61\]$/s,
    );
  });

  test('is refused when nothing runs under that name, or the range lies outside', async () => {
    const world = await createWorld({
      script: () => {
        expect(() => world.agent.interject('t1', range(300, 400))).toThrow('lies outside the clip');
        return answer('a');
      },
    });
    await using _ = world;
    expect(world.agent.interject('t1', range(1, 9))).toBe(false);
    await collect(world.ask());
    expect(world.agent.interject('t1', range(1, 9))).toBe(false);
    expect(turns(world.log.get('t1') ?? never())).toHaveLength(1);
  });
});

describe('a look after the answer', () => {
  test('goes on in the kept conversation, up to a new answer', async () => {
    await using world = await createWorld({ script: [answer('107B'), look(70, 75), answer('5253B')] });
    const first = await tellTrajectory(world.ask({ maxTurns: 3, temperature: 0.7, seed: 4 }));
    const events = await collect(world.agent.look('t1', range(61, 66)));
    expect(events[0]).toEqual({
      type: 'trajectory-start',
      trajectory: { ...first, status: 'running', formatValid: null },
    });
    const trajectory = trajectoryOf(events);
    expect(world.model.sent.map(({ conversation, turn }) => [conversation, turn])).toEqual([
      [1, 1],
      [1, 2],
      [1, 3],
    ]);
    expect(messageText(world.model.sent[1]?.message)).toBe(
      `ANALYST 61-66 x6\n${shown(61, 62, 63, 64, 65, 66)}`,
    );
    expect(world.model.sent[2]?.options).toMatchObject({ temperature: 0.7, seed: 4 });
    expect(turns(trajectory).map(({ turn }) => turn)).toEqual([1, 2, 3]);
    expect(trajectory).toMatchObject({ status: 'answered', answer: '5253B', formatValid: true });
    expect(world.log.get('t1')).toEqual(trajectory);
    expect(notices(trajectory)).toEqual([]);
    expect(world.extracted).toHaveLength(3);
  });

  test('takes the conversation up from its record where it is gone, word for word, and says so', async () => {
    await using world = await createWorld({
      script: [look(35, 36), answer('107B'), answer('5253B')],
      dependencies: { keptConversations: 0 },
    });
    await collect(world.ask());
    const trajectory = await tellTrajectory(world.agent.look('t1', range(61, 63)));
    const last = world.model.sent.at(-1);
    expect(last?.conversation).toBe(2);
    expect(conversationText(last)).toBe(
      `${shown(...eight)}Q Which dive? of 230, last 229/${look(35, 36)}/LOOK 35-36 x2\n${shown(35, 36)}/${answer('107B')}/` +
        `ANALYST 61-63 x3\n${shown(61, 62, 63)}`,
    );
    expect(notices(trajectory)).toEqual([
      'The earlier conversation was no longer at hand: it was taken up again from its record, with the same frames and the engine’s own words.',
    ]);
    expect(looks(trajectory).map(({ by }) => by)).toEqual(['start', 'model', 'analyst']);
    expect(turns(trajectory).map(({ turn }) => turn)).toEqual([1, 2, 3]);
    expect(trajectory).toMatchObject({ status: 'answered', answer: '5253B' });
    expect(world.model.openConversations).toBe(0);
  });

  test('starts anew where the frame budget is used up: the new look and the first view come first', async () => {
    await using world = await createWorld({
      script: ({ conversation, turn }) =>
        conversation > 1 ? answer('5253B') : ([look(35, 59), look(70, 95)][turn - 1] ?? answer('107B')),
      protocol: { maxFrames: 24 },
    });
    await collect(world.ask());
    const trajectory = await tellTrajectory(world.agent.look('t1', range(100, 107)));
    expect(messageText(world.model.sent.at(-1)?.message)).toBe(
      `${shown(...eight)}LOOK 70-95 x8\n${shown(70, 74, 77, 81, 84, 88, 91, 95)}ANALYST 100-107 x8\n` +
        `${shown(100, 101, 102, 103, 104, 105, 106, 107)}Q Which dive? of 230, last 229ANSWER NOW`,
    );
    expect(notices(trajectory)[0]).toMatch(
      /8 frames were left out: the engine's limit is 24 frames in all\.$/,
    );
    expect(world.model.openConversations).toBe(1);
  });

  test('starts anew where the engine was restarted in between', async () => {
    await using world = await createWorld({
      script: ({ conversation, turn }) => {
        if (conversation === 1 && turn === 2)
          throw new DeepSportError('WORKER_STOPPED', 'The engine stopped.');
        return answer(`conversation ${conversation}`);
      },
    });
    await collect(world.ask());
    const trajectory = await tellTrajectory(world.agent.look('t1', range(61, 63)));
    expect(trajectory).toMatchObject({ status: 'answered', answer: 'conversation 2' });
    expect(looks(trajectory).map(({ by }) => by)).toEqual(['start', 'analyst']);
    expect(messageText(world.model.sent.at(-1)?.message)).toContain('ANALYST 61-63 x3');
  });

  test('keeps the earlier answer when it is cancelled', async () => {
    const controller = new AbortController();
    await using world = await createWorld({
      script: ({ turn }) => {
        if (turn === 2) controller.abort();
        return answer('107B');
      },
    });
    await collect(world.ask());
    const trajectory = await tellTrajectory(
      world.agent.look('t1', range(61, 63), { signal: controller.signal }),
    );
    expect(trajectory).toMatchObject({ status: 'cancelled', answer: '107B' });
    expect(world.log.get('t1')).toEqual(trajectory);
    expect(world.model.openConversations).toBe(0);
  });

  test('may be repeated, for a person may', async () => {
    await using world = await createWorld({ script: [answer('1'), answer('2'), answer('3')] });
    await collect(world.ask());
    await collect(world.agent.look('t1', range(61, 63)));
    const trajectory = await tellTrajectory(world.agent.look('t1', range(61, 63)));
    expect(trajectory).toMatchObject({ answer: '3', formatValid: true });
  });

  test('continues what failed or was cancelled as well', async () => {
    await using world = await createWorld({
      script: ({ conversation }) => {
        if (conversation === 1) throw new DeepSportError('ENGINE_TIMEOUT', 'The engine took too long.');
        return answer('5253B');
      },
    });
    await collect(world.ask());
    expect(world.log.get('t1')?.status).toBe('failed');
    const trajectory = await tellTrajectory(world.agent.look('t1', range(61, 63)));
    expect(trajectory).toMatchObject({ status: 'answered', answer: '5253B', failure: null });
  });

  test('that cannot begin throws before the first event', async () => {
    const world = await createWorld({
      script: async ({ turn }) => {
        if (turn === 1)
          await expect(collect(world.agent.look('t1', range(1, 9)))).rejects.toThrow('still being answered');
        return answer('a');
      },
    });
    await using _ = world;
    await collect(world.ask());
    await expect(collect(world.agent.look('gone', range(1, 9)))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(collect(world.agent.look('t1', range(9, 1)))).rejects.toMatchObject({
      code: 'RANGE_INVALID',
    });
    world.log.failWith = new DeepSportError('DISK_FULL', 'The disk is full.');
    await expect(collect(world.agent.look('t1', range(1, 9)))).rejects.toThrow('The disk is full.');
    delete world.log.failWith;
    expect(await tellTrajectory(world.agent.look('t1', range(1, 9)))).toMatchObject({ status: 'answered' });
    expect(world.model.sent.at(-1)?.conversation).toBe(1);
  });

  test('keeps only the last few conversations open, and closes them with the agent', async () => {
    const world = await createWorld({
      script: () => answer('a'),
      dependencies: { keptConversations: 2 },
    });
    for (let question = 0; question < 5; question++) await collect(world.ask());
    expect(world.model.openConversations).toBe(2);
    await world[Symbol.asyncDispose]();
    expect(world.model.openConversations).toBe(0);
  });
});

const never = (): never => {
  throw new Error('There is no such trajectory.');
};
