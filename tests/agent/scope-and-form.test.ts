import { describe, expect, test } from 'vitest';
import { trajectorySchema } from '#common/contract/index.ts';
import {
  collect,
  createWorld,
  looks,
  messageText,
  range,
  replies,
  shown,
  tellTrajectory,
  warnings,
} from './harness.ts';

const { look, answer } = replies;
const inScope = [35, 38, 42, 45, 49, 52, 56, 59];

describe('a question about a stretch of the clip', () => {
  test('is shown frames of that stretch only, and says in words which it is', async () => {
    await using world = await createWorld({ script: [answer('a')] });
    const trajectory = await tellTrajectory(world.ask({ scope: range(35, 59), eventId: 'event-7' }));
    expect(looks(trajectory)).toEqual([{ by: 'start', range: range(35, 59), frames: inScope }]);
    expect(messageText(world.model.sent[0]?.message)).toBe(
      `${shown(...inScope)}Q Which dive?\nThe question is about frames 35 to 59 of the clip. of 230, last 229`,
    );
    expect(trajectory).toMatchObject({ scope: range(35, 59), eventId: 'event-7', question: 'Which dive?' });
    expect(trajectorySchema.parse(trajectory)).toEqual(trajectory);
  });

  test('in one pass is shown the frames of a passive question, all of that stretch', async () => {
    await using world = await createWorld({ script: [answer('a')] });
    const trajectory = await tellTrajectory(world.ask({ scope: range(100, 131), mode: 'passive' }));
    expect(looks(trajectory)[0]?.frames).toHaveLength(16);
    expect(looks(trajectory)[0]?.frames).toEqual(expect.arrayContaining([100, 131]));
  });

  test('of a single frame shows that frame', async () => {
    await using world = await createWorld({ script: [answer('a')] });
    await collect(world.ask({ scope: range(61, 61) }));
    expect(messageText(world.model.sent[0]?.message)).toBe(
      `${shown(61)}Q Which dive?\nThe question is about frame 61 of the clip. of 230, last 229`,
    );
  });

  test('may be answered by looks outside it, at the whole clip as well, but not outside the clip', async () => {
    await using world = await createWorld({
      script: [look(0, 229), look(60, 90), look(200, 260), answer('at frame 75')],
    });
    const trajectory = await tellTrajectory(world.ask({ scope: range(35, 59), maxTurns: 6 }));
    expect(looks(trajectory).map(({ range: { start, end } }) => [start, end])).toEqual([
      [35, 59],
      [0, 229],
      [60, 90],
    ]);
    expect(warnings(trajectory)).toEqual(['window-outside-clip']);
  });

  test('was looked at there already', async () => {
    await using world = await createWorld({ script: [look(36, 58), answer('a')] });
    expect(warnings(await tellTrajectory(world.ask({ scope: range(35, 59) })))).toEqual(['repeated-look']);
  });

  test('may be answered by a moment between two frames of it, and not by one outside', async () => {
    await using world = await createWorld({
      script: [answer('contact at frame 40'), answer('contact at frame 70')],
    });
    expect(warnings(await tellTrajectory(world.ask({ scope: range(35, 59) })))).toEqual([]);
    const outside = await tellTrajectory(
      world.agent.followUp('t1', { text: 'Sure?', form: { kind: 'text' } }),
    );
    expect(warnings(outside)).toEqual(['claim-without-frame']);
  });

  test('of a long clip is asked like any short clip', async () => {
    const clip = 'synthetic:frames=20000,fps=30,size=640x480';
    await using world = await createWorld({ script: [answer('a'), answer('b')], clip });
    const trajectory = await tellTrajectory(world.ask({ scope: range(9000, 9100) }));
    expect(looks(trajectory)[0]?.frames).toHaveLength(8);
  });

  test('outside the clip cannot begin', async () => {
    await using world = await createWorld({ script: [] });
    await expect(collect(world.ask({ scope: range(200, 260) }))).rejects.toMatchObject({
      code: 'RANGE_INVALID',
    });
    expect(world.log.trajectories.size).toBe(0);
  });
});

describe('the form of an answer', () => {
  const asked = async (form: Parameters<typeof tellForm>[0]) => tellForm(form);

  test.each([
    [{ kind: 'text' as const }, /^Which dive\?$/],
    [{ kind: 'spans' as const }, /^Which dive\?\nAnswer with one line for each occurrence, .*"none"/],
    [
      { kind: 'choice' as const, options: ['in', 'out'] },
      /\nAnswer with exactly one of these.*"in", "out"\.$/,
    ],
    [{ kind: 'number' as const, unit: '' }, /\nAnswer with one number and nothing else\.$/],
    [{ kind: 'number' as const, unit: 'metres' }, /\nAnswer with one number, in metres, and nothing else\.$/],
  ])('%j is asked for in one sentence after the question', async (form, words) => {
    const { text, trajectory } = await asked(form);
    expect(text).toMatch(words);
    expect(trajectory.form).toEqual(form);
    expect(trajectory.question).toBe('Which dive?');
  });
});

test('An engine that knows a closed list of questions gets them bare, as it was trained on them', async () => {
  await using world = await createWorld({
    script: [answer('take-off at frame 37')],
    model: { card: { id: 'fake', name: 'Fake', knows: ['when the diver leaves the board'] } },
  });
  const trajectory = await tellTrajectory(world.ask({ scope: range(35, 59), form: { kind: 'spans' } }));
  expect(messageText(world.model.sent[0]?.message)).toContain('Question: Which dive?\nThink,');
  expect(looks(trajectory)[0]?.range).toEqual(range(35, 59));
  expect(trajectory.form).toEqual({ kind: 'spans' });
});

test('A question asked before these were kept is read as one about the whole clip, in free words', async () => {
  await using world = await createWorld({ script: [answer('a')] });
  const kept = await tellTrajectory(world.ask({ scope: range(35, 59), form: { kind: 'spans' } }));
  const {
    scope: _scope,
    form: _form,
    settings: _settings,
    eventId: _eventId,
    branch: _branch,
    ...old
  } = kept;
  expect(trajectorySchema.parse(old)).toMatchObject({
    scope: null,
    form: { kind: 'text' },
    settings: null,
    eventId: null,
    branch: null,
    probe: null,
    blind: false,
  });
});

async function tellForm(
  form:
    | { kind: 'text' }
    | { kind: 'spans' }
    | { kind: 'choice'; options: string[] }
    | { kind: 'number'; unit: string },
) {
  await using world = await createWorld({
    script: [answer('a')],
    protocol: {
      prompts: {
        system: '',
        question: '{question}',
        passive: '',
        look: '',
        analystLook: '',
        toolResult: '',
        answerOnly: '',
        repair: '',
      },
    },
  });
  const trajectory = await tellTrajectory(world.ask({ form }));
  const text = messageText(world.model.sent[0]?.message).replace(/^.*\[229\]/, '');
  return { text, trajectory };
}
