import type { ParseArgsOptionsConfig } from 'node:util';
import type { SettingsChange } from '#common/contract/index.ts';
import type { Services } from '#main/rpc/services.ts';

/** What a command works with; tests hand in their own. */
export type CommandContext = {
  /**
   * The services, built on first use; the caller closes them. What is done with them is kept in the project of that
   * file, else nowhere.
   */
  readonly open: (overrides?: SettingsChange, projectFile?: string) => Promise<Services>;
  /** Writes a line to standard output. */
  readonly print: (line: string) => void;
  /** Writes a line to standard error, for a person only. */
  readonly note: (line: string) => void;
  /** Shows what is going on in a line that the next one replaces; null takes it away. */
  readonly progress: (words: string | null) => void;
  /** True for one JSON document, or JSON lines while something streams. */
  readonly json: boolean;
  /** Fires on Ctrl+C. */
  readonly signal: AbortSignal;
};

export type CommandInput = {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
};

/** One command of `npx deepsport`: how it is called, and what it does. */
export type Command = {
  readonly name: string;
  readonly summary: string;
  /** The arguments after the name, as in `CLIP QUESTION`. */
  readonly usage: string;
  /** `[name, lowest, highest]` count of arguments. */
  readonly positionals: readonly [lowest: number, highest: number];
  readonly options: ParseArgsOptionsConfig;
  /** Option as written, and what it does, for `--help`. */
  readonly help: readonly (readonly [option: string, meaning: string])[];
  run(context: CommandContext, input: CommandInput): Promise<void>;
};
