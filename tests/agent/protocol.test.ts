import { describe, expect, test } from 'vitest';
import { stepSchema } from '#common/contract/index.ts';
import { type Action, type TextToolCall, type ToolName, toolNames } from '#common/domain/index.ts';
import { parseReply as parse, salvageAnswer } from '#main/agent/protocol/parse-reply.ts';
import { writeReply } from '#main/agent/protocol/write-reply.ts';
import { windowOf } from '#main/agent/verification/verify-call.ts';
import { createRandom, type Random } from '../random.ts';

const parseReply = (text: string) => parse(text, toolNames);
const look = (start: number, end: number): Action => ({ kind: 'look', range: { start, end } });
const tool = (call: TextToolCall): Action => ({ kind: 'tool', ...call });
const motion = (start: number, end: number) => tool({ tool: 'motion_profile', arguments: { start, end } });
const shots = tool({ tool: 'list_shots', arguments: {} });
const answer = (text: string): Action => ({ kind: 'answer', text });
const call = (inside: string) => `<think>I look at 35 to 59.</think>\n<tool_call>${inside}</tool_call>`;

const turn = {
  ...{ kind: 'turn', turn: 1, thought: '', raw: '', warnings: [], seconds: 0 },
  usage: { newTokens: 0, cachedTokens: 0, generatedTokens: 0 },
};

describe('a well-formed reply', () => {
  test.each([
    ['positional arguments', 'frame_extraction_tool(35, 59)'],
    ['no spaces', 'frame_extraction_tool(35,59)'],
    ['white space and lines', '\n  frame_extraction_tool ( 35 ,\n 59 )\n'],
    ['keyword arguments', 'frame_extraction_tool(idx_start=35, idx_end=59)'],
    ['keyword arguments in the other order', 'frame_extraction_tool(idx_end = 59, idx_start = 35)'],
    ['a list as the argument', 'frame_extraction_tool([35, 59])'],
    ['the variant of v1', '{"action":"choose_frames","frame_range":[35,59]}'],
    ['a JSON function call', '{"name":"frame_extraction_tool","arguments":{"idx_start":35,"idx_end":59}}'],
    [
      'arguments as a string',
      '{"name":"frame_extraction_tool","arguments":"{\\"idx_start\\":35,\\"idx_end\\":59}"}',
    ],
    ['numbers as strings', '{"name":"frame_extraction_tool","arguments":{"idx_start":"35","idx_end":"59"}}'],
    [
      'a wrapped function',
      '{"type":"function","function":{"name":"frame_extraction_tool","arguments":{"idx_start":35,"idx_end":59}}}',
    ],
    [
      'parameters for arguments',
      '{"name":"frame_extraction_tool","parameters":{"idx_start":35.0,"idx_end":59}}',
    ],
    ['a code fence', '```json\n{"action":"choose_frames","frame_range":[35,59]}\n```'],
    ['full-width characters', 'frame_extraction_tool（３５，５９）'],
  ])('asks for a look with %s', (_, inside) => {
    expect(parseReply(call(inside))).toEqual({
      thought: 'I look at 35 to 59.',
      action: look(35, 59),
      problem: null,
    });
  });

  test.each<[string, string, Action]>([
    ['positional arguments', 'motion_profile(35, 59)', motion(35, 59)],
    ['keyword arguments', 'motion_profile(idx_end=59, idx_start=35)', motion(35, 59)],
    [
      'a JSON function call',
      '{"name":"motion_profile","arguments":{"idx_start":35,"idx_end":59}}',
      motion(35, 59),
    ],
    ['a range', '{"name":"motion_profile","arguments":{"frame_range":[35,59]}}', motion(35, 59)],
    ['full-width characters', 'motion_profile（３５，５９）', motion(35, 59)],
    ['nothing in parentheses', ' list_shots( ) ', shots],
    ['no JSON arguments', '{"name":"list_shots"}', shots],
    ['empty JSON arguments', '{"name":"list_shots","arguments":{}}', shots],
    ['empty arguments as a string', '{"name":"list_shots","arguments":"{}"}', shots],
    ['a wrapped function', '{"type":"function","function":{"name":"list_shots","arguments":{}}}', shots],
    ['a code fence', '```json\n{"name":"list_shots"}\n```', shots],
  ])('asks a text tool with %s', (_, inside, action) => {
    expect(parseReply(call(inside))).toEqual({ thought: 'I look at 35 to 59.', action, problem: null });
  });

  test('answers in any script, trimmed', () => {
    const reply = '  <think>\n跳水 🏊‍♀️ né\n</think>\n\n<answer>\n 5253B — “yes” \n</answer>\n';
    expect(parseReply(reply)).toEqual({
      thought: '跳水 🏊‍♀️ né',
      action: answer('5253B — “yes”'),
      problem: null,
    });
  });

  test('may think nothing', () => {
    expect(parseReply('<think></think><answer>a</answer>')).toEqual({
      thought: '',
      action: answer('a'),
      problem: null,
    });
  });

  test('is read back from what is written, whatever thought, answer and window', () => {
    const random = createRandom(1);
    for (let round = 0; round < 2000; round++) {
      const thought = anyWords(random).trim();
      const [start, end] = [random.integer(100_000), random.integer(100_000)];
      const action = random.pick([
        look(start, end),
        motion(start, end),
        shots,
        answer(anyWords(random).trim() || 'x'),
      ]);
      expect(parseReply(writeReply(thought, action))).toEqual({ thought, action, problem: null });
    }
  });
});

