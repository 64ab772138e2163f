import { fork } from 'node:child_process';
import type { WorkerProcess } from './worker-port.ts';
import type { WorkerReply } from './worker-protocol.ts';

/**
 * Starts a worker under Node. Its stderr is kept out of the user's sight, for decoder libraries print their
 * hardware probing there; the last lines are added to the reason when it dies.
 */
export function forkWorker(modulePath: string, env: NodeJS.ProcessEnv = process.env): WorkerProcess {
  const child = fork(modulePath, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env,
  });
  let lastWords = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-2000);
  });
  let exitReason: string | null = null;
  const exitListeners: ((reason: string) => void)[] = [];
  const end = (reason: string) => {
    if (exitReason !== null) return;
    exitReason = reason;
    for (const listener of exitListeners) listener(reason);
  };
  child.on('exit', (code, signal) =>
    end(signal ? `signal ${signal}` : `exit code ${code}${firstLine(lastWords)}`),
  );
  child.on('error', (error) => end(error.message));
  return {
    pid: child.pid,
    post: (message) => {
      if (child.connected) child.send(message);
    },
    onMessage: (listener) => child.on('message', (message) => listener(message as WorkerReply)),
    onExit: (listener) => {
      if (exitReason !== null) listener(exitReason);
      else exitListeners.push(listener);
    },
    kill: () => child.kill('SIGKILL'),
  };
}

function firstLine(text: string): string {
  const line = text.split('\n').find((candidate) => /error/i.test(candidate));
  return line ? `: ${line.trim()}` : '';
}
