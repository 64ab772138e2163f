import { spawnSync } from 'node:child_process';

/** Ids of the living processes whose command line holds this text, and whose program has this name if given. */
export function processesNaming(text: string, program = ''): number[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,stat=,comm=,args='], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\S+)\s+(\S+)\s+(.*)$/.exec(line))
    .filter((found) => found !== null)
    .filter(([, pid, state, name, args]) => {
      if (Number(pid) === process.pid || state?.startsWith('Z')) return false;
      return args?.includes(text) && (program === '' || name === program);
    })
    .map(([, pid]) => Number(pid));
}

/** Looks again and again until the value is as wanted; the test's own time limit ends the wait. */
export async function waitUntil<Value>(
  look: () => Value,
  isWanted: (value: Value) => boolean,
): Promise<Value> {
  for (;;) {
    const value = look();
    if (isWanted(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
