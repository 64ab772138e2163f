import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { SettingsChange } from '#common/contract/index.ts';
import { DeepSportError, type ErrorCode, toDeepSportError } from '#common/domain/index.ts';
import type { Services } from '#main/rpc/services.ts';
import type { Command, CommandContext } from './command.ts';
import { commandHelp, overview } from './help.ts';
import { textOption } from './read-options.ts';

export type ExitCode = 0 | 1 | 2;

export type CliParts = Pick<CommandContext, 'print' | 'note' | 'progress' | 'signal'> & {
  readonly open: (options: {
    readonly dataFolder: string | undefined;
    readonly overrides: SettingsChange | undefined;
    readonly projectFile: string | undefined;
  }) => Promise<Services>;
  readonly commands: readonly Command[];
  readonly version: string;
};

/** Runs one command and gives the exit code: 0 done, 2 bad input, 1 failed. Never throws. */
export async function runCli(argv: readonly string[], parts: CliParts): Promise<ExitCode> {
  try {
    await dispatch(argv, parts);
    return 0;
  } catch (error) {
    const { code, message } = toDeepSportError(error);
    parts.note(message);
    return isBadInput(code) ? 2 : 1;
  }
}

async function dispatch(argv: readonly string[], parts: CliParts): Promise<void> {
  const { commands, print } = parts;
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const named = commands.find((command) => command.name === rest[0]);
    for (const line of named ? commandHelp(named) : overview(commands)) print(line);
    return;
  }
  if (name === '--version' || name === '-v') {
    print(parts.version);
    return;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) {
    const known = commands.map((candidate) => candidate.name).join(', ');
    throw new DeepSportError('BAD_INPUT', `There is no command “${name}”. The commands are ${known}.`, {
      name,
    });
  }
  const { values, positionals } = parse(command, rest);
  if (values.help === true) {
    for (const line of commandHelp(command)) print(line);
    return;
  }
  const [lowest, highest] = command.positionals;
  if (positionals.length < lowest || positionals.length > highest) {
    const problem = positionals.length < lowest ? 'Something is missing' : 'There is too much';
    throw new DeepSportError(
      'BAD_INPUT',
      `${problem}: write npx deepsport ${command.name} ${command.usage}.`,
    );
  }
  const { note, progress, signal } = parts;
  const dataFolder = textOption(values, 'data');
  const open: CommandContext['open'] = (overrides, projectFile) =>
    parts.open({ dataFolder, overrides, projectFile });
  await command.run(
    { open, print, note, progress, signal, json: values.json === true },
    { values, positionals },
  );
}

function parse(command: Command, args: readonly string[]) {
  const config = {
    args: [...args],
    options: {
      ...command.options,
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
      data: { type: 'string' },
    },
    allowPositionals: true,
  } satisfies ParseArgsConfig;
  try {
    return parseArgs(config);
  } catch (error) {
    throw new DeepSportError('BAD_INPUT', sentenceOf(error, command), {}, { cause: error });
  }
}

function sentenceOf(error: unknown, command: Command): string {
  const help = `npx deepsport ${command.name} --help lists the options.`;
  if (!(error instanceof Error) || !('code' in error)) return help;
  const option = /'?(-{1,2}[\w-]+)/.exec(error.message)?.[1] ?? 'an option';
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `There is no option ${option}: ${help}`;
  if (/does not take an argument/.test(error.message)) return `The option ${option} takes no value: ${help}`;
  return `The option ${option} needs a value: ${help}`;
}

function isBadInput(code: ErrorCode): boolean {
  switch (code) {
    case 'FILE_MISSING':
    case 'FILE_EMPTY':
    case 'NOT_A_VIDEO':
    case 'NO_VIDEO_TRACK':
    case 'CLIP_DAMAGED':
    case 'CONTAINER_UNSUPPORTED':
    case 'CODEC_UNSUPPORTED':
    case 'NO_SOUND':
    case 'FRAME_OUT_OF_RANGE':
    case 'RANGE_INVALID':
    case 'BAD_INPUT':
    case 'NOT_FOUND':
    case 'MODEL_INCOMPLETE':
      return true;
    case 'FILE_CHANGED':
    case 'FILE_STALLED':
    case 'CONVERSION_FAILED':
    case 'FFMPEG_MISSING':
    case 'ENGINE_UNREACHABLE':
    case 'ENGINE_REFUSED':
    case 'ENGINE_TIMEOUT':
    case 'CONTEXT_FULL':
    case 'ACCESS_DENIED':
    case 'DOWNLOAD_FAILED':
    case 'WORKER_STOPPED':
    case 'DISK_FULL':
    case 'PROJECT_DAMAGED':
    case 'PROJECT_NEWER':
    case 'PROJECT_READ_ONLY':
    case 'CANCELLED':
    case 'INTERNAL':
      return false;
  }
}
