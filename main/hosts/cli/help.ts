import type { Command } from './command.ts';

const shared: Command['help'] = [
  ['--json', 'one JSON document, or JSON lines while something streams'],
  ['--data FOLDER', 'where settings and projects lie, else DEEPSPORT_DATA or the system’s own place'],
  ['--help', 'this text'],
];

const columns = (rows: readonly (readonly [string, string])[]): readonly string[] => {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
};

/** What `npx deepsport --help` says. */
export const overview = (commands: readonly Command[]): readonly string[] => [
  'DeepSport: ask a vision-language model about a sports clip and see which frames it looked at.',
  '',
  'npx deepsport COMMAND …',
  '',
  ...columns(commands.map(({ name, summary }) => [name, summary])),
  '',
  'npx deepsport COMMAND --help says how to call it. Exit codes: 0 done, 2 bad input, 1 failed.',
];

/** What `npx deepsport COMMAND --help` says. */
export const commandHelp = (command: Command): readonly string[] => [
  `npx deepsport ${command.name} ${command.usage}`.trim(),
  '',
  command.summary,
  '',
  ...columns([...command.help, ...shared]),
];
