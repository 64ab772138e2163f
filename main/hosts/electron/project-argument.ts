import { resolve } from 'node:path';

/** The project among the words that the application was started with, by a double click or a command line. */
export function projectArgument(argv: readonly string[], workingFolder: string): string | undefined {
  const file = argv.slice(1).find((word) => /\.deepsport$/i.test(word) && !word.startsWith('-'));
  return file === undefined ? undefined : resolve(workingFolder, file);
}
