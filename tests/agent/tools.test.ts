import { describe, expect, test } from 'vitest';
import { stepSchema } from '#common/contract/index.ts';
import { DeepSportError, type ToolName, type Trajectory } from '#common/domain/index.ts';
import {
  analysisOf,
  collect,
  conversationText,
  createWorld,
  knowing,
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
const { look, answer, call } = replies;
const analysed = analysisOf({
  framesDone: 230,
  shots: [range(0, 99), range(100, 229)],
  transitions: [{ kind: 'cut', range: range(100, 100) }],
});
const dependencies = { analyser: knowing(analysed, (frame) => (frame === 47 ? 0.5 : 0.1)) };
const shotsText =
  '2 shots in frames 0–229:\nshot 1: frames 0–99\nshot 2: frames 100–229, begins with a cut at frame 100';
const results = ({ steps }: Trajectory) => steps.filter((step) => step.kind === 'tool-result');

describe('a text tool', () => {
  test('is answered in the next message, in words, and stands in the trajectory', async () => {
    await using world = await createWorld({
      script: [call('list_shots()'), call('motion_profile(40, 50)'), look(45, 49), answer('at frame 47')],
      dependencies,
    });
    const trajectory = await tellTrajectory(world.ask());
    const [shots, motion] = results(trajectory);
    expect(shots).toEqual({ kind: 'tool-result', tool: 'list_shots', arguments: {}, text: shotsText });
    expect(motion).toMatchObject({ tool: 'motion_profile', arguments: range(40, 50) });
    expect(motion?.text).toMatch(
      /^Motion in frames 40–50; [\s\S]*\nframe 47: 100\n[\s\S]*\nPeaks: frame 47\.$/,
    );
    expect(world.model.sent.slice(1).map(({ message }) => messageText(message))).toEqual([
      `TOLD list_shots(): ${shotsText}\n`,
      `TOLD motion_profile(40, 50): ${motion?.text}\n`,
      `LOOK 45-49 x5\n${shown(45, 46, 47, 48, 49)}`,
    ]);
    expect(trajectory.steps.map(({ kind }) => kind)).toEqual([
      ...['frames', 'turn', 'tool-result', 'turn', 'tool-result', 'turn', 'frames', 'turn'],
    ]);
    expect(turns(trajectory)[0]?.action).toEqual({ kind: 'tool', tool: 'list_shots', arguments: {} });
    expect(trajectory).toMatchObject({ status: 'answered', formatValid: true });
    expect(warnings(trajectory)).toEqual([]);
    expect(world.log.get('t1')).toEqual(trajectory);
    for (const step of trajectory.steps) expect(stepSchema.parse(step)).toEqual(step);
  });

  test('costs a turn, and no frame of the budget', async () => {
    await using world = await createWorld({
      script: [call('list_shots()'), call('motion_profile(40, 50)'), answer('a')],
      dependencies,
      protocol: { maxFrames: 9 },
    });
    await collect(world.ask({ maxTurns: 3 }));
    expect(world.model.sent.map(({ message }) => messageText(message).endsWith('ANSWER NOW'))).toEqual([
      ...[false, false, true],
    ]);
  });

  test('is no look: a single look may follow it, and nothing after that', async () => {
    await using world = await createWorld({
      script: [call('list_shots()'), look(35, 59), call('motion_profile(40, 50)'), answer('a')],
      dependencies,
    });
    const trajectory = await tellTrajectory(world.ask({ mode: 'single' }));
    expect(world.model.sent.map(({ message }) => messageText(message).endsWith('ANSWER NOW'))).toEqual([
      ...[false, false, true, true],
    ]);
    expect(warnings(trajectory)).toEqual(['look-not-allowed']);
    expect(results(trajectory)).toHaveLength(1);
  });

  test('is refused in passive mode', async () => {
    await using world = await createWorld({ script: [call('list_shots()'), answer('a')], dependencies });
    const trajectory = await tellTrajectory(world.ask({ mode: 'passive' }));
    expect(messageText(world.model.sent[1]?.message)).toBe(
      'REPAIR Only an answer is possible: the question is asked in one pass.ANSWER NOW',
    );
    expect(results(trajectory)).toEqual([]);
  });

  test.each<[string, readonly string[], readonly ToolName[], string, RegExp]>([
    [
      'one that is not offered',
      [call('list_shots()')],
      ['frame_extraction_tool'],
      'tool-not-offered',
      /list_shots is not offered; what can be called is frame_extraction_tool\(idx_start, idx_end\)\.$/,
    ],
    [
      'an unknown one',
      [call('crop(1, 2)')],
      ['frame_extraction_tool', 'list_shots'],
      'format',
      /no tool "crop"; there are frame_extraction_tool\(idx_start, idx_end\), list_shots\(\)\.$/,
    ],
    [
      'the same twice',
      [call('motion_profile(40, 50)'), call('motion_profile(41, 50)')],
      ['frame_extraction_tool', 'motion_profile'],
      'repeated-call',
      /motion_profile\(41, 50\) was answered already/,
    ],
    [
      'a window outside the clip',
      [call('motion_profile(200, 400)')],
      ['motion_profile'],
      'window-outside-clip',
      /lies outside the clip, which has frames 0–229/,
    ],
  ])('that asks for %s is repaired once', async (_, script, tools, kind, problem) => {
    await using world = await createWorld({
      script: [...script, answer('a')],
      dependencies,
      protocol: { tools },
    });
    const trajectory = await tellTrajectory(world.ask());
    expect(warnings(trajectory)).toEqual([kind]);
    expect(messageText(world.model.sent.at(-1)?.message)).toMatch(/^REPAIR /);
    expect(messageText(world.model.sent.at(-1)?.message)).toMatch(problem);
    expect(results(trajectory)).toHaveLength(script.length - 1);
    expect(trajectory).toMatchObject({ status: 'answered', formatValid: false });
  });

  test('that cannot be read costs no answer: the engine is told to look, the person why', async () => {
    const stopped = async () => {
      throw new DeepSportError('WORKER_STOPPED', 'The analysis stopped. Ask again.');
    };
    await using world = await createWorld({
      script: [call('motion_profile(40, 50)'), answer('a')],
      dependencies: { analyser: { state: stopped, motion: stopped } },
    });
    const trajectory = await tellTrajectory(world.ask());
    expect(results(trajectory).map(({ text }) => text)).toEqual([
      'This cannot be told now; look at frames instead.',
    ]);
    expect(notices(trajectory)).toEqual([
      'The tool motion_profile gave no result: The analysis stopped. Ask again.',
    ]);
    expect(trajectory).toMatchObject({ status: 'answered', answer: 'a' });
  });

  test('that hangs is left behind after a while', async () => {
    await using world = await createWorld({
      script: [call('motion_profile(40, 50)'), answer('a')],
      dependencies: {
        analyser: { ...knowing(analysed), motion: () => new Promise<never>(() => {}) },
        toolPatienceMilliseconds: 5,
      },
    });
    const trajectory = await tellTrajectory(world.ask());
    expect(notices(trajectory)).toEqual([
      'The tool motion_profile gave no result: the analysis of the clip did not answer in time.',
    ]);
    expect(trajectory).toMatchObject({ status: 'answered', answer: 'a' });
  });

  test('that hangs is left behind by a cancel', async () => {
    const controller = new AbortController();
    const hang = () => {
      controller.abort();
      return new Promise<never>(() => {});
    };
    await using world = await createWorld({
      script: [call('motion_profile(40, 50)'), answer('a')],
      dependencies: { analyser: { ...knowing(analysed), motion: hang } },
    });
    const trajectory = await tellTrajectory(world.ask({}, controller.signal));
    expect(trajectory).toMatchObject({ status: 'cancelled', answer: null });
    expect(results(trajectory)).toEqual([]);
  });

  test('told again where a conversation is rebuilt', async () => {
    await using world = await createWorld({
      script: ({ conversation, turn }) =>
        conversation === 1 && turn === 1 ? call('list_shots()') : answer('a'),
      dependencies: { ...dependencies, keptConversations: 0 },
    });
    await collect(world.ask());
    await collect(world.agent.look('t1', range(61, 63)));
    expect(conversationText(world.model.sent.at(-1))).toBe(
      `${shown(...eight)}Q Which dive? of 230, last 229/${call('list_shots()')}/TOLD list_shots(): ${shotsText}\n/` +
        `${answer('a')}/ANALYST 61-63 x3\n${shown(61, 62, 63)}`,
    );
  });
});

describe('the first view', () => {
  const wipes = analysisOf({
    framesDone: 230,
    transitions: [
      { kind: 'wipe', range: range(60, 66) },
      { kind: 'cut', range: range(98, 98) },
      { kind: 'fade', range: range(220, 229) },
    ],
  });

  test('leaves out frames inside changes of shot, and says which', async () => {
    await using world = await createWorld({
      script: [answer('a')],
      dependencies: { analyser: knowing(wipes) },
    });
    const trajectory = await tellTrajectory(world.ask());
    expect(looks(trajectory)[0]).toEqual({
      by: 'start',
      range: range(0, 229),
      frames: [0, 33, 67, 98, 131, 164, 196, 219],
    });
    expect(notices(trajectory)).toEqual([
      'The first view leaves out changes of shot (wipe over frames 60–66, fade over frames 220–229): frames 67, 219 are shown in place of frames 65, 229.',
    ]);
    expect(messageText(world.model.sent[0]?.message)).toContain(shown(33, 67, 98));
  });

  test('does so for a passive question too', async () => {
    await using world = await createWorld({
      script: [answer('a')],
      dependencies: { analyser: knowing(wipes) },
    });
    const frames = looks(await tellTrajectory(world.ask({ mode: 'passive' })))[0]?.frames ?? [];
    expect(frames).toHaveLength(16);
    expect(frames.filter((frame) => (frame >= 60 && frame <= 66) || frame >= 220)).toEqual([]);
  });

  test.each([
    ['has failed', () => Promise.reject(new DeepSportError('WORKER_STOPPED', 'The analysis stopped.'))],
    ['does not answer', () => new Promise<never>(() => {})],
  ])('is even, without a word, where the analysis %s', async (_, state) => {
    await using world = await createWorld({
      script: [answer('a')],
      dependencies: { analyser: { ...knowing(analysed), state } },
    });
    const trajectory = await tellTrajectory(world.ask());
    expect(looks(trajectory)[0]?.frames).toEqual(eight);
    expect(notices(trajectory)).toEqual([]);
    expect(trajectory.status).toBe('answered');
  });
});

describe('a long clip', () => {
  const options = {
    model: { frameSize: (display: { width: number; height: number }) => display },
    frames: async (
      _: unknown,
      indices: readonly number[],
      { width, height }: { width: number; height: number },
    ) =>
      indices.map((index) => ({
        ...{ index, width, height, timeSeconds: index / 30, sha256: '' },
        pixels: new Uint8Array(width * height * 3),
      })),
  };

  test('is shown in more and smaller frames, at the start and at each look', async () => {
    await using world = await createWorld({
      ...options,
      script: [look(3000, 4000), answer('a')],
      clip: 'synthetic:frames=9001,fps=30,size=1920x1080',
    });
    const trajectory = await tellTrajectory(world.ask());
    expect(looks(trajectory).map(({ frames }) => frames.length)).toEqual([12, 12]);
    const sizes = trajectory.steps.flatMap((step) =>
      step.kind === 'frames' ? step.frames.map(({ width, height }) => `${width}×${height}`) : [],
    );
    expect(new Set(sizes)).toEqual(new Set(['448×252']));
  });

  test('has five whole views as its budget', async () => {
    await using world = await createWorld({
      ...options,
      script: [look(10, 99), look(200, 299), look(300, 399), look(400, 499), answer('a')],
      clip: 'synthetic:frames=9001,fps=30',
    });
    const trajectory = await tellTrajectory(world.ask());
    expect(looks(trajectory).map(({ frames }) => frames.length)).toEqual([12, 12, 12, 12, 12]);
    expect(notices(trajectory)).toEqual([]);
  });

  test('of exactly the limit is not long, and an engine without the rule knows none', async () => {
    await using short = await createWorld({
      ...options,
      script: [answer('a')],
      clip: 'synthetic:frames=9000,fps=30',
    });
    await using without = await createWorld({
      ...options,
      script: [answer('a')],
      clip: 'synthetic:frames=9001,fps=30,size=1920x1080',
      protocol: { longClip: null },
    });
    expect(looks(await tellTrajectory(short.ask()))[0]?.frames).toHaveLength(8);
    const [step] = (await tellTrajectory(without.ask())).steps;
    expect(step?.kind === 'frames' && step.frames.map(({ width }) => width)).toEqual(Array(8).fill(1920));
  });
});
