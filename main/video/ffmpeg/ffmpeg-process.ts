import { type ChildProcess, spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { cancelled, throwIfCancelled } from '#common/domain/index.ts';
import { ffmpegDiskFull, ffmpegFailed } from './ffmpeg-errors.ts';
import { lastWords, saysDiskFull } from './ffmpeg-output.ts';
import type { FfmpegRun } from './ffmpeg-program.ts';

export type FfmpegProcess = {
  readonly output: NodeJS.ReadableStream;
  /** Settles once the process is gone; fails as FfmpegProgram says. */
  readonly finished: Promise<void>;
  /** Ends the process at once; `finished` then fails with CANCELLED. */
  readonly kill: () => void;
};

const keptComplaints = 16_000;

/**
 * Runs ffmpeg for as long as somebody wants it: until it ends, until the signal fires, until `kill`, or until this
 * process is gone, however it went.
 *
 * Windows ends the children of a process with it. Elsewhere a shell watches descriptor 3, which this process holds
 * open, and kills ffmpeg when it closes. The group of its own keeps a Ctrl+C meant for the terminal's program away.
 */
const watchdog = `
exec 4<&0
nice -n 10 "$@" <&4 3<&- &
child=$!
{ read -r nothing <&3; kill -KILL "$child"; } >/dev/null 2>&1 4<&- &
watcher=$!
exec 3<&- 4<&-
wait "$child"
status=$?
kill -KILL "$watcher" 2>/dev/null
exit "$status"
`;

export function startFfmpeg(
  path: string,
  args: readonly string[],
  { signal, input, folder }: Omit<FfmpegRun, 'onProgress'>,
): FfmpegProcess {
  throwIfCancelled(signal);
  const isWindows = process.platform === 'win32';
  const common = ['-hide_banner', '-nostdin', '-y', '-v', 'error'];
  const stdin = input ? 'pipe' : 'ignore';
  const child = isWindows
    ? spawn(path, [...common, ...args], { cwd: folder, windowsHide: true, stdio: [stdin, 'pipe', 'pipe'] })
    : spawn('/bin/sh', ['-c', watchdog, 'sh', path, ...common, ...args], {
        cwd: folder,
        detached: true,
        stdio: [stdin, 'pipe', 'pipe', 'pipe'],
      });
  if (isWindows) lowerPriority(child);

  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-keptComplaints);
  });
  let isKilled = false;
  const kill = () => {
    if (isKilled) return;
    isKilled = true;
    killGroup(child);
    // Nobody reads what is left in the pipe, which would keep the end from being seen.
    child.stdout?.destroy();
  };
  signal?.addEventListener('abort', kill, { once: true });
  if (signal?.aborted) kill();
  const inputFailures: unknown[] = [];
  if (input && child.stdin) {
    feed(input, child.stdin).catch((error) => {
      inputFailures.push(error);
      kill();
    });
  }

  const finished = (async () => {
    const code = await new Promise<number | null | Error>((resolve) => {
      child.once('close', resolve);
      child.once('error', resolve);
    });
    signal?.removeEventListener('abort', kill);
    // The watcher's descriptor: the shell is gone, and so must this end of it be.
    (child.stdio[3] as { destroy?: () => void } | null)?.destroy?.();
    if (inputFailures.length > 0) throw inputFailures[0];
    if (isKilled) throw cancelled();
    if (code instanceof Error) throw ffmpegFailed(code.message);
    if (code === 0) return;
    const reason = lastWords(complaints, args);
    throw saysDiskFull(complaints) ? ffmpegDiskFull(reason) : ffmpegFailed(reason);
  })();
  finished.catch(() => {});
  return { output: child.stdout as NodeJS.ReadableStream, finished, kill };
}

function killGroup(child: ChildProcess): void {
  try {
    if (process.platform === 'win32' || child.pid === undefined) child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function lowerPriority(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It runs at normal priority then.
  }
}

/** Writes the input as fast as it is taken. ffmpeg may stop reading before the end, which is its own affair. */
async function feed(input: AsyncIterable<Uint8Array>, stdin: NodeJS.WritableStream): Promise<void> {
  let isOpen = true;
  const closed = new Promise<void>((resolve) => {
    const close = () => {
      isOpen = false;
      resolve();
    };
    // Listened to for good: a broken pipe must never become an uncaught error.
    stdin.on('error', close);
    stdin.once('close', close);
  });
  for await (const chunk of input) {
    if (!isOpen) return;
    if (!stdin.write(chunk)) {
      await Promise.race([new Promise<void>((resolve) => stdin.once('drain', () => resolve())), closed]);
    }
  }
  stdin.end();
}
