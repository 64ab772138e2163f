import { describe, expect, test } from 'vitest';
import { type AskRequest, fromContractError, stepSchema } from '#common/contract/index.ts';
import { DeepSportError, type ErrorCode, sampleEvenly } from '#common/domain/index.ts';
import {
  collect,
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
  warnings,
} from './harness.ts';

const eight = [0, 33, 65, 98, 131, 164, 196, 229];
const sixteen = sampleEvenly(range(0, 229), 16);
const { look, answer } = replies;

describe('an iterative question', () => {
  test('shows uniform frames, follows each look, and ends with the answer', async () => {
    await using world = await createWorld({
      script: [look(35, 59), look(40, 50), answer('5253B at frame 42')],
    });
    const events = await collect(world.ask());
    const trajectory = trajectoryOf(events);
    expect(trajectory).toMatchObject({
      id: 't1',
      clipId: 'clip-1',
      clipName: 'dive.mp4',
      question: 'Which dive?',
      status: 'answered',
      answer: '5253B at frame 42',
      formatValid: true,
      failure: null,
      engine: { id: 'fake', name: 'Fake', local: true },
    });
    expect(looks(trajectory)).toEqual([
      { by: 'start', range: range(0, 229), frames: eight },
      { by: 'model', range: range(35, 59), frames: [35, 38, 42, 45, 49, 52, 56, 59] },
      { by: 'model', range: range(40, 50), frames: [40, 41, 43, 44, 46, 47, 49, 50] },
    ]);
    expect(turns(trajectory).map(({ turn, seconds }) => [turn, seconds])).toEqual([
      [1, 0.25],
      [2, 0.25],
      [3, 0.25],
    ]);
    expect(warnings(trajectory)).toEqual([]);
    expect(world.log.get('t1')).toEqual(trajectory);
    for (const step of trajectory.steps) expect(stepSchema.parse(step)).toEqual(step);
  });

  test('sends exactly the frames with their labels and the prompts of the card', async () => {
    await using world = await createWorld({ script: [look(35, 59), answer('a')] });
    await collect(
      world.ask({
        question: 'Is it {frameCount} or $&? 水',
        temperature: 0.5,
        topP: 0.9,
        repetitionPenalty: 1.1,
        seed: 9,
      }),
    );
    expect(world.model.sent.map(({ system, message }) => [system, messageText(message)])).toEqual([
      ['SYSTEM', `${shown(...eight)}Q Is it {frameCount} or $&? 水 of 230, last 229`],
      ['SYSTEM', `LOOK 35-59 x8\n${shown(35, 38, 42, 45, 49, 52, 56, 59)}`],
    ]);
    const [first] = world.model.sent;
    expect(first?.message.parts.slice(0, 2).map(({ type }) => type)).toEqual(['text', 'frame']);
    expect(first?.options).toMatchObject({
      temperature: 0.5,
      topP: 0.9,
      repetitionPenalty: 1.1,
      seed: 9,
      maxTokens: 2560,
      stop: ['</tool_call>', '</answer>'],
    });
  });

  test('counts slots over the whole conversation where the card asks for them', async () => {
    await using world = await createWorld({
      script: [look(35, 36), answer('a')],
      protocol: { frameLabel: '#{slot} frame {index}:', initialFrames: 2 },
    });
    await collect(world.ask());
    expect(messageText(world.model.sent[0]?.message)).toContain('#0 frame 0:[0]#1 frame 229:[229]Q');
    expect(messageText(world.model.sent[1]?.message)).toContain('#2 frame 35:[35]#3 frame 36:[36]');
  });

  test('shows frames at the size that the model wants, hashed', async () => {
    await using world = await createWorld({
      script: [answer('a')],
      model: { frameSize: ({ width, height }) => ({ width: width / 20, height: height / 20 }) },
    });
    const [step] = (await tellTrajectory(world.ask())).steps;
    expect(step).toMatchObject({
      kind: 'frames',
      frames: [{ width: 32, height: 24, timeSeconds: 0 }, {}, {}, {}, {}, {}, {}, {}],
    });
    expect(step?.kind === 'frames' && step.frames[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(step?.kind === 'frames' && Object.keys(step.frames[0] ?? {})).not.toContain('pixels');
  });

  test('tells its stages in order, frames before the turn that sees them', async () => {
    await using world = await createWorld({ script: [look(35, 59), answer('a')] });
    const events = await collect(world.ask());
    const told = events.map((event) =>
      event.type === 'step' ? event.step.kind : event.type === 'progress' ? event.stage : event.type,
    );
    const order = told.filter((name, place) => name !== told[place - 1]);
    const oneTurn = [
      'extracting',
      'frames',
      'turn-start',
      'encoding',
      'prefill',
      'decoding',
      'text-delta',
      'turn',
    ];
    expect(order).toEqual(['trajectory-start', 'loading', ...oneTurn, ...oneTurn, 'trajectory-end']);
    const text = events.flatMap((event) =>
      event.type === 'text-delta' && event.turn === 1 ? [event.text] : [],
    );
    expect(text.join('')).toBe(look(35, 59));
    const extracting = events.flatMap((event) =>
      event.type === 'progress' && event.stage === 'extracting' ? [event] : [],
    );
    expect(extracting.at(-1)).toMatchObject({ done: 8, total: 8 });
  });

  test('asks the decoder once for each look', async () => {
    await using world = await createWorld({ script: [look(35, 59), look(40, 50), answer('a')] });
    await collect(world.ask());
    expect(world.extracted).toHaveLength(3);
  });

  test('demands the answer at the last turn', async () => {
    await using world = await createWorld({ script: [look(10, 30), look(40, 60), answer('a')] });
    const trajectory = await tellTrajectory(world.ask({ maxTurns: 3 }));
    expect(world.model.sent.map(({ message }) => messageText(message).endsWith('ANSWER NOW'))).toEqual([
      false,
      false,
      true,
    ]);
    expect(trajectory.status).toBe('answered');
  });

  test('with one turn demands the answer at once', async () => {
    await using world = await createWorld({ script: [answer('a')] });
    await collect(world.ask({ maxTurns: 1 }));
    expect(messageText(world.model.sent[0]?.message)).toMatch(/last 229ANSWER NOW$/);
  });

  test('shows a clip shorter than the first view whole', async () => {
    await using world = await createWorld({ script: [answer('a')], clip: 'synthetic:frames=3' });
    expect(looks(await tellTrajectory(world.ask()))).toEqual([
      { by: 'start', range: range(0, 2), frames: [0, 1, 2] },
    ]);
  });

  test('takes as many first frames as the request says', async () => {
    await using world = await createWorld({ script: [answer('a')] });
    expect(looks(await tellTrajectory(world.ask({ initialFrames: 2 })))[0]?.frames).toEqual([0, 229]);
  });
});

describe('a passive question', () => {
  test('shows its frames, offers no tool and takes one pass', async () => {
    await using world = await createWorld({ script: [answer('a')] });
    const trajectory = await tellTrajectory(world.ask({ mode: 'passive' }));
    expect(world.model.sent.map(({ message }) => messageText(message))).toEqual([
      `${shown(...sixteen)}PASSIVE Which dive? of 230, last 229`,
    ]);
    expect(trajectory).toMatchObject({ status: 'answered', formatValid: true });
  });

  test('refuses a look, says so once, and takes the answer', async () => {
    await using world = await createWorld({ script: [look(35, 59), answer('a')] });
    const trajectory = await tellTrajectory(world.ask({ mode: 'passive' }));
    expect(messageText(world.model.sent[1]?.message)).toBe(
      'REPAIR Only an answer is possible: the question is asked in one pass.ANSWER NOW',
    );
    expect(looks(trajectory)).toHaveLength(1);
    expect(warnings(trajectory)).toEqual(['look-not-allowed']);
    expect(trajectory).toMatchObject({ status: 'answered', formatValid: true });
  });
});

describe('a question with a single look', () => {
  test('demands the answer after the look', async () => {
    await using world = await createWorld({ script: [look(35, 59), answer('a')] });
    const trajectory = await tellTrajectory(world.ask({ mode: 'single' }));
    expect(messageText(world.model.sent[1]?.message)).toMatch(/^LOOK 35-59 x8\n.*ANSWER NOW$/s);
    expect(trajectory).toMatchObject({ status: 'answered', formatValid: true });
  });

  test('may do without the look', async () => {
    await using world = await createWorld({ script: [answer('a')] });
    expect(await tellTrajectory(world.ask({ mode: 'single' }))).toMatchObject({ status: 'answered' });
  });

  test('refuses a second look, and fails when no answer follows', async () => {
    await using world = await createWorld({ script: [look(35, 59), look(60, 90), look(100, 120)] });
    const trajectory = await tellTrajectory(world.ask({ mode: 'single' }));
    expect(warnings(trajectory)).toEqual(['look-not-allowed', 'look-not-allowed']);
    expect(trajectory).toMatchObject({
      status: 'failed',
      answer: null,
      formatValid: false,
      failure: {
        code: 'ENGINE_REFUSED',
        message: 'Fake gave no answer that can be used. Only an answer is possible after the single look.',
      },
    });
  });
});

describe('the frame budget', () => {
  test('cuts a look to what is left, then demands the answer', async () => {
    await using world = await createWorld({
      script: [look(35, 59), answer('a')],
      protocol: { maxFrames: 11 },
    });
    const trajectory = await tellTrajectory(world.ask());
    expect(looks(trajectory)[1]?.frames).toEqual([35, 47, 59]);
    expect(notices(trajectory)).toEqual([
      "Only 3 of 8 frames were shown of 35–59: the engine's limit is 11 frames in all.",
    ]);
    expect(messageText(world.model.sent[1]?.message)).toMatch(/^LOOK 35-59 x3\n.*ANSWER NOW$/s);
  });

  test('used up by the first view allows no look', async () => {
    await using world = await createWorld({
      script: [look(35, 59), answer('a')],
      protocol: { maxFrames: 8 },
    });
    const trajectory = await tellTrajectory(world.ask());
    expect(messageText(world.model.sent[0]?.message)).toMatch(/ANSWER NOW$/);
    expect(warnings(trajectory)).toEqual(['look-not-allowed']);
    expect(trajectory.status).toBe('answered');
  });

  test('holds for the first view too', async () => {
    await using world = await createWorld({ script: [answer('a')], protocol: { maxFrames: 10 } });
    const trajectory = await tellTrajectory(world.ask({ initialFrames: 64 }));
    expect(looks(trajectory)[0]?.frames).toHaveLength(10);
    expect(notices(trajectory)).toHaveLength(1);
  });
});

describe('a request that cannot begin', () => {
  test.each<[string, Partial<AskRequest>, ErrorCode, string]>([
    ['an unknown clip', { clipId: 'gone' }, 'NOT_FOUND', 'This clip is not open. Open it again.'],
    ['an unknown engine', { engine: 'gone' }, 'NOT_FOUND', 'There is no engine gone.'],
    [
      'a range outside the clip',
      { looks: [range(300, 400)] },
      'RANGE_INVALID',
      'Range 300–400 lies outside the clip, which has frames 0–229.',
    ],
    [
      'a range beyond its end',
      { looks: [range(200, 400)] },
      'RANGE_INVALID',
      'Range 200–400 reaches beyond the clip, which has frames 0–229.',
    ],
    [
      'a reversed range',
      { looks: [range(59, 35)] },
      'RANGE_INVALID',
      'Range 59–35 is reversed: its first frame comes after its last. Did you mean 35–59?',
    ],
    [
      'a range of no numbers',
      { looks: [range(Number.NaN, 3)] },
      'RANGE_INVALID',
      'Range NaN–3 is not made of whole frame numbers.',
    ],
    ['an empty question', { question: ' ' }, 'BAD_INPUT', 'Write a question first.'],
    ['no turns', { maxTurns: 0 }, 'BAD_INPUT', 'maxTurns: '],
  ])('for %s throws before the first event', async (_, request, code, message) => {
    await using world = await createWorld({ script: [] });
    const error = fromContractError(await collect(world.ask(request)).catch((reason: unknown) => reason));
    expect(error).toBeInstanceOf(DeepSportError);
    expect(error?.code).toBe(code);
    expect(error?.message.startsWith(message)).toBe(true);
    expect(world.log.trajectories.size).toBe(0);
  });

  test('is one whose start cannot be stored', async () => {
    await using world = await createWorld({ script: [answer('a')] });
    world.log.failWith = new DeepSportError('DISK_FULL', 'The disk is full.');
    await expect(collect(world.ask())).rejects.toThrow('The disk is full.');
  });
});
