import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import type { z } from 'zod';
import {
  type Settings,
  type SettingsChange,
  settingsChangeSchema,
  settingsSchema,
} from '#common/contract/index.ts';
import { DeepSportError } from '#common/domain/index.ts';

type SettingsSources = {
  readonly file: string;
  /** DEEPSPORT_DEFAULT_ENGINE, DEEPSPORT_MODEL_FOLDERS, … : a setting's name in capitals. Lists are JSON. */
  readonly env: NodeJS.ProcessEnv;
  /** What the command line says. */
  readonly overrides?: SettingsChange | undefined;
};

export type SettingsFile = {
  readonly current: () => Settings;
  /** Writes the change to the file; what the environment or the command line says stays in force above it. */
  readonly update: (change: SettingsChange) => Promise<Settings>;
  /** Sentences on what could not be used, for the person who starts the program. */
  readonly problems: readonly string[];
};

type Values = Readonly<Record<string, unknown>>;

/** Settings from defaults < file < environment < command line. What is broken is told, and its default used. */
export function openSettingsFile({ file, env, overrides = {} }: SettingsSources): SettingsFile {
  const problems: string[] = [];
  const read = readValues(file, problems);
  let stored = read.values;
  let broken = read.broken;
  const above = { ...environmentValues(env, problems), ...without(overrides) };
  let current = settingsSchema.parse({ ...stored, ...above });
  return {
    current: () => current,
    problems,
    update: async (change) => {
      stored = { ...stored, ...without(change) };
      // A file that could not be read is kept beside the new one: somebody wrote it by hand.
      if (broken) renameSync(file, `${file}.broken`);
      broken = false;
      writeValues(file, stored);
      current = settingsSchema.parse({ ...stored, ...above });
      return current;
    },
  };
}

const without = (change: Values): Values =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));

function readValues(file: string, problems: string[]): { values: Values; broken: boolean } {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return { values: {}, broken: false };
  }
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new Error('no object');
    const { usable, wrong } = sift(parsed as Values);
    for (const { name, reason } of wrong) {
      problems.push(
        `In the settings file ${file}, “${name}” is not usable (${reason}): its default is used.`,
      );
    }
    return { values: usable, broken: wrong.length > 0 };
  } catch {
    problems.push(`The settings file ${file} is not readable JSON: the default settings are used.`);
    return { values: {}, broken: true };
  }
}

function environmentValues(env: NodeJS.ProcessEnv, problems: string[]): Values {
  const given: Record<string, unknown> = {};
  for (const name of Object.keys(settingsSchema.shape)) {
    const text = env[variableOf(name)];
    if (text) given[name] = valueOfVariable(name, text);
  }
  const { usable, wrong } = sift(given);
  for (const { name, reason } of wrong) {
    problems.push(`The environment variable ${variableOf(name)} is not usable (${reason}): it is ignored.`);
  }
  return usable;
}

const variableOf = (name: string): string =>
  `DEEPSPORT_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

function valueOfVariable(name: string, text: string): unknown {
  if (name === 'modelFolders' && !text.startsWith('[')) return text.split(delimiter).filter(Boolean);
  if (/^(\[|\{|-?\d+(\.\d+)?$)/.test(text)) {
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }
  return text;
}

/** The settings that keep their schema, one by one, so that one mistake costs only one setting. */
function sift(values: Values): { usable: Values; wrong: readonly { name: string; reason: string }[] } {
  const shape: Readonly<Record<string, z.ZodType>> = settingsChangeSchema.shape;
  const usable: Record<string, unknown> = {};
  const wrong: { name: string; reason: string }[] = [];
  for (const [name, value] of Object.entries(values)) {
    const result = shape[name]?.safeParse(value);
    if (result?.success) usable[name] = result.data;
    else if (result) wrong.push({ name, reason: result.error.issues[0]?.message ?? 'wrong form' });
  }
  return { usable, wrong };
}

function writeValues(file: string, values: Values): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const fresh = `${file}.new`;
    writeFileSync(fresh, `${JSON.stringify(values, null, 2)}\n`, { mode: 0o600 });
    renameSync(fresh, file);
  } catch (error) {
    const full = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
    throw new DeepSportError(
      full ? 'DISK_FULL' : 'BAD_INPUT',
      full
        ? 'The settings could not be saved because the disk is full: free some space and try again.'
        : 'The settings could not be saved: the data folder cannot be written to.',
      {},
      { cause: error },
    );
  }
}
