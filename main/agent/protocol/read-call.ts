import { type FrameRange, type ToolName, toolNames } from '#common/domain/index.ts';
import { type Call, writtenTools } from './write-call.ts';

export type CallReading = { readonly call: Call } | { readonly problem: string };

/** No call in any written form is longer; what is longer is noise. */
const longestCall = 2000;

/**
 * The call between `<tool_call>` tags, in any of the written forms of DeepSport v1: positional or keyword arguments,
 * `{"action":"choose_frames","frame_range":[a,b]}`, or the JSON function call. `offered` is what the engine is told
 * of when it names a tool that does not exist. Only the writing is judged here; whether the call makes sense, and
 * whether its tool is offered, is verification's matter.
 */
export function readCall(content: string, offered: readonly ToolName[]): CallReading {
  if (content.length > longestCall) return unreadable(offered);
  // NFKC: models trained on Chinese write full-width parentheses, commas and digits.
  const text = withoutFence(content.normalize('NFKC').trim());
  const written = text.startsWith('{') || text.startsWith('[') ? parseJson(text) : parsePlain(text);
  if (!written) return unreadable(offered);
  const { name, values } = written;
  const tool = toolOf(name);
  if (!tool) {
    const known = offered.length === 1 ? 'the only one is' : 'there are';
    return { problem: `There is no tool "${name.slice(0, 40)}"; ${known} ${writtenTools(offered)}.` };
  }
  if (!values) return unreadable([tool]);
  if (tool !== 'list_shots') return readRange(tool, values);
  return Array.isArray(values) && values.length > 0
    ? { problem: 'The tool list_shots takes no numbers; write list_shots().' }
    : { call: { kind: 'tool', tool, arguments: {} } };
}

/** Values in their order or by name; undefined where they are neither. */
type WrittenCall = {
  readonly name: string;
  readonly values: readonly unknown[] | Readonly<Record<string, unknown>> | undefined;
};

const withoutFence = (text: string): string =>
  text.startsWith('```') && text.endsWith('```') && text.length > 6
    ? text
        .slice(3, -3)
        .replace(/^\w+\s/, '')
        .trim()
    : text;

/** The name that FrameThinker's variant of v1 uses is another name of the same tool. */
const toolOf = (name: string): ToolName | undefined =>
  name === 'choose_frames' ? 'frame_extraction_tool' : toolNames.find((tool) => tool === name);

function parsePlain(text: string): WrittenCall | undefined {
  const [, name, written] = /^(\w+)\s*\(([^()]*)\)\s*;?$/.exec(text) ?? [];
  if (name === undefined || written === undefined) return undefined;
  const named = new Map<string, string>();
  const positions: string[] = [];
  for (const argument of written.replace(/[[\]]/g, '').split(',')) {
    const keyword = /^\s*(\w+)\s*[=:]([^=:]*)$/.exec(argument);
    if (keyword?.[1] !== undefined) named.set(keyword[1], keyword[2] ?? '');
    else if (argument.trim() !== '') positions.push(argument);
  }
  if (named.size === 0) return { name, values: positions };
  return { name, values: positions.length > 0 ? undefined : Object.fromEntries(named) };
}

function parseJson(text: string): WrittenCall | undefined {
  const value = asRecord(jsonValue(text));
  if (!value) return undefined;
  const inner = asRecord(value.function) ?? value;
  const name = inner.name ?? inner.action;
  if (typeof name !== 'string') return undefined;
  const given = inner.arguments ?? inner.parameters;
  const outer = asRecord(typeof given === 'string' ? jsonValue(given) : (given ?? inner));
  return { name, values: Array.isArray(outer?.frame_range) ? outer.frame_range : outer };
}

function jsonValue(text: string): unknown {
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

type RangeTool = Exclude<ToolName, 'list_shots'>;

function readRange(tool: RangeTool, values: NonNullable<WrittenCall['values']>): CallReading {
  const written: readonly unknown[] = isList(values) ? values : [values.idx_start, values.idx_end];
  if (written.length !== 2) {
    const subject = tool === 'motion_profile' ? 'The tool motion_profile' : 'A look';
    return { problem: `${subject} takes two frame numbers, the first and the last, not ${written.length}.` };
  }
  const numbers: number[] = [];
  for (const value of written) {
    const number = toNumber(value);
    if (number === undefined) return unreadable([tool]);
    if (!Number.isSafeInteger(number)) return { problem: `Frame numbers are whole; ${number} is not.` };
    if (number < 0) return { problem: `Frame numbers start at 0; ${number} does not exist.` };
    numbers.push(number);
  }
  const [start, end] = numbers;
  return start === undefined || end === undefined
    ? unreadable([tool])
    : { call: callOf(tool, { start, end }) };
}

const isList = (values: NonNullable<WrittenCall['values']>): values is readonly unknown[] =>
  Array.isArray(values);

const callOf = (tool: RangeTool, range: FrameRange): Call =>
  tool === 'motion_profile' ? { kind: 'tool', tool, arguments: range } : { kind: 'look', range };

function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value === 0 ? 0 : value;
  if (typeof value !== 'string') return undefined;
  const written = value.trim().replace(/^(["'])(.*)\1$/, '$2');
  // `-0` is written by no one on purpose, and must not become a number that JSON cannot keep.
  return /^[+-]?\d+(\.\d+)?$/.test(written) ? Number(written) + 0 : undefined;
}

const unreadable = (tools: readonly ToolName[]): CallReading => ({
  problem: `The tool call cannot be read; write ${tools.length > 1 ? 'one of ' : ''}${writtenTools(tools)}${
    tools.length === 1 && tools[0] !== 'list_shots' ? ' with two frame numbers' : ''
  }.`,
});
