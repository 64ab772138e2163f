import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { Operation } from './record-model.ts';

const script = fileURLToPath(new URL('./edit-until-killed.ts', import.meta.url));

/**
 * Starts processes that edit a project until they are killed. They are built into one file first, in the folder, for
 * hundreds are started: so each takes a quarter of the time.
 */
export async function prepareEditors(folder: string): Promise<(path: string, seed: number) => ChildProcess> {
  const outDir = join(folder, 'editor');
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: script,
      outDir,
      target: 'node24',
      rolldownOptions: { output: { entryFileNames: 'edit.mjs' } },
    },
    ssr: { noExternal: true },
  });
  const start = (...args: readonly string[]) =>
    spawn(process.execPath, [join(outDir, 'edit.mjs'), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') },
    });
  await once(start(), 'exit');
  return (path, seed) => start(path, String(seed));
}

export type KilledRun = {
  /** What the process found in the project; null where it was killed before. */
  readonly found: string | null;
  readonly done: readonly Operation[];
  /** What it had begun and not confirmed. */
  readonly begun: Operation | null;
};

/** Kills an editor a little after it has said so many words, and tells what it did. */
export async function killAfter(
  child: ChildProcess,
  words: number,
  milliseconds: number,
): Promise<KilledRun> {
  let found: string | null = null;
  let begun: Operation | null = null;
  const done: Operation[] = [];
  let count = 0;
  const kill = () => {
    // Busy on purpose: a timer would strike between two words more often than within one.
    const until = performance.now() + milliseconds;
    while (performance.now() < until);
    child.kill('SIGKILL');
  };
  if (words === 0) kill();
  if (!child.stdout) throw new Error('The editor has no voice.');
  for await (const line of createInterface({ input: child.stdout })) {
    const space = line.indexOf(' ');
    const [word, value] = [line.slice(0, space), JSON.parse(line.slice(space + 1))];
    if (word === 'found') found = value;
    else if (word === 'begin') begun = value;
    else if (begun) {
      done.push(begun);
      begun = null;
    }
    count += 1;
    if (count === words) kill();
  }
  return { found, done, begun };
}