describe('a malformed reply', () => {
  test.each<[string, string, Action | null, string, RegExp]>([
    ['without thought', '<answer>5253B</answer>', answer('5253B'), '', /between <think>/],
    [
      'whose thought is not opened',
      'so 61</think><answer>61</answer>',
      answer('61'),
      'so 61',
      /between <think>/,
    ],
    [
      'whose thought is not closed',
      '<think>so 61<answer>61</answer>',
      answer('61'),
      'so 61',
      /between <think>/,
    ],
    ['with text before', 'Sure! <think>a</think><answer>b</answer>', answer('b'), 'a', /text outside/],
    ['with text between', '<think>a</think> well <answer>b</answer>', answer('b'), 'a', /text outside/],
    ['with text after', '<think>a</think><answer>b</answer> hope', answer('b'), 'a', /text outside/],
    [
      'with a look, then an answer',
      `${call('frame_extraction_tool(1, 9)')}<answer>b</answer>`,
      look(1, 9),
      'I look at 35 to 59.',
      /more than one action/,
    ],
    [
      'with an answer, then a look',
      '<think>a</think><answer>b</answer><tool_call>frame_extraction_tool(1, 9)</tool_call>',
      answer('b'),
      'a',
      /more than one action/,
    ],
    [
      'with two thoughts',
      '<think>a</think><think>b</think><answer>c</answer>',
      answer('c'),
      'a',
      /<think> is written more than once/,
    ],
    [
      'with a nested thought',
      '<think>a<think>b</think></think><answer>c</answer>',
      answer('c'),
      'ab',
      /<think> is written more than once/,
    ],
    ['that thinks after acting', '<answer>c</answer><think>a</think>', answer('c'), 'a', /before the action/],
    [
      'that acts within the thought',
      '<think>a <answer>c</answer></think>',
      answer('c'),
      'a',
      /between <think>/,
    ],
    [
      'with a nested answer',
      '<think>a</think><answer>b<answer>c</answer></answer>',
      answer('bc'),
      'a',
      /more than once|outside|more than one/,
    ],
    [
      'with a stray tag',
      '<think>a</think><answer>b</tool_call></answer>',
      answer('b'),
      'a',
      /does not belong/,
    ],
    [
      'whose answer is cut off',
      '<think>a</think><answer>the dive is',
      answer('the dive is'),
      'a',
      /<\/answer> is missing/,
    ],
    [
      'whose call is not closed',
      '<think>a</think><tool_call>frame_extraction_tool(1, 9)',
      look(1, 9),
      'a',
      /<\/tool_call> is missing/,
    ],
    [
      'whose call is cut off',
      '<think>a</think><tool_call>frame_extraction_tool(1, 9',
      null,
      'a',
      /<\/tool_call> is missing/,
    ],
    ['cut off in the thought', '<think>the diver', null, 'the diver', /no action/],
    ['without tags', 'It is a 5253B.', null, 'It is a 5253B.', /no action/],
    ['that is empty', ' \n', null, '', /empty/],
    ['with an empty answer', '<think>a</think><answer> </answer>', null, 'a', /answer is empty/],
    [
      'with an upper-case tag',
      '<THINK>a</THINK><answer>b</answer>',
      answer('b'),
      '<THINK>a</THINK>',
      /between <think>/,
    ],
  ])('%s is told as such', (_, text, action, thought, problem) => {
    const parsed = parseReply(text);
    expect(parsed.action).toEqual(action);
    expect(parsed.thought).toBe(thought);
    expect(parsed.problem).toMatch(problem);
  });

  test.each<[string, string, RegExp]>([
    ['an unknown tool', 'zoom(1, 9)', /no tool "zoom"/],
    ['an unknown JSON tool', '{"name":"zoom","arguments":{}}', /no tool "zoom"/],
    ['one number', 'frame_extraction_tool(35)', /two frame numbers.*not 1/],
    ['three numbers', 'frame_extraction_tool(1, 2, 3)', /two frame numbers.*not 3/],
    ['no number', 'frame_extraction_tool()', /two frame numbers.*not 0/],
    ['words', 'frame_extraction_tool(a, b)', /cannot be read/],
    ['a negative number', 'frame_extraction_tool(-3, 9)', /start at 0; -3/],
    ['a fraction', 'frame_extraction_tool(3.5, 9)', /whole; 3.5/],
    ['an enormous number', 'frame_extraction_tool(1, 99999999999999999999)', /whole/],
    ['wrong keywords', 'frame_extraction_tool(start=1, stop=9)', /cannot be read/],
    ['mixed arguments', 'frame_extraction_tool(1, idx_end=9)', /cannot be read/],
    ['broken JSON', '{"name":"frame_extraction_tool","arguments":{"idx_start":1', /cannot be read/],
    ['a range of one', '{"action":"choose_frames","frame_range":[5]}', /two frame numbers/],
    ['null', '{"action":"choose_frames","frame_range":null}', /cannot be read/],
    ['nothing', '', /cannot be read/],
    ['shots of a range', 'list_shots(1, 9)', /list_shots takes no numbers; write list_shots\(\)/],
    ['motion of nothing', 'motion_profile()', /motion_profile takes two frame numbers.*not 0/],
    ['motion of words', 'motion_profile(a, b)', /write motion_profile\(idx_start, idx_end\) with two/],
    ['a tool without its parentheses', 'list_shots', /write one of frame_extraction_tool\(.*list_shots\(\)/],
    ['a flood', `frame_extraction_tool(${'1,'.repeat(50_000)}2)`, /cannot be read/],
  ])('that calls with %s says what is wrong', (_, inside, problem) => {
    const parsed = parseReply(call(inside));
    expect(parsed.action).toBeNull();
    expect(parsed.problem).toMatch(problem);
  });

  test.each<[readonly ToolName[], string]>([
    [
      ['frame_extraction_tool'],
      'There is no tool "zoom"; the only one is frame_extraction_tool(idx_start, idx_end).',
    ],
    [
      ['frame_extraction_tool', 'list_shots'],
      'There is no tool "zoom"; there are frame_extraction_tool(idx_start, idx_end), list_shots().',
    ],
  ])('that calls an unknown tool is told of those offered: %j', (offered, problem) => {
    expect(parse(call('zoom(1, 9)'), offered).problem).toBe(problem);
  });

  test('keeps a reversed window as written: verification judges it', () => {
    expect(parseReply(call('motion_profile(59, 35)')).action).toEqual(motion(59, 35));
    expect(parseReply(call('frame_extraction_tool(59, 35)')).action).toEqual(look(59, 35));
  });

  test('never throws, and its action is always one that can be stored', () => {
    const random = createRandom(2);
    for (let round = 0; round < 20_000; round++) {
      const text = anyReply(random);
      const { action, problem, thought } = parseReply(text);
      expect(typeof thought).toBe('string');
      if (action === null) expect(problem).toMatch(/\.$/);
      if (action?.kind === 'answer') expect(action.text.trim()).not.toBe('');
      if (action) expect(stepSchema.parse({ ...turn, action })).toEqual({ ...turn, action });
      const range = action && action.kind !== 'answer' ? windowOf(action) : null;
      if (range) {
        for (const end of [range.start, range.end]) {
          expect(Number.isSafeInteger(end) && end >= 0 && !Object.is(end, -0)).toBe(true);
        }
      }
      salvageAnswer(text);
    }
  });

  test('of many megabytes is read in one pass', () => {
    const text = '<think>'.repeat(400_000) + '<tool_call>'.repeat(200_000);
    expect(parseReply(text).action).toBeNull();
    expect(parseReply(`${'('.repeat(3_000_000)}<answer>a</answer>`).action).toEqual(answer('a'));
  });
});

describe('an answer without its tag', () => {
  test.each<[string, string | null]>([
    ['It is a 5253B.', 'It is a 5253B.'],
    ['<think>a</think> It is a 5253B.', 'It is a 5253B.'],
    ['a</think>\nfinal: 61', 'final: 61'],
    ['<think>cut off in the middle', null],
    ['<think>a</think>', null],
    ['<think>a</think><tool_call>frame_extraction_tool(1', null],
    ['', null],
  ])('of %j is %j', (text, salvaged) => {
    expect(salvageAnswer(text)).toBe(salvaged);
  });
});

const fragments = [
  ...[
    '<think>',
    '</think>',
    '<tool_call>',
    '</tool_call>',
    '<answer>',
    '</answer>',
    'frame_extraction_tool(',
    'motion_profile(',
    'list_shots(',
    '{"name":"list_shots"',
  ],
  ...[
    '35',
    ', ',
    '-1',
    '59)',
    '{"name":"frame_extraction_tool","arguments":',
    '{"idx_start":',
    '"idx_end"',
    '}',
  ],
  ...[
    '[',
    ']',
    '"',
    '\\',
    '```',
    '\n',
    ' ',
    '水',
    '🏊',
    '\ud800',
    '\0',
    '<',
    '>',
    '1e99',
    'NaN',
    'null',
    '０',
    '（',
  ],
];

const anyReply = (random: Random): string =>
  Array.from({ length: random.integer(24) }, () => random.pick(fragments)).join('');

const anyWords = (random: Random): string =>
  Array.from({ length: random.integer(12) }, () =>
    random.pick([
      'frame 35',
      ' ',
      '\n',
      'x < y',
      '{}',
      '$&',
      '水',
      '🏊‍♀️',
      '"',
      "'",
      '35–59',
      '<b>',
      '(',
      '\\',
    ]),
  ).join('');
