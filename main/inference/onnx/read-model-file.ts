import { access, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { z } from 'zod';
import { DeepSportError } from '#common/domain/index.ts';

/** A JSON file of a model folder, checked. MODEL_INCOMPLETE names the file and what is wrong with it. */
export async function readModelJson<Schema extends z.ZodType>(
  folder: string,
  file: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  const checked = schema.safeParse(await parseModelJson(folder, file));
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0];
  const where = issue && issue.path.length > 0 ? ` at ${issue.path.join('.')}` : '';
  throw modelIncomplete(folder, file, `${file} is not as expected${where}: ${issue?.message ?? 'unknown'}`);
}

/** A JSON file of a model folder as it is. */
export async function parseModelJson(folder: string, file: string): Promise<unknown> {
  const text = await readModelText(folder, file);
  try {
    return JSON.parse(text);
  } catch {
    throw modelIncomplete(folder, file, `${file} is no valid JSON`);
  }
}

export async function readModelText(folder: string, file: string): Promise<string> {
  try {
    return await readFile(join(folder, file), 'utf8');
  } catch (cause) {
    throw modelIncomplete(folder, file, `${file} is missing`, cause);
  }
}

export const fileExists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

export const modelIncomplete = (
  folder: string,
  file: string,
  problem: string,
  cause?: unknown,
): DeepSportError =>
  new DeepSportError(
    'MODEL_INCOMPLETE',
    `The model in "${basename(folder)}" cannot be used: ${problem}. Get the model again, or choose another engine.`,
    { folder, file },
    { cause },
  );
