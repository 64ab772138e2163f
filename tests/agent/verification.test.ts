import { describe, expect, test } from 'vitest';
import {
  type Step,
  type TextToolCall,
  type ToolName,
  type TurnStep,
  type TurnWarning,
  toolNames,
} from '#common/domain/index.ts';
import { checkAnswer, checkThought } from '#main/agent/verification/check-claims.ts';
import { isFormatValid } from '#main/agent/verification/format-valid.ts';
import { checkNamesWindow, verifyCall } from '#main/agent/verification/verify-call.ts';

const range = (start: number, end: number) => ({ start, end });

describe('a look', () => {
  const verify = (start: number, end: number, notAllowed: string | null = null) =>
    verifyCall(
      { kind: 'look', range: range(start, end) },
      {
        frameCount: 230,
        isWholeShown: true,
        earlierLooks: [range(35, 59)],
        earlierCalls: [],
        tools: toolNames,
        notAllowed,
      },
    );

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

describe('a call of a text tool', () => {
  const motion = (start: number, end: number): TextToolCall => ({
    tool: 'motion_profile',
    arguments: range(start, end),
  });
  const shots: TextToolCall = { tool: 'list_shots', arguments: {} };
  const verify = (
    call: TextToolCall,
    change: { earlierCalls?: readonly TextToolCall[]; tools?: readonly ToolName[]; notAllowed?: string } = {},
  ) =>
    verifyCall(
      { kind: 'tool', ...call },
      {
        frameCount: 230,
        isWholeShown: true,
        earlierLooks: [range(35, 59)],
        earlierCalls: [],
        tools: toolNames,
        notAllowed: null,
        ...change,
      },
    );

  test.each<[string, TextToolCall, TurnWarning['kind'] | null]>([
    ['about a window is carried out', motion(60, 90), null],
    ['about a window that was looked at is carried out', motion(35, 59), null],
    ['about the whole clip is carried out', motion(0, 229), null],
    ['that ends after the clip lies outside', motion(200, 230), 'window-outside-clip'],
    ['about one frame is too small', motion(61, 61), 'window-too-small'],
    ['that is reversed breaks the form', motion(59, 35), 'format'],
    ['about the shots is carried out', shots, null],
  ])('%s', (_, call, kind) => {
    expect(verify(call)?.kind ?? null).toBe(kind);
  });

  test.each<[string, TextToolCall, string | null]>([
    [
      'the same window',
      motion(60, 90),
      'motion_profile(60, 90) was answered already; look at frames or answer.',
    ],
    [
      'nearly the same window',
      motion(61, 89),
      'motion_profile(61, 89) was answered already; look at frames or answer.',
    ],
    ['another window', motion(60, 95), null],
    ['the same of the clip', shots, 'list_shots() was answered already; look at frames or answer.'],
  ])('repeated with %s', (_, call, message) => {
    expect(verify(call, { earlierCalls: [motion(60, 90), shots] })).toEqual(
      message && { kind: 'repeated-call', message },
    );
  });

  test('that was not offered is refused with what is', () => {
    expect(verify(shots, { tools: ['frame_extraction_tool'] })).toEqual({
      kind: 'tool-not-offered',
      message:
        'The tool list_shots is not offered; what can be called is frame_extraction_tool(idx_start, idx_end).',
    });
  });

  test('where only an answer is possible is refused with the reason', () => {
    expect(verify(shots, { notAllowed: 'The last turn.' })).toEqual({
      kind: 'look-not-allowed',
      message: 'The last turn.',
    });
  });
});

describe('a claim', () => {
  const evidence = {
    sentFrames: new Set([0, 33, 66, 99, 35, 38, 41, 44]),
    windows: [range(35, 44)],
    told: [],
  };
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

  test('about what a tool told may be thought, not answered', () => {
    const told = { ...evidence, told: ['frames 60–62: 100\nPeaks: frame 61.'] };
    expect(
      checkThought('It moves most at frame 61, in frames 60–62; frame 63 not.', told, null),
    ).toMatchObject([{ frame: 63 }]);
    expect(checkAnswer('at frame 61', told).map(({ message }) => message)).toEqual([
      'The answer names frame 61, which a tool named but which was not shown.',
    ]);
  });

  test('written as the arguments of a call is none', () => {
    expect(inThought('I could also call frame_extraction_tool(70, 90).')).toEqual([]);
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
    const shots: TextToolCall = { tool: 'list_shots', arguments: {} };
    const asked = [
      turn({ action: { kind: 'tool', ...shots } }),
      { kind: 'tool-result', text: '', ...shots },
    ] as const;
    expect(isFormatValid([...asked, turn({})])).toBe(true);
    expect(isFormatValid(asked)).toBe(false);
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
    ['repeated-call', false],
    ['tool-not-offered', false],
    ['thought-does-not-name-window', true],
    ['claim-without-frame', true],
  ])('after a turn warned of %s is valid: %j', (kind, valid) => {
    expect(isFormatValid([warned(kind), turn({})])).toBe(valid);
  });
});
