import { describe, expect, test } from 'vitest';
import { DeepSportError, type TrajectoryEvent } from '#common/domain/index.ts';
import type { Conversation, ReplyEvent, VisionLanguageModel } from '#main/inference/index.ts';
import { createRandom } from '../random.ts';
import {
  collect,
  createWorld,
  looks,
  range,
  replies,
  tellTrajectory,
  trajectoryOf,
  turns,
} from './harness.ts';

const { look, answer, call } = replies;

/** Aborts at the first event that matches, and goes on reading. */
async function collectUntil(
  events: AsyncIterable<TrajectoryEvent>,
  controller: AbortController,
  matches: (event: TrajectoryEvent) => boolean,
): Promise<TrajectoryEvent[]> {
  const collected: TrajectoryEvent[] = [];
  for await (const event of events) {
    collected.push(event);
    if (matches(event)) controller.abort();
  }
  return collected;
}

describe('a cancel', () => {
  test.each<[string, (event: TrajectoryEvent) => boolean, number]>([
    ['while the engine loads', ({ type }) => type === 'trajectory-start', 0],
    ['while frames are extracted', (event) => event.type === 'progress' && event.stage === 'extracting', 0],
    ['before the first turn', (event) => event.type === 'step', 1],
    ['while frames are encoded', (event) => event.type === 'progress' && event.stage === 'encoding', 1],
    ['while the prompt is read', (event) => event.type === 'progress' && event.stage === 'prefill', 1],
    ['while text is written', ({ type }) => type === 'text-delta', 1],
    ['between two turns', (event) => event.type === 'step' && event.step.kind === 'turn', 2],
  ])('%s ends the trajectory as cancelled and keeps what was there', async (_, matches, steps) => {
    const controller = new AbortController();
    await using world = await createWorld({
      script: [look(35, 59), answer('a')],
      model: { delayMilliseconds: 1 },
    });
    const trajectory = trajectoryOf(
      await collectUntil(world.ask({}, controller.signal), controller, matches),
    );
    expect(trajectory).toMatchObject({
      status: 'cancelled',
      answer: null,
      formatValid: false,
      failure: null,
    });
    // A step may have followed before the cancel was seen.
    expect(trajectory.steps.length).toBeGreaterThanOrEqual(steps);
    expect(trajectory.steps.length).toBeLessThanOrEqual(steps + 1);
    expect(world.log.get('t1')).toEqual(trajectory);
    expect(world.model.openConversations).toBe(0);
    expect(await tellTrajectory(world.ask())).toMatchObject({ status: 'answered' });
  });

  test('by a consumer that leaves is stored as such', async () => {
    await using world = await createWorld({
      script: [look(35, 59), answer('a')],
      model: { delayMilliseconds: 1 },
    });
    for await (const event of world.ask()) if (event.type === 'text-delta') break;
    expect(world.log.get('t1')).toMatchObject({ status: 'cancelled', steps: [{ kind: 'frames' }] });
    expect(world.model.openConversations).toBe(0);
  });

  test('before the beginning throws and stores nothing', async () => {
    await using world = await createWorld({ script: [] });
    await expect(collect(world.ask({}, AbortSignal.abort()))).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(world.log.trajectories.size).toBe(0);
  });

  test('reaches an engine and a decoder that hang', async () => {
    const hang = () => new Promise<never>(() => {});
    for (const options of [{ script: hang }, { script: [answer('a')], frames: hang }]) {
      const controller = new AbortController();
      await using world = await createWorld(options);
      setTimeout(() => controller.abort(), 20);
      expect(await tellTrajectory(world.ask({}, controller.signal))).toMatchObject({ status: 'cancelled' });
    }
  });

  test('comes with the end of the agent for all that runs', async () => {
    const world = await createWorld({ script: () => new Promise<never>(() => {}) });
    const running = collect(world.ask());
    while (world.model.sent.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    await world[Symbol.asyncDispose]();
    expect(trajectoryOf(await running).status).toBe('cancelled');
    await expect(collect(world.ask())).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  test('that nobody waits for holds nothing: a stream never read never starts', async () => {
    await using world = await createWorld({ script: [] });
    const stream = world.ask()[Symbol.asyncIterator]();
    expect(await stream.return?.()).toEqual({ done: true, value: undefined });
    expect(await stream.next()).toMatchObject({ done: true });
    expect(world.log.trajectories.size).toBe(0);
  });
});

describe('an engine that fails', () => {
  test.each(['ENGINE_UNREACHABLE', 'ENGINE_TIMEOUT', 'WORKER_STOPPED', 'CONTEXT_FULL'] as const)(
    'with %s ends the trajectory with the sentence; the next question works',
    async (code) => {
      await using world = await createWorld({
        script: ({ conversation, turn }) => {
          if (conversation === 1 && turn === 2) throw new DeepSportError(code, `It was ${code}.`);
          return turn === 1 && conversation === 1 ? look(35, 59) : answer('a');
        },
      });
      const trajectory = await tellTrajectory(world.ask());
      expect(trajectory).toMatchObject({
        status: 'failed',
        answer: null,
        formatValid: false,
        failure: { code, message: `It was ${code}.` },
      });
      expect(turns(trajectory)).toHaveLength(1);
      expect(looks(trajectory)).toHaveLength(2);
      expect(world.log.get('t1')).toEqual(trajectory);
      expect(world.model.openConversations).toBe(0);
      expect(await tellTrajectory(world.ask())).toMatchObject({ id: 't2', status: 'answered' });
    },
  );

  test('while it loads ends the trajectory with the sentence', async () => {
    await using world = await createWorld({ script: [] });
    const { card } = world.model;
    await using other = await createWorld({
      script: [],
      dependencies: {
        engines: {
          card: async () => card,
          open: async () => {
            throw new DeepSportError('MODEL_INCOMPLETE', 'A file is missing.');
          },
        },
      },
    });
    expect(await tellTrajectory(other.ask())).toMatchObject({
      status: 'failed',
      failure: { code: 'MODEL_INCOMPLETE', message: 'A file is missing.' },
    });
  });

  test('in a way nobody foresaw is told without a stack trace', async () => {
    await using world = await createWorld({
      script: () => {
        throw new TypeError('x is not a function');
      },
    });
    expect((await tellTrajectory(world.ask())).failure).toEqual({
      code: 'INTERNAL',
      message: 'Something went wrong inside DeepSport: x is not a function',
    });
  });

  const modelOf = (reply: Conversation['reply'], card: VisionLanguageModel['card']): VisionLanguageModel => ({
    card,
    frameSize: () => ({ width: 32, height: 24 }),
    startConversation: async () => ({ reply, recall() {}, async [Symbol.asyncDispose]() {} }),
    async [Symbol.asyncDispose]() {},
  });
  const askModel = async (reply: (card: string) => AsyncGenerator<ReplyEvent>, device = 'CPU') => {
    await using source = await createWorld({ script: [] });
    const { card } = source.model;
    const model = modelOf(() => reply(card.name), { ...card, device });
    await using world = await createWorld({
      script: [],
      dependencies: { engines: { card: async () => card, open: async () => model } },
    });
    return await tellTrajectory(world.ask());
  };

  test('by ending without a reply is told', async () => {
    const trajectory = await askModel(async function* () {});
    expect(trajectory.failure).toEqual({
      code: 'ENGINE_REFUSED',
      message: 'The engine ended without a reply.',
    });
  });

  test('by writing without end is stopped', async () => {
    const trajectory = await askModel(async function* () {
      for (;;) yield { type: 'delta', text: 'on and on '.repeat(1000) };
    });
    expect(trajectory.failure?.message).toMatch(/does not stop writing/);
  });

  test('says what it noticed, and where it computes when that differs from its card', async () => {
    const trajectory = await askModel(async function* () {
      yield { type: 'notice', message: 'One picture was refused.' };
      const usage = { newTokens: 1, cachedTokens: 2, generatedTokens: 3 };
      yield { type: 'end', text: answer('a'), finish: 'stop', usage, seconds: 1 };
    }, 'WebGPU');
    expect(trajectory.steps.map((step) => (step.kind === 'notice' ? step.message : step.kind))).toEqual([
      'Fake computes on WebGPU, not on CPU.',
      'frames',
      'One picture was refused.',
      'turn',
    ]);
    expect(turns(trajectory)[0]?.usage).toEqual({ newTokens: 1, cachedTokens: 2, generatedTokens: 3 });
  });
});

describe('a decoder that fails', () => {
  test('ends the trajectory with its sentence', async () => {
    await using world = await createWorld({
      script: [look(35, 59)],
      frames: async (_path, indices, size) => {
        if (indices[0] === 35) throw new DeepSportError('FILE_CHANGED', 'The file changed while open.');
        return indices.map((index) => ({
          index,
          timeSeconds: 0,
          ...size,
          sha256: '',
          pixels: new Uint8Array(),
        }));
      },
    });
    const trajectory = await tellTrajectory(world.ask());
    expect(trajectory).toMatchObject({ status: 'failed', failure: { code: 'FILE_CHANGED' } });
    expect(turns(trajectory)).toHaveLength(1);
  });
});

describe('a log that fails', () => {
  test('in the middle ends the trajectory, told as not stored', async () => {
    const full = new DeepSportError('DISK_FULL', 'The disk is full.');
    const world = await createWorld({
      script: () => {
        world.log.failWith = full;
        return answer('a');
      },
    });
    await using _ = world;
    const trajectory = await tellTrajectory(world.ask());
    expect(trajectory).toMatchObject({
      status: 'failed',
      failure: { code: 'DISK_FULL', message: 'The disk is full.' },
    });
  });
});

describe('questions at the same time', () => {
  test('do not disturb each other', async () => {
    await using world = await createWorld({
      script: ({ conversation, turn }) =>
        turn === 1 ? look(10 * conversation, 10 * conversation + 20) : answer(`${conversation}`),
      model: { delayMilliseconds: 1 },
    });
    const trajectories = await Promise.all([1, 2, 3].map(() => tellTrajectory(world.ask())));
    expect(trajectories.map(({ answer: text }) => text).sort()).toEqual(['1', '2', '3']);
    for (const trajectory of trajectories) expect(world.log.get(trajectory.id)).toEqual(trajectory);
  });

  test('are stored before they are told, step by step', async () => {
    await using world = await createWorld({ script: [look(35, 59), answer('a')] });
    let steps = 0;
    for await (const event of world.ask()) {
      if (event.type === 'step') steps += 1;
      expect(world.log.get('t1')?.steps.length).toBeGreaterThanOrEqual(steps);
    }
  });
});

test('whatever an engine writes, the stream ends once, within its turns and frames', async () => {
  const random = createRandom(11);
  const pieces = [
    ...['<think>', '</think>', '<tool_call>', '</tool_call>', '<answer>', '</answer>', 'frame 61', '水', ' '],
    ...[look(35, 59), look(0, 229), look(59, 35), look(100, 500), answer('a'), 'frame_extraction_tool(3, 9)'],
    ...[call('motion_profile(35, 59)'), call('list_shots()'), 'list_shots()', 'motion_profile(9, 300)'],
  ];
  await using world = await createWorld({
    script: () => Array.from({ length: random.integer(5) }, () => random.pick(pieces)).join(''),
  });
  for (let round = 0; round < 150; round++) {
    const mode = random.pick(['passive', 'single', 'iterative'] as const);
    const analyst = random.next() < 0.2 ? [range(5, 9)] : [];
    const trajectory = await tellTrajectory(world.ask({ mode, looks: analyst }));
    expect(['answered', 'failed']).toContain(trajectory.status);
    expect(trajectory.status === 'answered').toBe(trajectory.answer !== null);
    expect(turns(trajectory).length).toBeLessThanOrEqual(6);
    expect(looks(trajectory).flatMap(({ frames }) => frames).length).toBeLessThanOrEqual(40);
    if (mode === 'single')
      expect(looks(trajectory).filter(({ by }) => by === 'model').length).toBeLessThanOrEqual(1);
    const told = trajectory.steps.flatMap((step) => (step.kind === 'tool-result' ? [step.tool] : []));
    expect(new Set(told).size).toBe(told.length);
    if (mode === 'passive') expect(told).toEqual([]);
    if (mode === 'passive') expect(looks(trajectory).every(({ by }) => by !== 'model')).toBe(true);
    expect(world.log.get(trajectory.id)).toEqual(trajectory);
  }
});
