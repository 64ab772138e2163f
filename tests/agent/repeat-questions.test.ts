import { describe, expect, test } from 'vitest';
import { trajectorySchema } from '#common/contract/index.ts';
import {
  collect,
  conversationText,
  createWorld,
  looks,
  notices,
  range,
  replies,
  shown,
  tellTrajectory,
  turns,
} from './harness.ts';

const eight = [0, 33, 65, 98, 131, 164, 196, 229];
const { look, answer } = replies;
const text = { kind: 'text' } as const;

describe('a look chosen anew', () => {
  test('branches off with the same frames and words, then goes its own way', async () => {
    await using world = await createWorld({
      script: ({ conversation, turn }) => {
        if (conversation === 1) return [look(35, 36), look(40, 50), answer('107B')][turn - 1] ?? '';
        return answer('5253B at frame 72');
      },
    });
    const first = await tellTrajectory(world.ask({ seed: 3, scope: range(0, 229) }));
    const branch = await tellTrajectory(world.agent.rerun('t1', 2, range(70, 73)));
    expect(branch).toMatchObject({
      id: 't2',
      branch: { trajectoryId: 't1', turn: 2 },
      question: 'Which dive?',
      seed: 3,
      scope: range(0, 229),
      settings: first.settings,
      answer: '5253B at frame 72',
      status: 'answered',
      formatValid: true,
    });
    expect(looks(branch)).toEqual([
      ...looks(first).slice(0, 2),
      { by: 'analyst', range: range(70, 73), frames: [70, 71, 72, 73] },
    ]);
    expect(turns(branch).map(({ turn, raw }) => [turn, raw])).toEqual([
      [1, look(35, 36)],
      [2, look(40, 50)],
      [3, answer('5253B at frame 72')],
    ]);
    expect(conversationText(world.model.sent.at(-1))).toContain(
      `/${look(35, 36)}/LOOK 35-36 x2\n${shown(35, 36)}/${look(40, 50)}/ANALYST 70-73 x4\n${shown(70, 71, 72, 73)}`,
    );
    expect(notices(branch)).toEqual([
      'A branch of an earlier question: what came up to turn 2 is shown again, then frames 70–73 were chosen in place of its look.',
      'The engine was given its own words and the same frames again up to turn 2; what follows is new.',
    ]);
    expect(world.log.get('t1')).toEqual(first);
    expect(trajectorySchema.parse(branch)).toEqual(branch);
  });

  test('says which frames are other pictures by now', async () => {
    let changed = false;
    await using source = await createWorld({ script: [] });
    await using world = await createWorld({
      script: [look(35, 36), answer('a')],
      frames: async (clip, indices, size, options) => {
        const frames = await source.video.frames(clip, indices, size, options);
        return frames.map((frame) => (changed && frame.index < 40 ? { ...frame, sha256: 'other' } : frame));
      },
    });
    await collect(world.ask());
    changed = true;
    const branch = await tellTrajectory(world.agent.rerun('t1', 1, range(70, 73)));
    // Frames 35 and 36 belong to the look that was left out.
    expect(notices(branch).filter((message) => message.includes('no longer'))).toEqual([
      'Frames 0, 33 are no longer the same picture as before: the clip, or the size that the engine wants, has changed.',
    ]);
    expect(branch.steps.find((step) => step.kind === 'frames')?.frames[1]?.sha256).toBe('other');
  });

  test('leaves the claims to be checked against what was shown this time', async () => {
    await using world = await createWorld({
      script: ({ conversation }) =>
        conversation === 1 ? look(35, 59) : answer('turned at frame 33, at frame 72 and at frame 49'),
    });
    const controller = new AbortController();
    for await (const event of world.ask({}, controller.signal)) {
      if (event.type === 'step' && event.step.kind === 'turn') controller.abort();
    }
    const branch = await tellTrajectory(world.agent.rerun('t1', 1, range(70, 73)));
    const claims = turns(branch).flatMap((turn) => turn.warnings);
    // Frame 49 lies in the look that was left out.
    expect(claims).toMatchObject([{ kind: 'claim-without-frame', frame: 49 }]);
  });

  test('where a correction had been asked for goes on without the thoughts, and says so', async () => {
    await using world = await createWorld({
      script: ({ conversation, turn }) =>
        conversation === 1 ? (['no tags', look(35, 36), answer('107B')][turn - 1] ?? '') : answer('5253B'),
    });
    await collect(world.ask());
    const branch = await tellTrajectory(world.agent.rerun('t1', 2, range(70, 73)));
    expect(conversationText(world.model.sent.at(-1))).toBe(
      `${shown(...eight)}ANALYST 70-73 x4\n${shown(70, 71, 72, 73)}Q Which dive? of 230, last 229`,
    );
    expect(notices(branch).at(-1)).toMatch(/without the earlier thoughts/);
    expect(branch.answer).toBe('5253B');
  });

  test('needs a turn with a look, and a range of the clip', async () => {
    await using world = await createWorld({ script: [look(35, 36), answer('a')] });
    await collect(world.ask());
    for (const turn of [2, 7]) {
      await expect(collect(world.agent.rerun('t1', turn, range(1, 9)))).rejects.toMatchObject({
        code: 'BAD_INPUT',
        message: `There is no look at turn ${turn}: choose a turn at which the engine asked for frames.`,
      });
    }
    await expect(collect(world.agent.rerun('t1', 1, range(1, 900)))).rejects.toMatchObject({
      code: 'RANGE_INVALID',
    });
    expect(world.log.trajectories.size).toBe(1);
  });
});

