import { z } from 'zod';
import { codeWindowSchema } from '#common/contract/index.ts';
import { type CodeWindow, DeepSportError } from '#common/domain/index.ts';

export const codeWindowMark = 'deepsport-code-window';
const version = 1;
/** Four hundred buttons take a hundredth of that. */
const longest = 8 * 2 ** 20;

const fileSchema = z.object({ format: z.literal(codeWindowMark), version: z.int() });

/** A code window as a file of its own, to be shared. */
export const writeCodeWindow = (codeWindow: CodeWindow): string =>
  `${JSON.stringify({ format: codeWindowMark, version, codeWindow }, null, 2)}\n`;

/** Throws BAD_INPUT for what is none, or is from a newer version. */
export async function readCodeWindow(fileName: string, pieces: AsyncIterable<string>): Promise<CodeWindow> {
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    if (text.length > longest) break;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw unreadable(fileName, error);
  }
  const file = fileSchema.safeParse(value);
  if (!file.success) throw unreadable(fileName, file.error);
  if (file.data.version > version) {
    throw new DeepSportError(
      'BAD_INPUT',
      `The code window ${fileName} was written by a newer version of DeepSport. Update DeepSport to read it.`,
      { fileName, version: file.data.version },
    );
  }
  const read = z.object({ codeWindow: codeWindowSchema }).safeParse(value);
  if (!read.success) throw unreadable(fileName, read.error);
  return read.data.codeWindow;
}

const unreadable = (fileName: string, cause: unknown): DeepSportError =>
  new DeepSportError(
    'BAD_INPUT',
    `${fileName} is not a whole code window. Ask for the file again, or save it anew where it was made.`,
    { fileName },
    { cause },
  );
