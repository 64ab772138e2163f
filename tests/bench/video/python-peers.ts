import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { BenchClip } from './bench-clips.ts';
import type { Contender, Timed, TimedFrames } from './contender.ts';

type Reply = Timed & { readonly numbers?: readonly (number | null)[]; readonly error?: string };

/** PyAV or OpenCV in a Python process that keeps its clips open and takes its own time; null where it is missing. */
export async function createPythonPeer(
  python: string,
  library: 'pyav' | 'opencv',
): Promise<Contender | null> {
  const child = spawn(python, [join(import.meta.dirname, 'peers.py'), library], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.on('error', () => {});
  const waiting: ((reply: Reply | null) => void)[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(JSON.parse(line) as Reply));
  const gone = () => {
    for (const answer of waiting.splice(0)) answer(null);
  };
  child.on('error', gone);
  child.on('exit', gone);
  const ask = (job: string, clip: BenchClip | null, facts: object = {}) =>
    new Promise<Reply | null>((resolve) => {
      if (child.exitCode !== null) return resolve(null);
      waiting.push(resolve);
      child.stdin.write(`${JSON.stringify({ job, path: clip?.path, rate: clip?.frameRate, ...facts })}\n`);
    });
  if (!(await ask('hello', null))) return null;
  const frames = async (job: string, clip: BenchClip, facts: object): Promise<TimedFrames> => {
    const reply = await ask(job, clip, facts);
    if (!reply?.numbers) throw new Error(`${library}: ${reply?.error ?? 'ended'}`);
    return { milliseconds: reply.milliseconds, numbers: reply.numbers };
  };
  return {
    name: library,
    open: (clip, size) => frames('open', clip, { ...size, indices: [0] }),
    frames: (clip, indices, size) => frames('frames', clip, { ...size, indices }),
    index: async () => null,
    async [Symbol.asyncDispose]() {
      const exited = new Promise((resolve) => child.on('exit', resolve));
      child.stdin.end();
      if (child.exitCode === null) await exited;
    },
  };
}
