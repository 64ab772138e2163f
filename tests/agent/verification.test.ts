import { describe, expect, test } from 'vitest';
import type { Step, TurnStep, TurnWarning } from '#common/domain/index.ts';
import { checkAnswer, checkThought } from '#main/agent/verification/check-claims.ts';
import { isFormatValid } from '#main/agent/verification/format-valid.ts';
import { frameMentions } from '#main/agent/verification/frame-mentions.ts';
import { checkNamesWindow, verifyLook } from '#main/agent/verification/verify-look.ts';
import { createRandom } from './random.ts';

const range = (start: number, end: number) => ({ start, end });

describe('a look', () => {
  const verify = (start: number, end: number, notAllowed: string | null = null) =>
    verifyLook(range(start, end), { frameCount: 230, earlierLooks: [range(35, 59)], notAllowed });

  test.each<[string, number, number, TurnWarning['kind'] | null]>([
    ['at a new window is taken', 60, 90, null],
    ['that shifts an earlier one by two frames is taken', 37, 59, null],
    ['within an earlier one is taken', 40, 50, null],
    ['of fewer frames than the tool returns is taken, for all of them are shown', 100, 103, null],
    ['of two frames is taken', 100, 101, null],
    ['at the last frames is taken', 200, 229, null],
    ['at the same window is a repeat', 35, 59, 'repeated-look'],
    ['shifted by a frame is a repeat', 36, 60, 'repeated-look'],
    ['shrunk by a frame at each end is a repeat', 36, 58, 'repeated-look'],
    ['at the whole clip is a repeat of the start', 0, 229, 'repeated-look'],
    ['at nearly the whole clip is a repeat of the start', 1, 228, 'repeated-look'],
    ['that ends after the clip lies outside', 200, 230, 'window-outside-clip'],
    ['after the clip lies outside', 300, 400, 'window-outside-clip'],
    ['at one frame is too small', 61, 61, 'window-too-small'],
    ['that is reversed breaks the form', 59, 35, 'format'],
  ])('%s', (_, start, end, kind) => {
    const refusal = verify(start, end);
    expect(refusal?.kind ?? null).toBe(kind);
    if (refusal) expect(refusal.message).toMatch(/\d.*[.]$/);
  });

  test('where none is allowed is refused with the reason', () => {
    expect(verify(60, 90, 'The last turn.')).toEqual({ kind: 'look-not-allowed', message: 'The last turn.' });
  });

  test.each([
    ['I look at frames 60–90.', true],
    ['from 60 up to 90, at once', true],
    ['window [060, 90]', true],
    ['I look at 60 and later.', false],
    ['frames 160–190', false],
    ['', false],
  ])('whose thought is %j names its window: %j', (thought, names) => {
    expect(checkNamesWindow(thought, range(60, 90)) === null).toBe(names);
  });
});

describe('frames named in a text', () => {
  test.each<[string, readonly (readonly [number, number])[]]>([
    ['at frame 61.', [[61, 61]]],
    ['Frame 0: board', [[0, 0]]],
    [
      'frames 35–59 and frames 70-80',
      [
        [35, 59],
        [70, 80],
      ],
    ],
    ['frames 35 to 59', [[35, 59]]],
    ['from frame 12 through frame 30', [[12, 30]]],
    [
      'frames 12, 14 and 16',
      [
        [12, 12],
        [14, 14],
        [16, 16],
      ],
    ],
    [
      'frames 12–14, 20, and 30–40',
      [
        [12, 14],
        [20, 20],
        [30, 40],
      ],
    ],
    [
      'frame #7 and frame no. 8, frame number 9',
      [
        [7, 7],
        [8, 8],
        [9, 9],
      ],
    ],
    [
      '#3 frame 61, #4 frame 64',
      [
        [61, 61],
        [64, 64],
      ],
    ],
    ['frames 59–35', [[35, 59]]],
    ['at frame 61, 2 seconds later', [[61, 61]]],
    ['frame 35… 40', [[35, 40]]],
    ['won 3-2 in 1999, 25 frames per second, 8 frames', []],
    ['dive 5253B, frame rate 50, keyframe 3, frame 5253B', []],
    ['frame 1.5', []],
    ['frames 12–15, 3 times, and 2 seconds', [[12, 15]]],
    ['frameset 12', []],
  ])('of %j', (text, mentions) => {
    expect(frameMentions(text)).toEqual(mentions.map(([start, end]) => range(start, end)));
  });

  test('are found in any text without throwing, in time linear in its length', () => {
    const random = createRandom(3);
    const words = [
      'frame ',
      'frames ',
      '12',
      ' to ',
      '–',
      ', ',
      ' and ',
      '#',
      '999999999999',
      '\n',
      'é',
      '.',
    ];
    for (let round = 0; round < 3000; round++) {
      const text = Array.from({ length: random.integer(20) }, () => random.pick(words)).join('');
      for (const { start, end } of frameMentions(text)) expect(start).toBeLessThanOrEqual(end);
    }
    expect(frameMentions(`frames ${'1, '.repeat(200_000)}`)).toHaveLength(200_000);
    expect(frameMentions(' '.repeat(1_000_000))).toEqual([]);
  });
});

