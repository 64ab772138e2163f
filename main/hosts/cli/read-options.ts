import { resolve } from 'node:path';
import { DeepSportError, type FrameRange } from '#common/domain/index.ts';
import type { CommandInput } from './command.ts';

/** The text of an option, undefined when it is not there. */
export function textOption(values: CommandInput['values'], name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** `--project FILE`: the project's file, wherever the command is called from. */
export function projectOption(values: CommandInput['values']): string | undefined {
  const file = textOption(values, 'project');
  if (file === undefined) return undefined;
  if (/\.deepsport$/i.test(file)) return resolve(file);
  throw badOption(`--project needs a project’s file, such as match.deepsport, not “${file}”.`, 'project');
}

export function textsOption(values: CommandInput['values'], name: string): readonly string[] {
  const value = values[name];
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

type Bounds = { readonly lowest: number; readonly highest: number };

/** A whole number within bounds. */
export function wholeOption(
  values: CommandInput['values'],
  name: string,
  { lowest, highest }: Bounds,
): number | undefined {
  const text = textOption(values, name);
  if (text === undefined) return undefined;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= lowest && value <= highest) return value;
  throw badOption(`--${name} needs a whole number from ${lowest} to ${highest}, not “${text}”.`, name);
}

export function numberOption(
  values: CommandInput['values'],
  name: string,
  { lowest, highest }: Bounds,
): number | undefined {
  const text = textOption(values, name);
  if (text === undefined) return undefined;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= lowest && value <= highest) return value;
  throw badOption(`--${name} needs a number from ${lowest} to ${highest}, not “${text}”.`, name);
}

export function choiceOption<Choice extends string>(
  values: CommandInput['values'],
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const text = textOption(values, name);
  if (text === undefined) return undefined;
  const choice = choices.find((candidate) => candidate === text);
  if (choice) return choice;
  throw badOption(`--${name} is one of ${choices.join(', ')}, not “${text}”.`, name);
}

/** `35:59`: the frames from 35 to 59, both included. Whether the clip has them is another question. */
export function readRange(text: string, name: string): FrameRange {
  const match = /^(\d{1,9}):(\d{1,9})$/.exec(text);
  if (!match) {
    throw badOption(`--${name} needs two frame numbers such as 35:59, not “${text}”.`, name);
  }
  const range = { start: Number(match[1]), end: Number(match[2]) };
  if (range.start > range.end) {
    throw new DeepSportError(
      'RANGE_INVALID',
      `The range ${text} runs backwards: write the smaller frame number first, as in ${range.end}:${range.start}.`,
      { ...range },
    );
  }
  return range;
}

/** `35,36`: frame numbers in the order wanted. */
export function readFrameNumbers(text: string, name: string): readonly number[] {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.every((part) => /^\d{1,9}$/.test(part))) return parts.map(Number);
  throw badOption(`--${name} needs frame numbers such as 35,36, not “${text}”.`, name);
}

export const badOption = (sentence: string, option: string): DeepSportError =>
  new DeepSportError('BAD_INPUT', sentence, { option });
