import type { createRandom } from '../../random.ts';

const pieces = [
  ...[
    '<',
    '<t',
    '<th',
    '</',
    '</a',
    '<<',
    '<answer',
    '<answer>',
    '</answer>',
    '<think>',
    '</think>',
    '<tool_call>',
  ],
  ...[
    'frame_extraction_tool(3, 9)</tool_call>',
    'list_shots()',
    '</tool_call>',
    'x',
    ' ',
    '\n',
    '>',
    '.',
    '水',
    '😀',
  ],
];

/** Mostly near the form: random texts in its free places, sometimes with a piece too much or a number astray. */
export function randomReply(random: ReturnType<typeof createRandom>): string {
  const some = (most: number) =>
    Array.from({ length: random.integer(most + 1) }, () => pieces[random.integer(pieces.length)]).join('');
  const number = () => String(random.integer(170)).padStart(random.integer(20) === 0 ? 4 : 1, '0');
  const tool = ['frame_extraction_tool', 'motion_profile', 'list_shots'][random.integer(3)];
  const call = tool === 'list_shots' ? `${tool}()` : `${tool}(${number()}, ${number()})`;
  const isCall = random.integer(2) === 0;
  const action = isCall ? `<tool_call>${call}</tool_call>` : `<answer>${some(4)}</answer>`;
  const before = random.integer(9) === 0 ? 'x' : '';
  return `${before}<think>${some(5)}</think>${'\n'.repeat(random.integer(4))}${action}${some(1)}`;
}

/** The one thing that a mask knows and a regular language does not: the first frame comes before the second. */
export function hasOrderedFrames(text: string): boolean {
  const [, first, second] = /\((\d+), (\d+)\)<\/tool_call>$/.exec(text) ?? [];
  return first === undefined || Number(first) < Number(second);
}