describe('a claim', () => {
  const evidence = { sentFrames: new Set([0, 33, 66, 99, 35, 38, 41, 44]), windows: [range(35, 44)] };
  const inThought = (text: string, requested: { start: number; end: number } | null = null) =>
    checkThought(text, evidence, requested).map(({ frame }) => frame);
  const inAnswer = (text: string) => checkAnswer(text, evidence).map(({ frame }) => frame);

  test.each<[string, readonly number[]]>([
    ['frame 38 shows the hands', []],
    ['frame 39 shows the hands', [39]],
    ['frame 50 and frame 51 show it, frame 50 best', [50, 51]],
    ['frames 33 to 66 hold the flight', []],
    ['frames 36 to 43 show the somersaults', []],
    ['frames 50 to 60 show the somersaults', [50, 60]],
    ['take-off lies between 38 and 41: frame 40.', []],
    ['it lies between frames 38 and 41, so frame 39', []],
    ['it lies between 38 and 42: frame 40.', [40]],
    ['frame 500', [500]],
    ['nothing', []],
  ])('in the thought %j lacks frames %j', (thought, frames) => {
    expect(inThought(thought)).toEqual(frames);
  });

  test('about the window that the same turn asks for is a plan', () => {
    expect(inThought('I look at frames 50–60; frame 55 may show it, frame 61 not.', range(50, 60))).toEqual([
      61,
    ]);
  });

  test.each<[string, readonly number[]]>([
    ['at frame 38', []],
    ['at frame 39, between two frames of the window looked at', []],
    ['at frame 45', [45]],
    ['at frame 33', []],
    ['frames 33 to 66', []],
    ['frames 35 to 50', [50]],
    ['cannot tell', []],
  ])('in the answer %j lacks frames %j', (answer, frames) => {
    expect(inAnswer(answer)).toEqual(frames);
  });

  test('is told as a sentence with the frame, and a flood of them is cut short', () => {
    expect(checkAnswer('at frame 45', evidence)).toEqual([
      {
        kind: 'claim-without-frame',
        message: 'The answer names frame 45, which was neither shown nor in a window that was looked at.',
        frame: 45,
      },
    ]);
    const many = Array.from({ length: 500 }, (_, place) => `frame ${1000 + place}`).join(', ');
    expect(inThought(many)).toHaveLength(8);
  });
});

describe('the format', () => {
  const turn = (change: Partial<TurnStep>): Step => ({
    kind: 'turn',
    turn: 1,
    thought: '',
    action: { kind: 'answer', text: 'a' },
    raw: '',
    warnings: [],
    usage: { newTokens: 0, cachedTokens: 0, generatedTokens: 0 },
    seconds: 0,
    ...change,
  });
  const lookTurn = turn({ action: { kind: 'look', range: range(1, 9) } });
  const warned = (kind: TurnWarning['kind']) => turn({ warnings: [{ kind, message: '' }] });

  test('is valid when every turn acts and the last one answers', () => {
    expect(isFormatValid([turn({})])).toBe(true);
    expect(isFormatValid([lookTurn, { kind: 'notice', message: '' }, turn({})])).toBe(true);
  });

  test('is invalid without an answer at the end', () => {
    expect(isFormatValid([])).toBe(false);
    expect(isFormatValid([lookTurn])).toBe(false);
    expect(isFormatValid([turn({ action: null }), turn({})])).toBe(false);
    expect(isFormatValid([turn({}), lookTurn])).toBe(false);
  });

  test.each<[TurnWarning['kind'], boolean]>([
    ['format', false],
    ['cut-off', false],
    ['repeated-look', false],
    ['window-outside-clip', false],
    ['window-too-small', false],
    ['look-not-allowed', true],
    ['thought-does-not-name-window', true],
    ['claim-without-frame', true],
  ])('after a turn warned of %s is valid: %j', (kind, valid) => {
    expect(isFormatValid([warned(kind), turn({})])).toBe(valid);
  });
});
