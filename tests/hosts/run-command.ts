import type { Command } from '#main/hosts/cli/command.ts';
import { ask } from '#main/hosts/cli/commands/ask.ts';
import { frames } from '#main/hosts/cli/commands/frames.ts';
import { models } from '#main/hosts/cli/commands/models.ts';
import { probe } from '#main/hosts/cli/commands/probe.ts';
import { createServeCommand } from '#main/hosts/cli/commands/serve.ts';
import { type ExitCode, runCli } from '#main/hosts/cli/run-cli.ts';
import type { Services } from '#main/rpc/services.ts';

export type Outcome = {
  readonly code: ExitCode;
  readonly printed: readonly string[];
  readonly noted: readonly string[];
};

/** Runs a command line over these services and gives what a person would see. */
export function runCommand(
  services: Services | (() => never),
  argv: readonly string[],
  signal: AbortSignal = new AbortController().signal,
  onPrint: (line: string) => void = () => {},
  onOpen: (projectFile: string | undefined) => void = () => {},
): Promise<Outcome> {
  const serve = createServeCommand({ entryFolder: '', env: {}, note: () => {} });
  return runCommands([probe, frames, ask, models, serve], services, argv, { signal, onPrint, onOpen });
}

export type RunCommandsOptions = {
  readonly signal?: AbortSignal;
  readonly onPrint?: (line: string) => void;
  readonly onOpen?: (projectFile: string | undefined) => void;
};

/** The same with commands of one's choice. */
export async function runCommands(
  commands: readonly Command[],
  services: Services | (() => never),
  argv: readonly string[],
  options: RunCommandsOptions = {},
): Promise<Outcome> {
  const { signal = new AbortController().signal, onPrint, onOpen } = options;
  const [printed, noted]: [string[], string[]] = [[], []];
  const code = await runCli(argv, {
    commands,
    version: '1.2.3',
    open: async ({ projectFile }) => {
      onOpen?.(projectFile);
      return typeof services === 'function' ? services() : services;
    },
    print: (line) => {
      printed.push(line);
      onPrint?.(line);
    },
    note: (line) => noted.push(line),
    progress: () => {},
    signal,
  });
  return { code, printed, noted };
}
