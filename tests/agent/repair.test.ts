import { describe, expect, test } from 'vitest';
import {
  collect,
  createWorld,
  looks,
  messageText,
  notices,
  replies,
  tellTrajectory,
  turns,
  warnings,
} from './harness.ts';

const { look, answer } = replies;

describe('a reply that breaks the rules', () => {
  test('is repaired once, and the fault stays on record', async () => {
    await using world = await createWorld({ script: ['It dives.', answer('a')] });
    const trajectory = await tellTrajectory(world.ask());
    expect(messageText(world.model.sent[1]?.message)).toMatch(/^REPAIR There is no action: /);
    expect(turns(trajectory)).toMatchObject([
      { turn: 1, action: null, raw: 'It dives.', warnings: [{ kind: 'format' }] },
      { turn: 2, action: { kind: 'answer', text: 'a' }, warnings: [] },
    ]);
    expect(notices(trajectory)).toHaveLength(1);
    expect(trajectory).toMatchObject({ status: 'answered', answer: 'a', formatValid: false });
  });

  test('twice is answered with what can be read', async () => {
    await using world = await createWorld({ script: ['It dives.', 'It is a 5253B.'] });
    const trajectory = await tellTrajectory(world.ask());
    expect(trajectory).toMatchObject({ status: 'answered', answer: 'It is a 5253B.', formatValid: false });
    expect(warnings(trajectory)).toEqual(['format', 'format']);
    expect(turns(trajectory)[1]?.thought).toBe('');
  });

  test('twice fails when nothing can be read', async () => {
    await using world = await createWorld({ script: ['', '<think>hm'] });
    const trajectory = await tellTrajectory(world.ask());
    expect(trajectory).toMatchObject({ status: 'failed', answer: null, formatValid: false });
    expect(trajectory.failure?.message).toMatch(/^Fake gave no answer that can be used. There is no action/);
  });

  test('twice, cut off without end, is no answer', async () => {
    await using world = await createWorld({
      script: ['on '.repeat(500), 'and '.repeat(500)],
      protocol: { maxAnswerTokens: 20 },
    });
    expect(await tellTrajectory(world.ask())).toMatchObject({ status: 'failed', answer: null });
  });

  test('around an action that can be read costs no further turn', async () => {
    await using world = await createWorld({ script: ['<answer>5253B</answer>'] });
    const trajectory = await tellTrajectory(world.ask());
    expect(trajectory).toMatchObject({ status: 'answered', answer: '5253B', formatValid: false });
    expect(world.model.sent).toHaveLength(1);
  });

  test('at the last turn is repaired with the demand to answer', async () => {
    await using world = await createWorld({ script: ['hm', answer('a')] });
    await collect(world.ask({ maxTurns: 1 }));
    expect(messageText(world.model.sent[1]?.message)).toMatch(/^REPAIR .*ANSWER NOW$/);
  });

  test.each([
    ['the same window', [look(35, 59), look(36, 58)], 'repeated-look', /was looked at already, as 35–59/],
    ['the whole clip', [look(0, 229)], 'repeated-look', /whole clip/],
    ['a window outside the clip', [look(200, 400)], 'window-outside-clip', /has frames 0–229/],
    ['one frame', [look(50, 50)], 'window-too-small', /single frame/],
    ['a reversed window', [look(59, 35)], 'format', /reversed/],
  ] as const)('by asking for %s is told why', async (_, script, kind, problem) => {
    await using world = await createWorld({ script: [...script, answer('a')] });
    const trajectory = await tellTrajectory(world.ask());
    expect(warnings(trajectory)).toEqual([kind]);
    expect(messageText(world.model.sent.at(-1)?.message)).toMatch(/^REPAIR The window/);
    expect(messageText(world.model.sent.at(-1)?.message)).toMatch(problem);
    expect(looks(trajectory)).toHaveLength(script.length);
    expect(trajectory).toMatchObject({ status: 'answered', formatValid: false });
  });

  test('by two looks that cannot be taken must answer next', async () => {
    await using world = await createWorld({ script: [look(0, 229), look(0, 228), answer('a')] });
    const trajectory = await tellTrajectory(world.ask());
    expect(messageText(world.model.sent[2]?.message)).toBe('ANSWER NOW');
    expect(trajectory).toMatchObject({ status: 'answered', formatValid: false });
  });

  test('by looking for ever is bounded', async () => {
    let reply = 0;
    await using world = await createWorld({ script: () => look(10 * ++reply, 10 * reply + 9) });
    const trajectory = await tellTrajectory(world.ask({ maxTurns: 4 }));
    expect(turns(trajectory)).toHaveLength(5);
    expect(trajectory.status).toBe('failed');
  });

  test('by naming frames that were not shown is warned of, and stays valid', async () => {
    await using world = await createWorld({
      script: [
        '<think>Later, at frame 150.</think><tool_call>frame_extraction_tool(35, 59)</tool_call>',
        answer('at frames 36 and 70'),
      ],
    });
    const trajectory = await tellTrajectory(world.ask());
    expect(turns(trajectory).map((turn) => turn.warnings.map(({ kind, frame }) => [kind, frame]))).toEqual([
      [
        ['thought-does-not-name-window', undefined],
        ['claim-without-frame', 150],
      ],
      [['claim-without-frame', 70]],
    ]);
    expect(trajectory.formatValid).toBe(true);
  });

  test('by never stopping is cut off, told, and still answered where it can be', async () => {
    await using world = await createWorld({
      script: [
        `<think>${'on and on '.repeat(100)}`,
        `<think>a</think><answer>${'word '.repeat(100)}</answer>`,
      ],
      protocol: { maxAnswerTokens: 20 },
    });
    const trajectory = await tellTrajectory(world.ask());
    expect(warnings(trajectory)).toEqual(['cut-off', 'format', 'cut-off', 'format']);
    expect(trajectory).toMatchObject({ status: 'answered', formatValid: false });
    expect(trajectory.answer).toMatch(/^word word/);
  });
});
