import type { FrameRange } from '#common/domain/index.ts';

export type LookReading = { readonly range: FrameRange } | { readonly problem: string };

/** No call in any written form is longer; what is longer is noise. */
const longestCall = 2000;

const toolNames: readonly string[] = ['frame_extraction_tool', 'choose_frames'];

const unreadable: LookReading = {
  problem:
    'The tool call cannot be read; write frame_extraction_tool(idx_start, idx_end) with two frame numbers.',
};

/**
 * The window asked for between `<tool_call>` tags, in any of the written forms of DeepSport v1: a call with
 * positional or keyword arguments, `{"action":"choose_frames","frame_range":[a,b]}`, or the JSON function call.
 * Only the writing is judged here; whether the window makes sense is verification's matter.
 */
export function readLook(written: string): LookReading {
  if (written.length > longestCall) return unreadable;
  // NFKC: models trained on Chinese write full-width parentheses, commas and digits.
  const call = withoutFence(written.normalize('NFKC').trim());
  return call.startsWith('{') || call.startsWith('[') ? readJson(call) : readCall(call);
}

const withoutFence = (text: string): string =>
  text.startsWith('```') && text.endsWith('```') && text.length > 6
    ? text
        .slice(3, -3)
        .replace(/^\w+\s/, '')
        .trim()
    : text;

function readCall(call: string): LookReading {
  const parts = /^(\w+)\s*\(([^()]*)\)\s*;?$/.exec(call);
  const [, name, written] = parts ?? [];
  if (name === undefined || written === undefined) return unreadable;
  if (!toolNames.includes(name)) return unknownTool(name);
  const values = new Map<string, string>();
  const positions: string[] = [];
  for (const argument of written.replace(/[[\]]/g, '').split(',')) {
    const keyword = /^\s*(\w+)\s*[=:]([^=:]*)$/.exec(argument);
    if (keyword?.[1] !== undefined) values.set(keyword[1], keyword[2] ?? '');
    else if (argument.trim() !== '') positions.push(argument);
  }
  if (values.size === 0) return readNumbers(positions);
  return positions.length > 0 || values.size !== 2
    ? unreadable
    : readNumbers([values.get('idx_start'), values.get('idx_end')]);
}

function readJson(call: string): LookReading {
  const value = asRecord(parseJson(call));
  if (!value) return unreadable;
  const inner = asRecord(value.function) ?? value;
  const name = inner.name ?? inner.action;
  if (typeof name !== 'string') return unreadable;
  if (!toolNames.includes(name)) return unknownTool(name);
  const given = inner.arguments ?? inner.parameters;
  const outer = asRecord(typeof given === 'string' ? parseJson(given) : (given ?? inner));
  if (!outer) return unreadable;
  const range = outer.frame_range;
  return readNumbers(Array.isArray(range) ? range : [outer.idx_start, outer.idx_end]);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const asRecord = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;

function readNumbers(values: readonly unknown[]): LookReading {
  if (values.length !== 2) {
    return { problem: `A look takes two frame numbers, the first and the last, not ${values.length}.` };
  }
  const numbers: number[] = [];
  for (const value of values) {
    const number = toNumber(value);
    if (number === undefined) return unreadable;
    if (!Number.isSafeInteger(number)) return { problem: `Frame numbers are whole; ${number} is not.` };
    if (number < 0) return { problem: `Frame numbers start at 0; ${number} does not exist.` };
    numbers.push(number);
  }
  const [start, end] = numbers;
  return start === undefined || end === undefined ? unreadable : { range: { start, end } };
}

function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value === 0 ? 0 : value;
  if (typeof value !== 'string') return undefined;
  const written = value.trim().replace(/^(["'])(.*)\1$/, '$2');
  // `-0` is written by no one on purpose, and must not become a number that JSON cannot keep.
  return /^[+-]?\d+(\.\d+)?$/.test(written) ? Number(written) + 0 : undefined;
}

const unknownTool = (name: string): LookReading => ({
  problem: `There is no tool "${name.slice(0, 40)}"; the only one is frame_extraction_tool(idx_start, idx_end).`,
});