describe('a replay', () => {
  const last = 'The same steps and the same answer as the first time.';

  test('asks with the same settings, looks and additions, and says that all went as the first time', async () => {
    const world = await createWorld({
      script: ({ turn, conversation }) => {
        if (conversation === 1 && turn === 1) world.agent.interject('t1', range(100, 103));
        return [look(35, 36), answer('107B'), answer('5253B'), answer('left')][turn - 1] ?? '';
      },
    });
    await using _ = world;
    const settings = { temperature: 0.5, topP: 0.9, repetitionPenalty: 1.1, maxTurns: 3, initialFrames: 4 };
    await collect(world.ask({ ...settings, seed: 7, looks: [range(10, 12)] }));
    await collect(world.agent.look('t1', range(61, 63)));
    const first = await tellTrajectory(world.agent.followUp('t1', { text: 'Which foot?', form: text }));
    const again = await tellTrajectory(world.agent.replay('t1'));
    expect(again).toMatchObject({
      id: 't2',
      branch: null,
      seed: 7,
      settings: first.settings,
      answer: 'left',
    });
    expect(looks(again)).toEqual(looks(first));
    expect(notices(again)).toEqual([last]);
    const [once, twice] = [world.model.sent.slice(0, 4), world.model.sent.slice(4)];
    expect(twice.map(conversationText)).toEqual(once.map(conversationText));
    expect(twice.map(({ options: { temperature, topP, seed } }) => [temperature, topP, seed])).toEqual(
      once.map(({ options: { temperature, topP, seed } }) => [temperature, topP, seed]),
    );
  });

  test('of a branch takes the same branch', async () => {
    await using world = await createWorld({
      script: ({ turn, message }) =>
        turn === 1 ? look(35, 36) : answer(`seen ${message.parts.filter((p) => p.type === 'frame').length}`),
    });
    await collect(world.ask());
    const branch = await tellTrajectory(world.agent.rerun('t1', 1, range(70, 73)));
    expect(branch.answer).toBe('seen 4');
    const again = await tellTrajectory(world.agent.replay('t2'));
    expect(again).toMatchObject({ id: 't3', branch: { trajectoryId: 't1', turn: 1 }, answer: 'seen 4' });
    expect(notices(again).at(-1)).toBe(last);
    expect(looks(again)).toEqual(looks(branch));
  });

  test('says at which turn it first went another way', async () => {
    await using world = await createWorld({
      script: ({ conversation, turn }) =>
        turn === 1 ? look(35, conversation === 1 ? 36 : 38) : answer('107B'),
    });
    await collect(world.ask());
    expect(notices(await tellTrajectory(world.agent.replay('t1')))).toEqual([
      'Turn 1 differs from the first time: it looked at 35–38, where it looked at 35–36. The answer is the same.',
    ]);
  });

  test('says first that the engine is another one, and that settings had not been kept', async () => {
    await using world = await createWorld({ script: ['no tags', answer('a')] });
    await collect(world.ask({ looks: [range(10, 12)] }));
    const kept = world.log.get('t1');
    if (!kept) throw new Error('nothing was kept');
    const engine = { ...kept.engine, name: 'Fake 1' };
    world.log.trajectories.set('t1', { ...kept, engine, settings: null });
    const again = await tellTrajectory(world.agent.replay('t1'));
    expect(notices(again)).toEqual([
      'The first time Fake 1 answered, now Fake does: another answer may come of that alone.',
      'How the question was asked had not been kept: it is asked in the usual way.',
      expect.stringMatching(/^The engine was asked once to correct itself/),
      last,
    ]);
    expect(looks(again)).toEqual(looks(kept));
  });
});
